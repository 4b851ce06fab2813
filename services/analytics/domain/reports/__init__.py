"""Reports: which figures of which period, when they are due, and which changes in them are more than chance."""
