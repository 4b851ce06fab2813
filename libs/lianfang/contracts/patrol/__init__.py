"""The patrol service's contracts (巡防与义警): who is on duty where, by ids alone."""

from lianfang.contracts.patrol import audit, board, patrols, people, plans, posts, rosters, shifts

__all__ = ["audit", "board", "patrols", "people", "plans", "posts", "rosters", "shifts"]
