"""Use cases of field records: noted once, however often and in whatever order they are told."""
