"""The incident service's use cases."""
