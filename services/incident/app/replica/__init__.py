"""The service's own replica of the registry: staged pages, a pointer that flips, a watcher in every process."""
