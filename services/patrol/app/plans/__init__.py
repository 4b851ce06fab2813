"""Patrol plans and siting: asked for, worked on as jobs, checked, kept, and shown to whom they concern."""
