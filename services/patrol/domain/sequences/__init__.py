"""Day-by-day shift problems: who works which kind of shift on which day. Standard library only."""
