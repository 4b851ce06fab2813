"""Rosters of a whole city: people × shifts against time and memory, station by station."""
