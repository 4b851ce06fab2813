"""The patrol service's use cases."""
