"""How the outside reaches the use cases: HTTP, the bus, timers. Thin."""
