"""Histories of scenarios: from counts per year, as a bureau publishes them, to the events of two years."""
