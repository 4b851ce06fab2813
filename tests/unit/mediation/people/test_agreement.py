"""Who counts as the same person, who possibly, who not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mediation.app.people.pinyin import LIKENESS
from services.mediation.domain.people.agreement import Verdict, compare, compare_all
from services.mediation.domain.people.id_number import check_digit
from services.mediation.domain.people.identity import Stated, tidy
from services.mediation.domain.people.weights import Chance, Weights, weights_from

SAME, POSSIBLE, DIFFERENT = Verdict.SAME, Verdict.POSSIBLE, Verdict.DIFFERENT
VILLAGE, NEXT, FAR = "350924100001", "350924100002", "350924105001"


def number(born: str, order: int = 1) -> str:
    seventeen = f"350924{born}{order:03d}"
    return seventeen + check_digit(seventeen)


LI = Stated("李建国", number("19600501"), "13800001234", "1960-05-01", VILLAGE, "下党村12号", "寿宁县茶厂")


def verdict(one: Stated, other: Stated) -> Verdict:
    return compare(one, other, Weights(), LIKENESS).verdict


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Stated("李建国"), Stated("李建国"), POSSIBLE),
        (Stated("李建国", village=VILLAGE), Stated("李建国", village=FAR), DIFFERENT),
        (Stated("李建国", birth_date="1960"), Stated("李建国", birth_date="1985"), DIFFERENT),
        (Stated("李建国", birth_date="1960", village=VILLAGE), Stated("李建国", birth_date="1985", village=VILLAGE),
         DIFFERENT),
        (replace(LI, id_number=number("19600501", 3)), LI, DIFFERENT),
        (Stated("李建国", village=VILLAGE), Stated("李建国", village=VILLAGE), POSSIBLE),
    ],
    ids=["name alone", "other village", "other year", "other year same village", "other number", "clan village"],
)  # fmt: skip
def test_a_stranger_of_the_same_name_is_never_taken_for_the_person(one, other, expected):
    assert verdict(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Stated("李建国", LI.id_number), LI),
        (Stated("李改名", LI.id_number, birth_date=LI.birth_date), LI),
        (Stated("李建国", birth_date="1960-05-01", village=VILLAGE), LI),
        (Stated("李建国", phone=LI.phone, village=VILLAGE), LI),
        (Stated("李健国", birth_date="1960-05-01", village=VILLAGE, household="下党村12号"), LI),
    ],
    ids=["id number", "renamed", "birth date and village", "phone and village", "written by ear"],
)
def test_the_person_is_known_again(one, other):
    assert verdict(one, other) is SAME


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Stated("李建军", phone=LI.phone, village=VILLAGE, household=LI.household), POSSIBLE),
        (Stated("王秀英", phone=LI.phone, village=VILLAGE, household=LI.household), DIFFERENT),
        (Stated("李建军", birth_date="1963", phone=LI.phone, village=VILLAGE, household=LI.household), DIFFERENT),
        (Stated("王建群", birth_date="1960-05-01", phone=LI.phone, village=VILLAGE), POSSIBLE),
    ],
    ids=["brother", "wife", "brother with his year", "other name, same day of birth"],
)
def test_a_shared_house_and_telephone_make_nobody_the_same(other, expected):
    assert verdict(LI, other) is expected


def test_ages_counted_in_two_ways_do_not_contradict():
    one = Stated("李建国", birth_date="1961", village=VILLAGE, phone=LI.phone)
    assert verdict(one, replace(LI, id_number="")) is SAME
    assert verdict(one, Stated("李建国", birth_date="1960", village=VILLAGE)) is POSSIBLE


def test_the_reasons_add_up_and_hold_no_values():
    match = compare(LI, Stated("李建国", phone=LI.phone, village=NEXT), Weights(), LIKENESS)
    assert {reason.field: reason.outcome for reason in match.reasons} == {
        "name": "equal", "phone": "equal", "village": "township",
    }  # fmt: skip
    assert match.score == pytest.approx(sum(reason.weight for reason in match.reasons))
    assert "李" not in repr(match)


def test_one_contradicting_record_outweighs_many_that_agree():
    person = [Stated("李建国", phone=LI.phone, village=VILLAGE), replace(LI, phone="")]
    stranger = Stated("李建国", number("19850501"), LI.phone, "1985-05-01", VILLAGE)
    found = compare_all(stranger, person, Weights(), LIKENESS)
    assert found is not None
    assert found.verdict is DIFFERENT
    assert compare_all(stranger, [], Weights(), LIKENESS) is None


texts = st.builds(
    Stated, name=st.sampled_from(["李建国", "李建军", "李健国", "王芳"]),
    id_number=st.sampled_from(["", LI.id_number]), phone=st.sampled_from(["", "13800001234", "13800009999"]),
    birth_date=st.sampled_from(["", "1960", "1960-05", "1960-05-01", "1961", "1985-01-01"]),
    village=st.sampled_from(["", VILLAGE, NEXT, FAR, VILLAGE[:9]]),
    household=st.sampled_from(["", "甲1号", "乙2号"]), workplace=st.sampled_from(["", "寿宁县茶厂"]),
).map(lambda stated: tidy(stated).stated)  # fmt: skip


@given(texts, texts)
def test_it_makes_no_difference_which_record_came_first(one, other):
    assert compare(one, other, Weights(), LIKENESS) == compare(other, one, Weights(), LIKENESS)


@given(texts)
def test_a_name_alone_never_suffices_whatever_else_one_record_tells(stated):
    assert verdict(stated, Stated(stated.name)) is POSSIBLE


def test_a_policy_gives_its_own_weights():
    given = weights_from({"name_equal": {"m": 0.9, "u": 0.01}, "same_at": 30, "year_slack": 0})
    assert (given.name_equal, given.same_at, given.year_slack) == (Chance(0.9, 0.01), 30.0, 0)
    assert given.village_equal == Weights().village_equal


@pytest.mark.parametrize(
    ("policy", "named"),
    [
        ({"nmae_equal": {"m": 1, "u": 1}}, "nmae_equal"), ({"name_equal": 3}, "name_equal"),
        ({"name_equal": {"m": 0, "u": 1}}, "name_equal"), ({"name_equal": {"m": "x", "u": 1}}, "name_equal"),
        ({"same_at": "high"}, "same_at"), ({"same_at": 1}, "same_at"), ({"population": 1}, "population"),
    ],
)  # fmt: skip
def test_a_policy_that_can_not_be_is_refused_by_name(policy, named):
    with pytest.raises(ValueError, match=named):
        weights_from(policy)


def test_probability_grows_with_the_bits_and_starts_at_one_in_the_population():
    weights = Weights()
    assert weights.probability(0) == pytest.approx(1 / 250_001)
    assert weights.probability(weights.same_at) > 0.999
