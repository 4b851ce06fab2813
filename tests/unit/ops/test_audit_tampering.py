"""Whatever is done to a chain behind its back, verifying it shows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.ops.audit_rows import GENESIS, Head, digest, row_id
from lianfang.ops.audit_verify import check_rows

START = datetime(2025, 1, 31, tzinfo=UTC)


def chain_of(count):
    rows, previous = [], GENESIS
    for number in range(1, count + 1):
        row = {
            "id": row_id("reads", number), "chain": "reads", "number": number, "previous": previous, "revision": 1,
            "at": (START + timedelta(minutes=number)).isoformat(), "actor": f"officer-{number % 3}",
            "action": "reporter_read", "subject": f"incident-{number}", "detail": {"field": "phone"},
        }  # fmt: skip
        previous = row["hash"] = digest(row)
        rows.append(row)
    return rows


def kinds(rows, *heads):
    return {finding.kind for finding in check_rows("reads", rows, heads)}


def head_of(row):
    return Head("reads", row["number"], row["hash"])


chains = st.integers(2, 20).map(chain_of)


@given(chains)
def test_an_untouched_chain_is_intact_against_any_of_its_heads(rows):
    assert kinds(rows) == set()
    assert kinds(rows, *map(head_of, rows)) == set()


@given(chains, st.data())
def test_any_changed_content_shows(rows, data):
    row = data.draw(st.sampled_from(rows))
    name = data.draw(st.sampled_from(["actor", "action", "subject", "at", "detail", "previous", "hash"]))
    row[name] = "changed"
    assert {"altered", "broken_link"} & kinds(rows)


@given(chains, st.data())
def test_a_changed_row_with_a_new_hash_breaks_the_next_link_or_the_published_head(rows, data):
    published = head_of(rows[-1])
    row = data.draw(st.sampled_from(rows))
    row["actor"] = "someone-else"
    row["hash"] = digest(row)
    assert kinds(rows, published) == ({"other_head"} if row is rows[-1] else {"broken_link"})


@given(chains, st.data())
def test_a_chain_rewritten_from_some_row_on_shows_against_the_head(rows, data):
    published = head_of(rows[-1])
    start = data.draw(st.integers(0, len(rows) - 1))
    rows[start]["subject"] = "incident-x"
    previous = rows[start]["previous"]
    for row in rows[start:]:
        row["previous"] = previous
        previous = row["hash"] = digest(row)
    assert kinds(rows) == set()  # by itself it looks intact: that is why heads are published
    assert kinds(rows, published) == {"other_head"}


@given(chains, st.data())
def test_a_removed_row_shows(rows, data):
    gone = data.draw(st.integers(0, len(rows) - 2))
    del rows[gone]
    (finding,) = [found for found in check_rows("reads", rows, ()) if found.kind == "missing"]
    assert finding.number == gone + 1


@given(chains, st.data())
def test_a_cut_tail_shows_against_a_head_published_before(rows, data):
    published = head_of(rows[-1])
    kept = data.draw(st.integers(0, len(rows) - 1))
    assert kinds(rows[:kept]) == set()
    assert kinds(rows[:kept], published) == {"cut_tail"}


@given(chains, st.data())
def test_two_rows_that_changed_places_show(rows, data):
    one, two = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True))
    first, second = rows[one], rows[two]
    for row, place in ((first, two), (second, one)):  # each under the other's id and number
        row["id"], row["number"] = row_id("reads", place + 1), place + 1
    rows[one], rows[two] = second, first
    assert "altered" in kinds(rows)


@pytest.mark.parametrize("number", [None, "3", 1, -1])
def test_a_row_without_its_number_shows(number):
    rows = chain_of(4)
    rows[2]["number"] = number
    assert "misplaced" in kinds(rows)


def test_a_row_put_in_between_shows():
    rows = chain_of(3)
    rows.insert(1, {**rows[0], "id": "reads:x"})
    assert "misplaced" in kinds(rows)
