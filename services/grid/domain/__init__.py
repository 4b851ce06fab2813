"""The rules of the registry's releases."""
