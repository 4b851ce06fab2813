"""Figures: the catalogue, the queries made of it, and who may read them."""
