"""From the event log to facts, board items and marked gaps."""
