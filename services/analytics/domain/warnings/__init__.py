"""Early warnings (预警): of places and times, never of people."""
