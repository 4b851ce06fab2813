"""When people are wanted at a post: by patterns, by the tide of the hours, by what happened before."""

from services.patrol.domain.demand.slots import slots

__all__ = ["slots"]
