"""Scorecards 双考: units and people assessed by the same rules, with appeal. Pure rules."""
