"""Sessions lie in the future and end once; documents have versions under one number."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.mediation.domain.documenting import DocumentFailed, DocumentMade, RequestDocument
from services.mediation.domain.ending import Withdraw
from services.mediation.domain.meeting import EndSession, GiveUpSession, ScheduleSession
from tests.fixtures.clock import MORNING
from tests.fixtures.mediation_domain import Story, names


def _session(start=1, end=2, id="s1"):
    hours = (MORNING + timedelta(hours=start), MORNING + timedelta(hours=end))
    return ScheduleSession(id, *hours, "studio-1", "room-1", ("m1", "p-1", "p-2"), True, "token")


def test_a_session_is_scheduled_once():
    story = Story().opened()
    assert names(story.do(_session())) == ["session_scheduled"]
    assert story.do(_session()) == []
    assert [each.state for each in story.case.sessions] == ["scheduled"]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 1), (2, 2), (3, 2)])
def test_a_session_begins_in_the_future_and_ends_after_its_start(start, end):
    assert Story().opened().refuses(_session(start, end)).field == "start"


@pytest.mark.parametrize(("held", "state"), [(True, "held"), (False, "cancelled")])
def test_a_session_is_held_or_cancelled_and_that_is_that(held, state):
    story = Story().opened().then(_session(), _session(id="s2"), EndSession("s1", held))
    assert [(each.id, each.state, each.sequence) for each in story.case.sessions] == [
        ("s1", state, 1), ("s2", "scheduled", 0)
    ]  # fmt: skip
    assert story.case.sessions[0].sealed == "token"
    assert story.refuses(EndSession("s1", not held)).reason == "session_over"
    assert story.refuses(EndSession("s9", held)).field == "session"


def test_notes_of_a_session_that_was_held_replace_those_it_was_scheduled_with():
    story = Story().opened().then(_session(), EndSession("s1", True, "token-2"))
    assert story.case.sessions[0].sealed == "token-2"


def test_a_case_that_is_over_has_no_new_sessions():
    assert Story().opened().then(Withdraw("reconciled")).refuses(_session()).reason == "case_over"


def test_a_session_that_was_given_up_is_refused_and_one_that_was_scheduled_stays():
    story = Story().opened()
    assert names(story.do(GiveUpSession("s1"))) == ["session_given_up"]
    assert story.do(GiveUpSession("s1")) == []
    assert story.refuses(_session()).reason == "session_given_up"
    assert story.then(_session(id="s2")).do(GiveUpSession("s2")) == []
    assert [(each.id, each.state) for each in story.case.sessions] == [("s2", "scheduled")]


def _document(kind="invitation", number="演调告〔2026〕1号"):
    return RequestDocument("d1", kind, number, "token")


def test_a_document_keeps_its_number_through_its_versions():
    story = Story().opened().then(_document(), DocumentMade("d1", 1, "aa", 10, 1), _document(number="other"))
    assert [(each.version, each.number, each.state) for each in story.case.documents] == [
        (1, "演调告〔2026〕1号", "issued"), (2, "演调告〔2026〕1号", "requested")
    ]  # fmt: skip
    assert story.case.document("d1").version == 2
    assert story.refuses(_document("transfer_letter")).field == "document"


def test_a_file_that_was_made_is_told_once_with_its_hash():
    story = Story().opened().then(_document())
    assert names(story.do(DocumentMade("d1", 1, "aa", 10, 1))) == ["document_issued"]
    assert story.do(DocumentMade("d1", 1, "aa", 10, 1)) == []
    assert story.do(DocumentMade("d9", 1, "aa", 10, 1)) == []
    assert story.do(DocumentFailed("d1", 1, "late")) == []
    assert story.case.document("d1").sha256 == "aa"


def test_a_file_that_could_not_be_made_says_why_and_may_be_asked_for_again():
    story = Story().opened().then(_document(), DocumentFailed("d1", 1, "no_font"))
    assert (story.case.document("d1").state, story.case.document("d1").reason) == ("failed", "no_font")
    assert story.then(_document()).case.document("d1").state == "requested"


@pytest.mark.parametrize("kind", ["agreement", "oral_record", "confirmation_application"])
def test_what_was_not_agreed_is_not_written_down(kind):
    assert Story().in_round().refuses(_document(kind)).reason == "no_agreement"
    assert Story().agreed().then(_document(kind)).case.document("d1").kind == kind


def test_an_unknown_document_is_refused():
    assert Story().opened().refuses(_document("poem")).field == "kind"
