"""Patrol plans and siting: which marks to visit in which order, and where to stand to be near what may happen."""
