"""The solver of day-by-day shift problems, upon OR-Tools."""
