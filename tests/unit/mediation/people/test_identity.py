"""However it was written, a statement comes into one form; what can't be right is left out and told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mediation.domain.people.id_number import canonical, check_digit
from services.mediation.domain.people.identity import Flag, Stated, tidy

GIVEN = "11010519491231002X"
"""The example of GB 11643-1999."""

digits = st.integers(0, 999)


@st.composite
def id_numbers(draw):
    born = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    seventeen = f"350924{born:%Y%m%d}{draw(digits):03d}"
    return seventeen + check_digit(seventeen)


def test_the_example_of_the_standard_is_valid_in_either_case():
    assert canonical(GIVEN) == canonical(GIVEN.lower()) == GIVEN


@given(id_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(number, place, by):
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert canonical(number) == number
    assert canonical(wrong) is None


@pytest.mark.parametrize(
    "text", ["110105199902301239", "01010519491231002X", "1101051949123100", "abc", "", "²" * 18]
)
def test_what_is_no_id_number(text):
    assert canonical(text) is None


def test_the_fifteen_digits_of_an_old_record_are_the_same_number():
    assert tidy(Stated("张三", "110105491231002")).stated.id_number == GIVEN


def test_full_width_blanks_and_prefixes_make_no_difference():
    messy = Stated(
        " 张　三 ", "１１０１０５１９４９１２３１００２ｘ", "+86 138-0000-1234", "1949年12月31日",
        "3509241000011007", " 下党村 12 号 ", "（寿宁）茶厂",
    )  # fmt: skip
    plain = Stated("张三", GIVEN, "13800001234", "1949-12-31", "350924100001", "下党村12号", "寿宁茶厂")
    assert tidy(messy).stated == plain
    assert tidy(messy).flags == ()


def test_bad_values_are_left_out_and_told_each():
    tidied = tidy(Stated("张三", "110105194912310021", "call me", "1949-13-01", "350924"))
    assert tidied.stated == Stated("张三")
    assert set(tidied.flags) == {Flag.ID_NUMBER, Flag.PHONE, Flag.BIRTH_DATE, Flag.VILLAGE}


def test_words_for_nothing_say_nothing():
    assert tidy(Stated("张三", "无", "不详", "未知", "无", "无", "N/A")) == tidy(Stated("张三"))


def test_the_id_number_tells_the_birth_date_and_wins():
    assert tidy(Stated("张三", GIVEN)).stated.birth_date == "1949-12-31"
    assert tidy(Stated("张三", GIVEN, birth_date="1949")).flags == ()
    assert tidy(Stated("张三", GIVEN, birth_date="1950")).flags == (Flag.BIRTH_DATE_DIFFERS,)


@pytest.mark.parametrize("name", ["", "  ", "不详"])
def test_a_person_without_a_name_is_refused(name):
    with pytest.raises(ValueError, match="name"):
        tidy(Stated(name))


@given(st.text(alphabet="张三ａＢ　 ·・1９-年月x", min_size=1), st.text(alphabet="0123456789Ｘ -年月"), st.text())
def test_tidying_twice_changes_nothing(name, number, household):
    try:
        once = tidy(Stated(name, number, number, number, number, household)).stated
    except ValueError:
        return
    assert tidy(once).stated == once
