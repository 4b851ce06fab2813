"""What the figures come to in the scenarios' histories, beside what the counties published (†)."""
