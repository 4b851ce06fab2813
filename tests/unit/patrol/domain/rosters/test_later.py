"""What is kept free for duties that come after a roster and are published already."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.later import kept_free
from services.patrol.domain.rosters.past import Looks
from services.patrol.domain.rosters.problem import Limits, Night
from services.patrol.domain.span import Span
from tests.fixtures.patrol_rosters import ZONE, at, problem, roster, slot, span, worker

LIMITS = Limits(rest=timedelta(hours=9), most_days=3, most_nights=2)


def test_rest_is_kept_around_a_later_duty():
    (free,) = kept_free([Looks(Night(), ZONE)(span(7, 8, 8))], Limits(rest=timedelta(hours=9)), ZONE)
    assert free == Span(at(6, 23), at(8, 1))


def test_nothing_later_keeps_nothing_free():
    assert kept_free([], LIMITS, ZONE) == []


@given(st.sets(st.integers(7, 10), min_size=1), st.sets(st.integers(0, 6)), st.booleans(), st.booleans())
def test_who_keeps_it_free_breaks_no_rule_with_both_rosters_together(later, sooner, late_nights, nights):
    """Whatever is taken before, where not away, the days of both rosters together keep what the later ones did."""
    after = [slot(f"s{day}", day, 22 if late_nights else 8, 4) for day in later]
    before = [slot(f"s{day}", day, 22 if nights else 8, 4) for day in sooner]
    looks = Looks(Night(), ZONE)
    away = kept_free([looks(each.span) for each in after], LIMITS, ZONE)
    taken = [each for each in before if not any(each.span.meets(span) for span in away)]
    both = problem([*after, *taken], [worker(limits=LIMITS)])
    alone = {(each.id, "p-1") for each in (taken if check_runs(taken) else [])}
    if check_runs(after):
        assert check(both, roster(*alone, *((each.id, "p-1") for each in after))) == []


def check_runs(slots):
    """Tell whether these alone keep all rules."""
    return check(problem(slots, [worker(limits=LIMITS)]), roster(*((each.id, "p-1") for each in slots))) == []
