"""The catalogue of figures, the exact tests of their changes, and the page made of it."""
