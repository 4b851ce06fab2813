"""Calendars of rooms and people, and the feeds made of them."""
