"""A card is appealed once, in time; nobody decides about their own; a correction keeps what was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.analytics.domain.refused import Refused
from services.analytics.domain.scorecards import appeals
from tests.unit.analytics.scorecards.conftest import END, UNIT, unpublished

NOW = END + timedelta(days=2)


@pytest.fixture
def open_card(card, published, rules):
    return appeals.appeal(
        card, published, rules, by="chief", reason="wrong_count", measures=["satisfaction"], now=NOW
    ).card  # fmt: skip


def refused(step):
    with pytest.raises(Refused) as no:
        step()
    return no.value.reason


def test_an_appeal_waits_for_an_answer(open_card, rules):
    assert (open_card.appeal.state, open_card.appeal.due) == ("open", NOW + rules.appeals.answer)


def test_appeals_out_of_time_or_order_are_refused(card, published, rules, open_card):
    def ask(card, round, now=NOW, measures=("satisfaction",)):
        return refused(lambda: appeals.appeal(card, round, rules, by="x", reason="r", measures=measures, now=now))

    assert ask(card, unpublished(published)) == "not_published"
    assert ask(card, published, published.published_at + rules.appeals.within) == "too_late"
    assert ask(card, published, measures=("hight",)) == "invalid"
    assert ask(open_card, published) == "appealed"


def test_an_upheld_appeal_scores_anew_by_the_cards_own_rules(open_card, rules):
    assert (open_card.result.score, open_card.result.grade) == (69.43, "passed")
    fresh = appeals.uphold(
        open_card, rules, by="boss", why="miscounted", values={"satisfaction": 92.0}, now=NOW
    ).card
    assert (fresh.result.score, fresh.result.grade, fresh.appeal.state) == (91.43, "excellent", "upheld")
    (was,) = fresh.corrections
    assert (was.before, was.after, was.score_before, was.by) == (84.3, 92.0, 69.43, "boss")


def test_nobody_decides_about_their_own(open_card, rules):
    for who, person in (("chief", ""), (UNIT, ""), ("boss", UNIT)):
        assert refused(lambda who=who, person=person: appeals.reject(
            open_card, by=who, why="fine", now=NOW, deciders_person=person
        )) == "own_case"  # fmt: skip
        assert refused(lambda who=who, person=person: appeals.uphold(
            open_card, rules, by=who, why="x", values={"satisfaction": 1.0}, now=NOW, deciders_person=person
        )) == "own_case"  # fmt: skip


def test_what_is_over_is_over(card, open_card, rules):
    assert appeals.reject(open_card, by="boss", why="correct", now=NOW).data == {
        "decision": "rejected", "reason": "correct",
    }  # fmt: skip
    done = appeals.withdraw(open_card, by="chief", now=NOW).card
    assert done.appeal.state == "withdrawn"
    for step in (
        lambda: appeals.withdraw(done, by="chief", now=NOW),
        lambda: appeals.withdraw(card, by="x", now=NOW),
    ):
        assert refused(step) == "wrong_state"
    assert refused(lambda: appeals.withdraw(open_card, by="other", now=NOW)) == "not_yours"


@pytest.mark.parametrize("values", [{}, {"heights": 3.0}, {"satisfaction": float("nan")}])
def test_a_correction_needs_a_number_for_a_line_of_the_card(open_card, rules, values):
    assert refused(lambda: appeals.uphold(open_card, rules, by="b", why="x", values=values, now=NOW)) == "invalid"


def test_an_overdue_answer_is_told_once(open_card):
    due = open_card.appeal.due
    assert appeals.late(open_card, due - timedelta(seconds=1)) is None
    step = appeals.late(open_card, due)
    assert (step.name, step.card.appeal.overdue) == ("appeal_overdue", True)
    assert appeals.late(step.card, due + timedelta(days=9)) is None
