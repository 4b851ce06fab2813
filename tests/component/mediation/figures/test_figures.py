"""The figures: parts add up to their wholes after any histories, sealed cases are counted, and a race is told."""

from __future__ import annotations

import uuid
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.persistence.aggregate import Command
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.web.access import Caller
from services.mediation.app import cases
from services.mediation.app.access import NotAllowed
from services.mediation.app.codec import EMPTY
from services.mediation.app.figures import ATTEMPTS, Figures, consistent
from services.mediation.app.figures_catalogue import CATALOGUE, DECIDED, PARTITIONS
from services.mediation.app.tally import STANDINGS, marks, standing
from services.mediation.domain.ending import DeclineMediation, Reopen
from services.mediation.domain.opening import Record
from services.mediation.domain.refused import Refused
from services.mediation.domain.transferring import CallBack
from tests.fixtures.clock import Clock
from tests.fixtures.mediation_domain import COUNTY, Story, an_opening
from tests.unit.mediation.domain.histories import resolved, steps

NAMES = [figure.name for figure in CATALOGUE]
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def chief(region: str = COUNTY, *roles: str) -> Caller:
    return Caller("chief", frozenset(roles or ("viewer",)), region)


def story_of(seed: int, length: int, sealed: bool) -> Story:
    """Return a dispute after a random history."""
    story = Story().opened(sealed=sealed)
    for step in steps(seed, length):
        story.wait(seconds=step.later.total_seconds()).knows(**step.knows)
        order = resolved(step, story)
        try:
            story.fire() if order is None else story.do(order, by=step.by)
        except Refused:
            continue
    return story


def keep(store, *stories) -> None:
    """Store the cases as the service does."""
    runner = cases.aggregates(store, Clock(), lambda _: None)
    for story in stories:
        facts = tuple(story.facts)
        made = cases.change(EMPTY, facts)
        runner.execute(str(uuid.uuid4()), Command(str(uuid.uuid4())), partial(_as_made, made))


def _as_made(made, _before):
    return made


@pytest.fixture
def store(tmp_path):
    made = SqliteStore(tmp_path / "figures.db")
    made.declare(*cases.collections())
    return made


def counted(store, caller=None, **query):
    report = Figures(store)(caller or chief(), **query)
    assert report.consistent
    return {each.figure.name: each.count for each in report.figures}


@FEW
@given(st.lists(st.tuples(st.integers(0, 2**32), st.integers(0, 120), st.booleans()), min_size=1, max_size=12))
def test_after_any_histories_the_standings_add_up_to_what_was_accepted(tmp_path_factory, told):
    store = SqliteStore(tmp_path_factory.mktemp("figures") / "figures.db")
    store.declare(*cases.collections())
    stories = [story_of(*each) for each in told]
    keep(store, *stories)
    counts = counted(store)
    alive = [story.case for story in stories if story.case.state != "merged"]
    assert counts["accepted"] == len(alive) == sum(counts[name] for name in STANDINGS)
    for name in STANDINGS:
        assert counts[name] == sum(1 for case in alive if standing(case) == name), name
    assert counts["pending"] == sum(1 for case in alive if case.open)
    agreed = [case for case in alive if case.agreement or case.past_agreements]
    assert counts["agreements_made"] == len(agreed)
    last = [(case.agreement or case.past_agreements[-1]).kept for case in agreed]
    assert [counts[f"agreements_{word}"] for word in ("kept", "broken", "open")] == [
        last.count(True), last.count(False), last.count(None),
    ]  # fmt: skip
    assert counts["transferred"] == sum(1 for case in alive if case.transfers)
    assert counts["reopened"] >= sum(1 for case in alive if case.reopened)
    store.close()


def test_merged_reports_and_old_records_count_nowhere():
    story = Story().opened()
    record = an_opening(source="record", ref="ledger-1")
    said = {name: getattr(record, name) for name in record.__slots__}
    assert marks(Story().then(Record(**said, happened_at=story.now)).case) == []


def test_an_old_record_that_comes_alive_again_is_a_dispute_of_today():
    story = Story()
    opening = an_opening(source="record", ref="ledger-1")
    story.do(Record(**{name: getattr(opening, name) for name in opening.__slots__}, happened_at=story.now))
    assert marks(story.then(Reopen("again")).case)[:2] == ["accepted", "pending"]


def test_who_could_not_be_reached_was_not_called_back():
    story = Story().resolved().then(CallBack("unreachable"))
    assert "called_back" not in marks(story.case)
    assert "called_back" in marks(story.then(CallBack("satisfied")).case)


def test_what_the_rules_exclude_has_not_failed():
    declined = Story().triaged().then(DeclineMediation("criminal", ("court",)))
    assert "failed_ever" not in marks(declined.case)
    assert "failed_ever" in marks(Story().failed().case)


def test_each_share_is_of_a_figure_and_never_more_than_all_of_it(store):
    keep(store, Story().kept(), Story().agreed(), Story().failed(), Story().resolved())
    report = Figures(store)(chief())
    assert {share.of for each in report.figures for share in each.shares} <= set(NAMES)
    for each in report.figures:
        for share in each.shares:
            assert share.ratio is None if share.count == 0 else 0 <= share.ratio <= 1


def test_a_ratio_of_nothing_is_no_number(store):
    report = Figures(store)(chief())
    assert report.consistent
    assert all(share.ratio is None for each in report.figures for share in each.shares)


def test_sealed_cases_are_counted_for_all_and_regions_apart(store):
    keep(store, Story().opened(), Story().opened(sealed=True), Story().opened(region=f"{COUNTY}002"))
    assert counted(store)["accepted"] == 3
    assert counted(store, region=f"{COUNTY}001")["accepted"] == 2
    assert counted(store, chief("", "supervisor"))["accepted"] == 3
    for caller, region in (
        (chief("350924"), COUNTY),
        (chief(f"{COUNTY}001"), COUNTY),
        (chief(COUNTY, "mediator"), ""),
    ):
        with pytest.raises(NotAllowed):
            Figures(store)(caller, region)


def test_time_counts_by_the_opening(store):
    story = Story().opened()
    keep(store, story)
    at = story.case.opened_at.isoformat()
    assert counted(store, since=at)["accepted"] == 1
    assert counted(store, until=at)["accepted"] == 0


def test_what_changes_while_it_is_counted_is_counted_again_and_else_told(store):
    keep(store, Story().opened())

    class Racing:
        """A store in which so many first counts miss the case."""

        def __init__(self, rounds: int) -> None:
            self.rounds = rounds

        def count(self, collection, *where):
            accepted = any(getattr(each, "value", "") == "accepted" for each in where)
            self.rounds -= accepted
            return store.count(collection, *where) - (accepted and self.rounds >= 0)

    assert Figures(Racing(ATTEMPTS - 1))(chief()).consistent
    assert not Figures(Racing(ATTEMPTS))(chief()).consistent


def test_the_catalogue_is_whole():
    assert len(set(NAMES)) == len(NAMES)
    assert all(figure.mark or figure.name == DECIDED for figure in CATALOGUE)
    assert {of for figure in CATALOGUE for of in figure.of} <= set(NAMES)
    assert {name for _, parts in PARTITIONS for name in parts} <= set(NAMES)
    assert dict(PARTITIONS)["accepted"] == STANDINGS
    assert not consistent({**dict.fromkeys(NAMES, 0), "accepted": 1})
