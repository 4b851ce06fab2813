"""Column generation: one person's whole schedule is a column, priced by dynamic programming."""
