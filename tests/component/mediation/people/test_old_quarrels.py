"""The eighteen-year-old grudge is found through the store; a stranger of the same name is not."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise

from lianfang.persistence.store import Store
from services.mediation.app.people.find_links import FindLinks
from services.mediation.app.people.neighbourhood import Bounds
from services.mediation.domain.people.identity import Stated
from services.mediation.domain.people.kin import Kind

HOME, AWAY = "350924100001", "350924105003"
FATHER = Stated("叶大山", birth_date="1946-02-11", village=HOME, household="下党村12号")
NEIGHBOUR = Stated("缪福生", birth_date="1958-07-30", village=HOME, household="下党村13号", phone="13800001234")
SON = Stated("叶小峰", birth_date="1975-09-02", village=HOME, phone="13900005678")
STRANGER = Stated("叶大山", birth_date="1981", village=AWAY)


def grudge(register):
    """A father's quarrel over a boundary in 2008; the son's with the same neighbour in 2026."""
    father, _ = register.quarrel("case-2008", "2008-02-20", FATHER, NEIGHBOUR)
    son, neighbour = register.quarrel(
        "case-2026", "2026-03-01", SON, Stated("缪福生", phone="13800001234", village=HOME)
    )
    return father, son, neighbour


def test_a_fathers_quarrel_of_eighteen_years_ago_is_found_with_its_path(register):
    father, son, neighbour = grudge(register)
    named = Stated("叶大山", birth_date="1946-02-11", village=HOME)
    related = register.relations.relate(son.person_id, Kind.FATHER, named, "case-2026")
    assert related.edge.end == father.person_id

    (found,) = register.links("case-2026")

    assert (found.case, found.years, found.both_ends) == ("case-2008", 18, True)
    assert [(step.relation, step.start, step.end) for step in found.path] == [
        ("party", "case-2026", son.person_id), ("father", son.person_id, father.person_id),
        ("party", father.person_id, "case-2008"),
    ]  # fmt: skip
    assert [step.start for step in found.opposite] == ["case-2026", neighbour.person_id]
    assert register.links("case-2026", decided={(found.case, found.path_hash)}) == []


def test_the_old_case_finds_the_new_one_just_as_well(register):
    _, son, _ = grudge(register)
    register.relations.relate(son.person_id, Kind.FATHER, FATHER, "case-2026")
    (found,) = register.links("case-2008")
    assert (found.case, found.both_ends) == ("case-2026", True)


def test_a_stranger_of_the_fathers_name_leads_nowhere(register):
    register.quarrel("case-stranger", "2019-05-05", STRANGER, Stated("刘一", birth_date="1990"))
    (son,) = register.quarrel("case-2026", "2026-03-01", SON)
    related = register.relations.relate(
        son.person_id, Kind.FATHER, Stated("叶大山", birth_date="1946", village=HOME), "case-2026"
    )
    assert related.resolution is not None
    assert related.resolution.possible == ()
    assert register.links("case-2026") == []


def test_a_father_of_whom_little_is_said_is_offered_and_found_once_an_officer_confirms(register):
    father, son, _ = grudge(register)
    named = register.relations.relate(son.person_id, Kind.FATHER, Stated("叶大山", village=HOME), "case-2026")
    assert named.resolution is not None
    assert [each.person_id for each in named.resolution.possible] == [father.person_id]
    assert not register.links("case-2026")[0].both_ends

    register.relations.confirm_same(named.edge.end, father.person_id, by="officer-7")
    (found,) = register.links("case-2026")
    assert found.both_ends
    assert "same_as" in [step.relation for step in found.path]

    register.relations.reject_same(father.person_id, named.edge.end, by="officer-8")
    assert not register.links("case-2026")[0].both_ends


def test_two_hops_are_found_three_are_not(register):
    people = [
        register.quarrel(
            f"case-{n}", f"20{10 + n}-01-01", Stated(name, birth_date=f"19{50 + n}-01-01", village=HOME)
        )[0]
        for n, name in enumerate(["陈一鸣", "林二宝", "黄三元", "吴四海"])
    ]
    for one, two in pairwise(people):
        register.relations.relate(one.person_id, Kind.SIBLING, two.person_id, "case-0")
    assert [each.case for each in register.links("case-0")] == ["case-1", "case-2"]
    assert {each.case for each in register.links("case-3")} == {"case-1", "case-2"}


def test_households_and_former_workplaces_connect_as_the_records_state_them(register):
    factory = Stated("赵铁柱", birth_date="1970-01-01", village=HOME, workplace="寿宁县茶厂")
    register.quarrel("case-factory", "2009-01-01", factory)
    register.quarrel(
        "case-house", "2012-01-01", Stated("钱来福", birth_date="1980-01-01", village=AWAY, household="甲村1号")
    )
    moved = Stated("孙有田", birth_date="1972-01-01", village=AWAY, household="甲村1号", workplace="寿宁县茶厂")
    register.quarrel("case-moved", "2013-01-01", moved)
    register.quarrel(
        "case-new", "2026-01-01", Stated("孙有田", birth_date="1972-01-01", village=AWAY, workplace="寿宁县电站")
    )

    found = {each.case: [step.relation for step in each.path] for each in register.links("case-new")}

    assert found["case-moved"] == ["party", "party"]
    assert found["case-factory"] == ["party", "former_colleague", "party"]
    assert found["case-house"] == ["party", "same_household", "party"]


def test_somebody_merely_named_in_a_case_was_no_party_of_it(register):
    (son,) = register.quarrel("case-2008", "2008-01-01", SON)
    related = register.relations.relate(son.person_id, Kind.FATHER, FATHER, "case-2008")
    register.quarrel("case-2026", "2026-01-01", FATHER)
    assert register.links("case-2026")[0].path[1].relation == "child"
    register.people.resolve(NEIGHBOUR, "case-2008", "witness-1", role="witness")
    register.quarrel("case-other", "2026-01-01", NEIGHBOUR)
    assert register.links("case-other") == []
    assert related.resolution is not None


class Counting:
    """Counts the queries of a store."""

    def __init__(self, store: Store) -> None:
        self.store, self.finds = store, 0

    def declare(self, *collections):
        self.store.declare(*collections)

    def find(self, *arguments, **options):
        self.finds += 1
        return self.store.find(*arguments, **options)


def test_a_large_workplace_costs_few_queries_and_is_cut_with_a_word(register):
    for n in range(40):
        worker = Stated(f"工{chr(0x4E00 + n)}", birth_date=f"{1950 + n}-01-01", workplace="寿宁县茶厂")
        register.quarrel(f"case-{n:02d}", "2010-01-01", worker)
    counting = Counting(register.store)
    assert len(FindLinks(counting)("case-00")) == 39
    assert counting.finds <= 8
    bounded = FindLinks(register.store, bounds=Bounds(people=10))("case-00")
    assert len(bounded) < 39
    assert all(each.incomplete for each in bounded)


def test_a_candidate_holds_no_personal_data(register):
    _, son, _ = grudge(register)
    register.relations.relate(son.person_id, Kind.FATHER, FATHER, "case-2026")
    (found,) = register.links("case-2026")
    text = repr(asdict(found))
    for secret in ("叶", "缪", "下党", "1380000", "1946"):
        assert secret not in text


def test_a_case_without_parties_has_no_candidates(register):
    assert register.links("nothing") == []
