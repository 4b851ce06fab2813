"""Four disputes told from beginning to end through the running services."""
