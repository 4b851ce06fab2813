"""The patrol service's contracts (巡防与义警): who is on duty where, by ids alone."""

from lianfang.contracts.patrol import board, patrols, people, plans, posts, rosters, shifts

__all__ = ["board", "patrols", "people", "plans", "posts", "rosters", "shifts"]
