"""Rooms and people are booked for one meeting at a time."""
