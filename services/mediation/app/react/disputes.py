"""Which incidents are disputes, and what they say of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.regions import codes
from services.mediation.app.open_case import Notice
from services.mediation.domain.policy import Policy

RELATIONS = {"200301": "family", "200302": "neighbours", "200303": "consumer", "200304": "wage"}
"""Category -> relation of the parties, in the words of the policy's grading; the categories are the platform's."""

_GRID = "grid"


def is_dispute(category: str, policy: Policy) -> bool:
    """Tell whether a county takes incidents of a category for disputes."""
    return category.startswith(policy.dispute_categories)


def county_of(event: Event) -> str:
    """Return the county that took the report and answers for it: the event's region lies in it."""
    return codes.county_of(event.region)


def relation_of(category: str, policy: Policy) -> str:
    """Return how the parties stand to each other, as far as the category tells and the policy has a word for it."""
    word = RELATIONS.get(category, "")
    return word if word in policy.grading.relations else ""


def notice_of(event: Event, data: Mapping[str, Any], policy: Policy, *, sealed: bool) -> Notice:
    """Return what an incident says of a dispute. sealed: the incident itself is for few eyes only."""
    return Notice(
        source="grid_report" if data["source"] == _GRID else "incident", ref=data["incident_id"],
        category=data["category"], county=county_of(event), region=data["region"], sealed=sealed,
        relation=relation_of(data["category"], policy),
    )  # fmt: skip
