"""A service's own replica of the registry: staged pages, a pointer that flips, a watcher, a view of it all."""
