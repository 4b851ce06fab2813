"""Patrol and volunteer police (巡防与义警): the right people, at the right corner, at the right hour."""
