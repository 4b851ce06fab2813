"""Of ids that senders choose, only what looks like one gets into a span."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.ops.tracing.words import uuid_or_nothing, word_or_nothing


@given(st.uuids(version=4))
def test_uuids_are_let_in(id):
    assert uuid_or_nothing(str(id)) == word_or_nothing(str(id)) == str(id)


@pytest.mark.parametrize("text", ["call-110-77", "350924.aoyang.case", "2026:11:22"])
def test_plain_words_are_ids_of_others_but_none_of_ours(text):
    assert word_or_nothing(text) == text
    assert uuid_or_nothing(text) == ""


@pytest.mark.parametrize("text", [
    "", "张三", "two words", "13800000000", "tel-13800000000", "350924199001011234", "35092419900101123X",
    "350924900101123", "x" * 129, "585740d2-bf9b-4c45-b532-d69cfb7d1b84\n", "a\nb",
])  # fmt: skip
def test_what_may_name_a_person_is_left_out(text):
    assert word_or_nothing(text) == uuid_or_nothing(text) == ""
