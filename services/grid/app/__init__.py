"""Use cases of the grid service."""
