"""Patrol plans by OR-Tools' routing: time windows, optional visits, and a seed that makes every day another."""
