"""The DuckDB files that facts and the board live in: one per generation, followed, rebuilt, swapped."""
