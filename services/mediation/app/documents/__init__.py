"""Documents of a case: their numbers, the printing of what was requested, and the files."""
