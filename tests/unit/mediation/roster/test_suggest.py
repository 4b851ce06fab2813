"""Whom to ask, and why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mediation.domain.roster.distance import haversine_km
from services.mediation.domain.roster.mediator import MEDIATOR_KINDS, SKILLS, Away, Mediator
from services.mediation.domain.roster.need import Need
from services.mediation.domain.roster.suggest import exclusions, suggest
from services.mediation.domain.roster.weights import Weights

DAY = date(2026, 3, 2)
NEED = Need("200301", "350924100001", DAY, 119.5, 27.46, languages=("she",))
WEIGHTS = Weights(kinds={"public_order": frozenset({"officer"}), "people": frozenset({"mediator", "lawyer"})})
PLAIN = Mediator("m-a", "mediator", "350924", (), ("350924",), (), ("zh",), 10, 119.5, 27.46)


def first(*mediators: Mediator, need: Need = NEED, loads: dict[str, int] | None = None) -> str:
    return suggest(need, mediators, loads or {}, WEIGHTS)[0].mediator


@pytest.mark.parametrize(
    "better",
    [
        {"skills": ("family",)},
        {"languages": ("zh", "she")},
        {"capacity": 20},
    ],
)
def test_what_fits_better_comes_first(better):
    loads = {"m-a": 3, "m-b": 3}
    assert first(PLAIN, replace(PLAIN, id="m-b", **better), loads=loads) == "m-b"


def test_the_nearer_and_the_less_loaded_come_first():
    assert first(replace(PLAIN, lon=119.3), replace(PLAIN, id="m-b")) == "m-b"
    assert first(PLAIN, replace(PLAIN, id="m-b"), loads={"m-a": 1}) == "m-b"


def test_a_red_case_prefers_an_officer_where_the_mode_lets_one():
    need = replace(NEED, mode="mixed", risk="red")
    assert first(PLAIN, replace(PLAIN, id="m-b", kind="officer"), need=need) == "m-b"


def test_every_point_has_its_reason():
    found = suggest(NEED, [replace(PLAIN, skills=("family",), languages=("she",))], {"m-a": 5}, WEIGHTS)[0]
    assert {reason.factor: (reason.value, reason.points) for reason in found.reasons} == {
        "skill": (["family"], 30.0), "capacity": (5, 12.5), "distance": (0.0, 20.0), "language": (["she"], 15.0),
        "load": (5, -5.0), "risk": ("blue", 0.0),
    }  # fmt: skip
    assert found.score == 72.5


@pytest.mark.parametrize(
    ("changed", "need", "load", "word"),
    [
        ({"active": False}, {}, 0, "inactive"),
        ({"away": (Away(DAY, DAY),)}, {}, 0, "away"),
        ({}, {}, 10, "full"),
        ({"regions": ("350924101",)}, {}, 0, "region"),
        ({}, {"region": ""}, 0, "region"),
        ({}, {"mode": "public_order"}, 0, "kind"),
        ({"kind": "officer"}, {"mode": "people"}, 0, "kind"),
        ({}, {"conflicted": {"m-a": "cousin of p1"}}, 0, "conflict"),
        ({}, {"passed_over": {"m-a": "declined"}}, 0, "passed_over"),
    ],
)
def test_who_cannot_be_asked_is_told_why(changed, need, load, word):
    found = suggest(replace(NEED, **need), [replace(PLAIN, **changed)], {"m-a": load}, WEIGHTS)
    assert [reason for reason, _ in found[0].excluded] == [word]
    assert all(detail for _, detail in found[0].excluded)
    assert (found[0].score, found[0].reasons) == (0.0, ())


def test_away_ends_with_its_last_day():
    away = replace(PLAIN, away=(Away(DAY - timedelta(3), DAY - timedelta(1)),))
    assert exclusions(NEED, away, 0, WEIGHTS) == ()


def test_the_longest_prefix_of_a_category_counts():
    weights = Weights(skills={"20": ("general",), "200301": ("family",)})
    assert (weights.skills_for("200301"), weights.skills_for("200302")) == (("family",), ("general",))
    assert weights.skills_for("990000") == ()


def test_an_unknown_place_earns_nothing_and_is_said():
    found = suggest(replace(NEED, lon=None, lat=None), [PLAIN], {}, WEIGHTS)[0]
    assert next((r.value, r.points) for r in found.reasons if r.factor == "distance") == (None, 0.0)


def test_distance_of_two_seats_is_that_of_the_map():
    # 鳌阳 to 斜滩: 0.142 degrees of latitude are 15.8 km, 0.031 of longitude here 3.1 km
    assert haversine_km(119.501, 27.461, 119.532, 27.319) == pytest.approx(16.08, abs=0.05)
    assert haversine_km(0, 0, 180, 0) == pytest.approx(20015.1, abs=0.1)


ids = [f"m-{letter}" for letter in "abcdef"]
mediators = st.lists(
    st.builds(
        Mediator, st.sampled_from(ids), st.sampled_from(MEDIATOR_KINDS), st.just("350924"), st.just(()),
        st.sampled_from([("350924",), ("350924100",), ("350925",), ()]),
        st.sets(st.sampled_from(SKILLS), max_size=3).map(tuple), st.sampled_from([("zh",), ("zh", "she"), ()]),
        st.integers(1, 6), st.none() | st.just(119.4), st.just(27.4), st.booleans(),
        st.sampled_from([(), (Away(DAY, DAY),), (Away(DAY + timedelta(1), DAY + timedelta(9)),)]),
    ),
    unique_by=lambda each: each.id, max_size=6,
)  # fmt: skip
needs = st.builds(
    Need, st.sampled_from(["200301", "200302", "990000", ""]), st.sampled_from(["350924100001", "350924", ""]),
    st.just(DAY), st.just(119.5), st.just(27.46), st.sampled_from([(), ("she",), ("zh", "she")]),
    st.sampled_from(["public_order", "people", "court_docked", "other"]),
    st.sampled_from(["blue", "orange", "red"]),
    conflicted=st.dictionaries(st.sampled_from(ids), st.just("kin"), max_size=2),
    passed_over=st.dictionaries(st.sampled_from(ids), st.just("declined"), max_size=2),
)  # fmt: skip
loads = st.dictionaries(st.sampled_from(ids), st.integers(0, 7))


@given(need=needs, known=mediators, loads=loads, order=st.randoms())
def test_nobody_excluded_is_suggested_nobody_is_lost_and_the_order_is_one(need, known, loads, order):
    found = suggest(need, known, loads, WEIGHTS)
    fit = [each for each in found if not each.excluded]
    assert sorted(each.mediator for each in found) == sorted(each.id for each in known)
    assert found[: len(fit)] == fit
    by_id = {each.id: each for each in known}
    for each in fit:
        mediator = by_id[each.mediator]
        assert mediator.active
        assert not mediator.is_away(DAY)
        assert loads.get(mediator.id, 0) < mediator.capacity
        assert mediator.id not in {*need.conflicted, *need.passed_over}
        assert need.mode != "public_order" or mediator.kind == "officer"
        assert each.score == pytest.approx(sum(reason.points for reason in each.reasons))
    assert [each.score for each in fit] == sorted((each.score for each in fit), reverse=True)
    order.shuffle(known)
    assert suggest(need, known, loads, WEIGHTS) == found
