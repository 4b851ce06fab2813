"""When there is a new release, and when a pointer may flip to it."""

import pytest

from services.grid.domain.release import Release, Superseded, may_follow, propose

HASHES = {name: name * 64 for name in "abc"}


def proposed(current, name):
    return propose(
        current, county="350924", label="1", content_hash=HASHES[name], pages=2, kinds=["grid", "grid", "team"]
    )


@pytest.fixture
def first():
    return proposed(None, "a")


def test_the_first_release_has_number_one_and_nothing_before_it(first):
    assert (first.number, first.previous) == (1, "")
    assert first.counts == {"grid": 2, "team": 1}


def test_the_same_content_is_no_new_release(first):
    assert proposed(first, "a") is None


def test_each_release_follows_the_one_before(first):
    second = proposed(first, "b")
    assert (second.number, second.previous) == (2, first.release_id)
    back = proposed(second, "a")  # going back to older content is a release of its own
    assert back.number == 3
    assert back.release_id != first.release_id


def test_a_pointer_flips_only_from_the_release_it_was_proposed_upon(first):
    second, rival = proposed(first, "b"), proposed(first, "c")
    assert may_follow(None, first)
    assert may_follow(first, second)
    assert not may_follow(second, second)
    with pytest.raises(Superseded, match=first.release_id):
        may_follow(rival, second)
    with pytest.raises(Superseded, match="nothing"):
        may_follow(second, Release("x", "350924", 1, 1, HASHES["c"]))


def test_pages_and_publication_say_the_same_of_the_release(first):
    head = first.head()
    assert first.page(2, [{"kind": "grid"}]) == {**head, "page": 2, "items": [{"kind": "grid"}]}
    assert first.publication() == {**head, "counts": {"grid": 2, "team": 1}, "previous": ""}
