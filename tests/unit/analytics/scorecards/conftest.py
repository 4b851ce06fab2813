"""Cards and rules for tests of their rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from services.analytics.app.policies.load import default
from services.analytics.domain.scorecards import scoring
from services.analytics.domain.scorecards.card import Card, Result, Round, Subject
from services.analytics.domain.scorecards.scoring import Measured
from services.analytics.domain.wanted import Span

START = datetime(2025, 12, 31, 16, tzinfo=UTC)
END = datetime(2026, 3, 31, 16, tzinfo=UTC)
UNIT = "350924.aoyang.case"


@pytest.fixture(scope="session")
def rules():
    """The platform's own rules."""
    return default().policy.scores


@pytest.fixture
def card(rules):
    """A unit's card of which satisfaction alone is measured: 84.3 of 60 to 95."""
    lines = scoring.lines(rules.measures["unit"], {"satisfaction": Measured(84.3, note="given")})
    result = scoring.result(scoring.own_score(lines, ()), None, rules.unit_share, rules)
    return Card("r:u", "r", "run", Subject(UNIT, "unit", "350924", UNIT), "v", lines, (), None, result)


@pytest.fixture
def published():
    """A round published a day after its end."""
    return Round(
        "r", "350924", "2026-Q1", Span(START, END), 100, 0, (), "v", "boss", "run", "published", True,
        END + timedelta(days=1),
    )  # fmt: skip


def person_card(number, coefficient, grade="good"):
    """A person's card with a grade."""
    subject = Subject(f"p-{number:032x}", "person", "350924", UNIT)
    result = Result(80.0 if grade else None, grade, Decimal(coefficient))
    return Card(f"r:{number}", "r", "run", subject, "v", (), (), None, result)


def unpublished(round):
    """The round as a draft."""
    return replace(round, state="draft", published_at=None)
