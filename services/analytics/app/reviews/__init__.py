"""Use cases of accountability reviews."""
