"""One measurement each."""
