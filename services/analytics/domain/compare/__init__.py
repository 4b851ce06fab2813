"""Honest comparison: how much a figure changed, and whether chance alone would do as much."""
