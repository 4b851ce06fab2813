"""Each caller finds its own cases; what is personal is read only with a trace, and not at all without one."""

from __future__ import annotations

import pytest

from lianfang.persistence.store import StoreUnavailable, find_all
from lianfang.web.access import Caller
from services.mediation.app.access import NotAllowed, NotThere
from services.mediation.app.acknowledge import acknowledge_alarm
from services.mediation.app.act import anything
from services.mediation.app.placing import place_of
from services.mediation.app.read_personal import ReadPersonal
from services.mediation.domain.assigning import Assign
from services.mediation.domain.grading import Raise
from services.mediation.domain.opening import Triage
from services.mediation.domain.partying import Seal
from services.mediation.domain.refused import Refused
from tests.fixtures.mediation import (
    COUNTY,
    GRIDS,
    command,
    mediation_office,
    mediator_caller,
    officer,
    person,
    supervisor,
    team_caller,
)


@pytest.fixture
def desk(tmp_path):
    return mediation_office(tmp_path / "mediation.db")


def found(desk, caller, **query):
    return {case.id for case in desk.app.cases.page(caller, **query).cases}


def rows(desk):
    return [
        (row["action"], row["subject"], row["actor"], row["detail"]) for row in find_all(desk.store, "audit")
    ]  # fmt: skip


def viewer(region=COUNTY, *roles):
    return Caller("viewer-1", frozenset(roles or ("viewer",)), region)


def test_callers_find_their_own(desk):
    left, right = desk.open("1").id, desk.open("2", region=GRIDS[3]).id
    sealed = desk.open("3", sealed=True).id
    desk.do(left, Triage("people"), Assign("m-1"))
    owner = desk.app.act.case(right).owner
    assert found(desk, officer()) == found(desk, viewer("")) == {left, right}
    assert found(desk, viewer(GRIDS[0][:9])) == {left}
    assert found(desk, officer(), region=GRIDS[3][:12]) == {right}
    assert found(desk, supervisor()) == {left, right, sealed}
    assert found(desk, supervisor(), region=GRIDS[0]) == {left, sealed}
    assert found(desk, mediator_caller("m-1")) == {left}
    assert found(desk, mediator_caller("m-2")) == set()
    assert right in found(desk, team_caller(owner))
    assert found(desk, viewer("350924")) == found(desk, viewer(COUNTY, "intake")) == set()


def test_lists_are_narrowed_and_paged_newest_first(desk):
    ids = []
    for number in range(5):
        ids.append(desk.open(str(number)).id)
        desk.clock.forward(60)
    desk.do(ids[0], Triage("people", ("threats",)))
    assert found(desk, officer(), state="triaged") == found(desk, officer(), risk="yellow") == {ids[0]}
    assert found(desk, officer(), mark="pending") == set(ids)
    assert found(desk, officer(), mark="settled") == set()
    first = desk.app.cases.page(officer(), limit=3)
    rest = desk.app.cases.page(officer(), limit=3, cursor=first.cursor)
    assert [case.id for case in (*first.cases, *rest.cases)] == ids[::-1]
    since = desk.app.act.case(ids[3]).opened_at.isoformat()
    assert found(desk, officer(), since=since) == set(ids[3:])
    assert found(desk, officer(), until=since) == set(ids[:3])


def test_history_is_for_who_sees_the_case(desk):
    case = desk.open().id
    assert next(fact.name for fact in desk.app.cases.history(case, viewer())) == "case_opened"
    for id, caller in ((case, viewer("350924")), ("none", viewer())):
        with pytest.raises(NotThere):
            desk.app.cases.history(id, caller)


def test_the_audit_row_comes_first_and_says_what_was_read_and_why(desk):
    case = desk.open(text="滴水").id
    desk.join(case, person("演练甲", "a", "p1", notes="记"), person("演练乙", "b", "p2"))
    assert desk.app.read_personal.text(case, supervisor(), "review") == {"text": "滴水"}
    people = desk.app.read_personal.parties(case, supervisor(), "review")
    assert [(each["ref"], each["stated"]["name"]) for each in people] == [("p1", "演练甲"), ("p2", "演练乙")]
    assert people[0]["notes"] == "记"
    assert rows(desk) == [
        (action, case, "supervisor-1", {"purpose": "review"}) for action in ("text_read", "parties_read")
    ]  # fmt: skip
    assert desk.app.audit.verify() == []


def test_without_its_audit_row_nothing_is_read(desk):
    case = desk.open().id

    class Away:
        """A chain whose store is away."""

        def append(self, **_said):
            raise StoreUnavailable("away")

    class Sealed:
        """A cipher that must not be asked."""

        def encrypt(self, text):
            raise AssertionError

        def decrypt(self, token):
            raise AssertionError("something was read before its trace was kept")

    reading = ReadPersonal(desk.app.act, Sealed(), Away())
    for read in (reading.parties, reading.text, reading.agreement, reading.notes):
        with pytest.raises(StoreUnavailable):
            read(case, supervisor(), "review")
    assert rows(desk) == []


def test_who_may_not_read_leaves_no_row_and_reads_nothing(desk):
    case, sealed = desk.open("1").id, desk.open("2", sealed=True).id
    reader = viewer(COUNTY, "reporter-data")
    assert desk.app.read_personal.text(case, reader, "audit")
    before = rows(desk)
    for id, caller, purpose, error in (
        (case, officer("another"), "curiosity", NotAllowed), (case, viewer(), "curiosity", NotAllowed),
        (case, viewer("350924", "reporter-data"), "audit", NotThere), (sealed, reader, "audit", NotThere),
        (sealed, officer("another"), "audit", NotThere), (case, supervisor(), "", Refused),
        (case, supervisor(), "no word", Refused), ("none", supervisor(), "audit", NotThere),
    ):  # fmt: skip
        with pytest.raises(error):
            desk.app.read_personal.text(id, caller, purpose)
    assert rows(desk) == before


def test_the_teams_that_an_alarm_was_raised_to_acknowledge_it_even_of_a_sealed_case(desk):
    case = desk.open().id
    desk.do(case, Raise("red", "by_hand"), Seal(True), caller=supervisor())
    (alarm,) = [each for each in desk.app.act.dossier(case).facts if each.name == "alarm_raised"]
    told = alarm.data["teams"]
    assert told
    for caller in (team_caller(f"{COUNTY}.left.traffic"), viewer(COUNTY, "dispatcher")):
        with pytest.raises(NotThere):
            acknowledge_alarm(desk.app.act, case, caller, command(), anything)
    after = acknowledge_alarm(desk.app.act, case, team_caller(told[0]), command(), anything)
    assert after.alarm_answered
    assert "alarm" not in after.deadlines


@pytest.mark.parametrize(
    ("said", "own", "region"),
    [
        ({}, COUNTY, COUNTY), ({}, GRIDS[0][:9], GRIDS[0][:9]), ({"text": "哪里"}, COUNTY, COUNTY),
        ({"region": GRIDS[3][:12]}, COUNTY, GRIDS[3][:12]), ({"grid": GRIDS[3]}, COUNTY, GRIDS[3]),
        ({"grid": "x"}, COUNTY, COUNTY), ({"grid": "'; --"}, COUNTY, COUNTY),
        ({"region": COUNTY}, GRIDS[0][:9], GRIDS[0][:9]), ({"region": f"{COUNTY}999"}, COUNTY, COUNTY),
        ({"lon": 0.0, "lat": 0.0}, COUNTY, COUNTY), ({"lon": 500.0, "lat": 0.0}, COUNTY, COUNTY),
        ({"region": "110101"}, COUNTY, "110101"),
    ],
)  # fmt: skip
def test_a_place_is_the_best_that_is_known(desk, said, own, region):
    placed = place_of(desk.app.replica.view(), said, own)
    assert (placed.county, placed.region) == (region[:6], region)
