"""Rosters: drafts, planning by a job, checking, publishing to one roster or none, and looking at them."""
