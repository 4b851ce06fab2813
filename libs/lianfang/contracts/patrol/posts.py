"""Events of posts and of the days of a county."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Range

from lianfang.contracts.fields import code_field
from lianfang.contracts.patrol.fields import POST, patrol_event, post_field, word_field

_COUNTY = "350924"
_VERSION = {"county": _COUNTY, "version": f"{_COUNTY}-2-9f86d081"}


def _count(about: str) -> fields.Integer:
    return fields.Integer(required=True, validate=Range(min=0), metadata={"description": about})


class AboutCounty(Schema):
    """Of which county, and in which version it is now."""

    county = code_field("the county", required=True)
    version = word_field("version from now on", required=True)


@patrol_event(
    "posts_imported", "A county's posts are these now; those that were not in the pack are posts no more.",
    example={
        **_VERSION, "hash": "9f86d081" * 8, "posts": 4, "added": 1, "removed": 0, "changed": 2, "synthetic": True,
    },
)  # fmt: skip
class PostsImported(AboutCounty):
    """Whole, or not at all. Slots made from now on are by this version."""

    hash = word_field("SHA-256 of the pack's content", required=True)
    posts = _count("posts there are now")
    added = _count("posts that are new")
    removed = _count("posts that are gone")
    changed = _count("posts that are not what they were, or not manned as they were")
    synthetic = fields.Boolean(required=True, metadata={"description": "made up: there are no such posts"})


@patrol_event(
    "demand_changed", "A planner adopted another tide (潮汐) for a post: other people by hour.",
    example={**_VERSION, "post": POST, "kind": "tide", "person_hours": 412},
)  # fmt: skip
class DemandChanged(AboutCounty):
    """Slots made from now on are by it; rosters that are published stand."""

    post = post_field(required=True)
    kind = word_field("which of the post's patterns", required=True)
    person_hours = _count("people wanted, summed over the hours of all rows of the new tide")


@patrol_event(
    "market_days_changed", "A county's market days (逢墟日) and events are others now.",
    example={"county": _COUNTY, "version": f"{_COUNTY}-3-0a1b2c3d", "markets": 2, "events": 5},
)  # fmt: skip
class MarketDaysChanged(AboutCounty):
    """Slots made from now on are by them."""

    markets = _count("markets known")
    events = _count("events known")
