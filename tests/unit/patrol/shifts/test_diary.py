"""A person's time is taken once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.diary import KEPT, Diary, Entry, confirm, hold, release
from tests.fixtures.clock import MORNING

HOUR = timedelta(hours=1)


def entry(id="h", start=0, end=2, look_at=MORNING):
    return Entry(id, "s", "990102.left.post", "kind", MORNING + start * HOUR, MORNING + end * HOUR, look_at)


def test_a_time_that_is_taken_is_refused_and_one_that_follows_is_not():
    diary = hold(Diary("p"), entry(), MORNING)
    with pytest.raises(Refused, match="has a duty"):
        hold(diary, entry("i", 1, 3), MORNING)
    assert len(hold(diary, entry("i", 2, 3), MORNING).entries) == 2


def test_repeats_change_nothing():
    diary = hold(Diary("p"), entry(), MORNING)
    assert hold(diary, entry(), MORNING) is diary
    confirmed = confirm(diary, {"h"})
    assert confirmed.due() is None
    assert confirm(confirmed, {"h"}) is confirmed
    freed = release(confirmed, {"h"})
    assert release(freed, {"h"}) is freed
    assert hold(freed, entry("i"), MORNING).due() == MORNING


def test_what_is_long_over_is_forgotten():
    diary = hold(Diary("p"), entry(), MORNING)
    later = hold(diary, entry("i", 5, 6), MORNING + KEPT + 2 * HOUR)
    assert [each.id for each in later.entries] == ["i"]
