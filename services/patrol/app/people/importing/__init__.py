"""Importing people from CSV: whatever bytes come in, the answer is a report, and no report tells a value."""
