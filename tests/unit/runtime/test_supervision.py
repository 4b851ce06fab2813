"""What keeps dying is started ever more slowly; what recovered is forgiven."""

from __future__ import annotations

import itertools

from lianfang.runtime.supervision import Restarts


def starts(restarts, clock, seconds, step=0.25):
    """Return when a thing that always dies was started again, over a time."""
    out = []
    end = clock[0] + seconds
    while clock[0] < end:
        if restarts.due("grid"):
            out.append(clock[0])
        clock[0] += step
    return out


def test_pauses_grow_up_to_half_a_minute():
    clock = [0.0]
    times = starts(Restarts(lambda: clock[0]), clock, 200)
    pauses = [b - a for a, b in itertools.pairwise(times)]
    assert times[0] == 0
    assert pauses[:6] == [0.5, 1, 2, 4, 8, 16]
    assert set(pauses[6:]) == {30}


def test_quiet_minute_is_forgiven():
    clock = [0.0]
    restarts = Restarts(lambda: clock[0])
    starts(restarts, clock, 20)
    clock[0] += 60
    assert restarts.due("grid")
    clock[0] += 0.5
    assert restarts.due("grid")


def test_names_do_not_share_their_patience():
    restarts = Restarts(lambda: 0.0)
    assert restarts.due("grid")
    assert restarts.due("incident")
    assert not restarts.due("grid")
