"""A term ends when its unit says: by the clock, or as the law counts days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lianfang.workdays import load
from services.mediation.app.policies.load import default
from services.mediation.domain.policy import Term

CHINA = load()
BEFORE_HOLIDAY = datetime(2026, 9, 29, 2, tzinfo=UTC)  # a Tuesday, 10:00 there; 1 to 7 October are days off


@pytest.mark.parametrize(
    ("term", "end"),
    [
        (Term(15, "minutes"), BEFORE_HOLIDAY + timedelta(minutes=15)),
        (Term(24, "hours"), BEFORE_HOLIDAY + timedelta(days=1)),
        (Term(5, "days"), BEFORE_HOLIDAY + timedelta(days=5)),
        (Term(5, "legal_days"), datetime(2026, 10, 8, 16, tzinfo=UTC)),  # 4 October is off: the 8th is the last day
        (Term(3, "working_days"), datetime(2026, 10, 9, 16, tzinfo=UTC)),  # 30 September, 8 and 9 October
    ],
    ids=str,
)
def test_a_term_ends_by_its_unit(term, end):
    assert term.after(BEFORE_HOLIDAY, CHINA) == end


def test_public_order_mediation_has_two_rounds_in_three_and_seven_working_days():
    mode = default().policy.modes["public_order"]
    accepted = datetime(2026, 3, 2, 1, tzinfo=UTC)  # a Monday
    assert mode.max_rounds == 2
    assert mode.first_round_within.after(accepted, CHINA) == datetime(2026, 3, 5, 16, tzinfo=UTC)
    assert mode.next_round_within.after(accepted, CHINA) == datetime(2026, 3, 11, 16, tzinfo=UTC)


def test_confirmation_asked_for_in_time_is_never_late_because_of_a_holiday():
    thirty = default().policy.terms["confirmation"]
    assert thirty.after(datetime(2026, 9, 3, 4, tzinfo=UTC), CHINA) == datetime(2026, 10, 8, 16, tzinfo=UTC)
