"""What a figure is, which period it is of, and what its value says."""
