"""Statistics of small counts in places and times: pure functions over numpy arrays, nothing of the platform."""
