"""What HTTP shows of a case never holds a token, a text or who is who, after any history."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from services.mediation.app import views
from services.mediation.domain.documenting import RequestDocument
from services.mediation.domain.linking import NoteLinks
from services.mediation.domain.meeting import EndSession, ScheduleSession
from services.mediation.domain.parts import Link
from services.mediation.domain.refused import Refused
from services.mediation.entrypoints.answers import CaseAnswer, DocumentAnswer, FactAnswer, LinkAnswer, SessionAnswer
from tests.fixtures.mediation_domain import Story
from tests.unit.mediation.domain.histories import resolved, steps


def shown(story):
    facts = [views.entry(number, fact) for number, fact in enumerate(story.facts, 1)]
    return json.dumps([views.case(story.case), facts], ensure_ascii=False)


def busy():
    """A case of which everything is encrypted that can be."""
    story = Story().agreed()
    session = ScheduleSession(
        "s-1", story.now.replace(year=2030), story.now.replace(year=2031), "hall", "main", ("m1",), notes="token-3"
    )
    return story.then(
        session, EndSession("s-1", held=True, notes="token-4"), RequestDocument("d", "agreement", "1", "token-5"),
        NoteLinks((Link("case-9", ("father:p-1",), 18, True, "hash-1"),)),
    )  # fmt: skip


def test_no_token_no_person_and_no_path_is_shown():
    text = shown(busy())
    for private in ("token", "p-1", "p-2", "father:", "hash-1"):
        assert private not in text, private
    assert '"sealed": false' in text


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 100))
def test_any_case_can_be_shown_and_tells_no_token(seed, length):
    story = Story().opened()
    for step in steps(seed, length):
        story.wait(seconds=step.later.total_seconds()).knows(**step.knows)
        order = resolved(step, story)
        try:
            story.fire() if order is None else story.do(order, by=step.by)
        except Refused:
            continue
    assert "token" not in shown(story)


def test_the_answers_are_declared_as_they_are_given():
    story = busy()
    for schema, given_ in (
        (CaseAnswer, views.case(story.case)), (SessionAnswer, views.session(story.case.sessions[0])),
        (DocumentAnswer, views.document(story.case.documents[0])), (LinkAnswer, views.link(story.case.links[0])),
        (FactAnswer, views.entry(1, story.facts[0])),
    ):  # fmt: skip
        assert set(schema().fields) == set(given_), schema.__name__
