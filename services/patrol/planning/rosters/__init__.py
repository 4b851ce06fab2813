"""Rosters by OR-Tools: CP-SAT where sequences matter, min-cost flow for thousands of volunteers."""

from services.patrol.planning.rosters.plan import Planned, plan
from services.patrol.planning.rosters.repair import repair

__all__ = ["Planned", "plan", "repair"]
