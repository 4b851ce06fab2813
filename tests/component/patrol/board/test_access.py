"""What a command tells is told again only to who may still see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianfang.persistence.aggregate import Command
from lianfang.web.access import Caller
from services.patrol.app.board.units import NoUnit
from tests.fixtures.patrol_shifts import POST


def test_a_late_repeat_tells_nothing_to_who_sees_the_unit_no_more(desk):
    desk.manned()
    until = desk.clock() + timedelta(hours=1)
    once = Command("once", actor="dispatcher-1")

    def set_state(region):
        caller = Caller("dispatcher-1", frozenset({"dispatcher"}), region)
        return desk.uses.board.set_state(POST, "unavailable", "break", until, caller, once)

    assert set_state("").state.hand.reason == "break"
    with pytest.raises(NoUnit):
        set_state("999999")
