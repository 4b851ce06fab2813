"""Old quarrels are found over people, near and both-ended ones first."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mediation.domain.people.graph import Graph, Membership
from services.mediation.domain.people.kin import Edge, Kind, inverse
from services.mediation.domain.people.paths import Step, candidates

NOW, OLD = date(2026, 3, 2), date(2007, 12, 24)
A_AND_B = (Membership("A", "new", "a"), Membership("B", "new", "b"))


def graph(*edges: Edge, others: tuple[Membership, ...], cut: bool = False) -> Graph:
    dates = {"new": NOW} | {party.case: OLD for party in others}
    return Graph(edges, (*A_AND_B, *others), dates, cut)


FATHER = Edge("A", "F", Kind.FATHER, "new")
GRUDGE = graph(FATHER, others=(Membership("F", "old", "a"), Membership("B", "old", "b")))


def test_the_fathers_quarrel_with_the_same_man_is_found_with_its_path():
    (found,) = candidates("new", GRUDGE)
    assert (found.case, found.years, found.both_ends) == ("old", 18, True)
    assert found.path == (
        Step("party", "new", "A", "new"), Step("father", "A", "F", "new"), Step("party", "F", "old", "old"),
    )  # fmt: skip
    assert found.opposite == (Step("party", "new", "B", "new"), Step("party", "B", "old", "old"))
    assert found.score == sum(reason.points for reason in found.reasons)


def test_an_edge_is_walked_from_its_end_too():
    turned = graph(Edge("F", "A", Kind.SON, "old"), others=GRUDGE.parties[2:])
    (found,) = candidates("new", turned)
    assert found.path[1] == Step("parent", "A", "F", "old")


def chain(length: int) -> Graph:
    people = ["A", *(f"x{n}" for n in range(length))]
    edges = [Edge(one, two, Kind.SIBLING, "new") for one, two in pairwise(people)]
    return graph(*edges, others=(Membership(people[-1], "old", "a"),))


@pytest.mark.parametrize(("length", "found"), [(0, True), (1, True), (2, True), (3, False)])
def test_two_hops_are_found_and_three_are_not(length, found):
    assert bool(candidates("new", chain(length))) is found


def test_being_the_same_person_is_no_hop():
    edges = (FATHER, Edge("F", "F2", Kind.SAME_AS, ""), Edge("F2", "G", Kind.SIBLING, "x"))
    (found,) = candidates("new", graph(*edges, others=(Membership("G", "old", "b"),)))
    assert [step.relation for step in found.path] == ["party", "father", "same_as", "sibling", "party"]


def test_both_ends_rank_before_one_near_before_far_family_before_work():
    edges = (
        FATHER, Edge("A", "C", Kind.COLLEAGUE, "new"), Edge("A", "S", Kind.SPOUSE, "new"),
        Edge("S", "T", Kind.SIBLING, "new"),
    )  # fmt: skip
    others = (
        Membership("F", "both", "a"), Membership("B", "both", "b"), Membership("A", "self", "a"),
        Membership("S", "family", "a"), Membership("C", "work", "a"), Membership("T", "far-work", "a"),
    )  # fmt: skip
    ranked = [each.case for each in candidates("new", graph(*edges, others=others))]
    assert ranked[0] == "both"
    assert ranked.index("family") < ranked.index("work")
    assert ranked.index("family") < ranked.index("far-work")


def test_two_parties_who_were_on_one_side_then_are_not_opposite_ends():
    others = (Membership("F", "old", "a"), Membership("B", "old", "a"))
    (found,) = candidates("new", graph(FATHER, others=others))
    assert not found.both_ends
    assert found.opposite == ()


def test_a_decided_candidate_is_not_offered_again_but_another_path_is():
    (found,) = candidates("new", GRUDGE)
    assert candidates("new", GRUDGE, decided={("old", found.path_hash)}) == []
    assert candidates("new", GRUDGE, decided={("old", "")}) == []
    other = graph(Edge("A", "F", Kind.FATHER, "third"), others=GRUDGE.parties[2:])
    (again,) = candidates("new", other, decided={("old", found.path_hash)})
    assert again.case == "old"


def test_what_was_cut_is_told():
    (found,) = candidates("new", Graph(GRUDGE.edges, GRUDGE.parties, GRUDGE.dates, cut=True))
    assert found.incomplete


def test_an_edge_without_a_case_or_to_oneself_is_refused():
    with pytest.raises(ValueError, match="in which case"):
        Edge("A", "F", Kind.FATHER, "")
    with pytest.raises(ValueError, match="their own"):
        Edge("A", "A", Kind.SIBLING, "new")


@pytest.mark.parametrize("kind", list(Kind))
def test_turning_an_edge_twice_keeps_its_family_direction(kind):
    assert inverse(inverse(inverse(kind))) is inverse(kind)


names = st.sampled_from("ABCDEF")
drawn_edges = st.lists(
    st.tuples(names, names, st.sampled_from(list(Kind))).filter(lambda e: e[0] != e[1])
    .map(lambda e: Edge(*e, "new")), max_size=8, unique=True,
)  # fmt: skip
drawn_parties = st.lists(
    st.builds(Membership, names, st.sampled_from(["one", "two"]), st.sampled_from("ab")), max_size=5, unique=True
)


@given(drawn_edges, drawn_parties, st.randoms())
def test_the_order_of_what_is_known_changes_nothing_and_paths_hold_together(edges, others, chance):
    known = graph(*edges, others=tuple(others))
    shuffled = Graph(
        chance.sample(edges, len(edges)), chance.sample(known.parties, len(known.parties)), known.dates
    )
    found = candidates("new", known)
    assert found == candidates("new", shuffled)
    for candidate in found:
        for path in filter(None, (candidate.path, candidate.opposite)):
            assert path[0].start == "new"
            assert path[-1].end == candidate.case
            assert all(one.end == two.start for one, two in pairwise(path))
            walked = [step.relation for step in path if step.relation not in ("party", "same_as")]
            assert len(walked) <= 2
