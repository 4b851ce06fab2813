"""Steps of a service's own: the same name is the same command, wherever and whenever it is made."""

from __future__ import annotations

from lianfang.persistence.steps import step


def test_a_step_is_known_by_its_name_alone():
    assert step("hand-over/a").id == step("hand-over/a", actor="planner", causation="c").id
    assert step("hand-over/a").id != step("hand-over/b").id
    assert (step("x").actor, step("x", actor="p", causation="c").causation) == ("timer", "c")
