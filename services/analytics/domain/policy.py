"""The rules of analytics that differ by county, as data (services/analytics/policy/default.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.analytics.domain.reviews.rules import ReviewRules
from services.analytics.domain.scorecards.rules import ScoreRules


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules of a county. sources: where each section's rules come from."""

    version: str
    scores: ScoreRules
    reviews: ReviewRules
    sources: Mapping[str, str]
