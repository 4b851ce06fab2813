"""Old quarrels are candidates until an officer judges them."""

from __future__ import annotations

from dataclasses import replace

from services.mediation.domain.grading import Signal
from services.mediation.domain.linking import DecideLink, LinksChecked, NoteLinks
from services.mediation.domain.parts import LINKED, Link, Party
from services.mediation.domain.partying import AddParties
from tests.fixtures.mediation_domain import Story, names

OLD = Link("case-0", ("family:p-1",), 18)


def test_a_candidate_is_noted_once_with_the_path_that_connects_them():
    story = Story().opened()
    assert names(story.do(NoteLinks((OLD, OLD, Link("case-1", (), 0))))) == ["links_found"]
    assert story.case.links == (OLD,)
    assert story.do(NoteLinks((OLD,))) == []


def test_an_officer_confirms_rejects_and_may_think_again():
    story = Story().opened().then(NoteLinks((OLD,)))
    assert names(story.do(DecideLink("case-0", True)))[0] == "link_confirmed"
    assert story.do(DecideLink("case-0", True)) == []
    assert names(story.do(DecideLink("case-0", False)))[0] == "link_rejected"
    assert story.case.links[0].decided == "rejected"


def test_a_rejected_candidate_weighs_nothing():
    both = replace(OLD, both_ends=True)
    story = Story().opened().then(NoteLinks((both, replace(both, other="case-7"))), Signal((LINKED,)))
    assert story.then(DecideLink("case-7", False)).case.signals == {LINKED}, "the other may still be its root"
    story.do(DecideLink("case-0", False))
    assert (story.case.signals, story.case.points) == (frozenset(), 0)


def test_who_joins_while_links_are_looked_for_is_looked_at_too():
    story = Story().opened()
    began = story.case.deadlines["linking"]
    story.wait(seconds=1).do(AddParties((Party("p9", "p-9", "b"),)))
    assert story.do(LinksChecked(began)) == []
    assert "linking" in story.case.deadlines
    assert "linking" not in story.then(LinksChecked(story.case.deadlines["linking"])).case.deadlines


def test_only_candidates_are_judged():
    assert Story().opened().refuses(DecideLink("case-0", True)).field == "other"


def test_looking_for_links_is_taken_up_again_until_it_is_done():
    story = Story().opened()
    assert "linking" in story.case.deadlines
    story.wait(minutes=5)
    assert story.fire() == []
    story.do(LinksChecked())
    assert "linking" not in story.case.deadlines
    assert story.do(LinksChecked()) == []
