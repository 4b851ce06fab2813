"""The rules of each county: checked whole, versioned, followed by every process."""
