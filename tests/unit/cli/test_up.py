"""What `lianfang up` says at its end."""

from __future__ import annotations

import shlex
import threading
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lianfang.runtime.cli.token import ROLES
from lianfang.runtime.cli.up import sign_in
from lianfang.runtime.operating import tonight
from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack_state import StackState


def test_the_command_to_sign_in_with_works_as_it_stands(tmp_path: Path) -> None:
    home = tmp_path / "a folder's name"
    state = StackState(1, 0.0, str(home), "", "", "", "", [])
    named, program, *arguments = shlex.split(sign_in(state, "350924"))
    assert named == f"LIANFANG_HOME={home}"
    assert Path(program).is_absolute()
    assert arguments[:2] == ["token", "desk"]
    roles = [arguments[n + 1] for n, each in enumerate(arguments) if each == "--role"]
    assert {"dispatcher", "supervisor", "intake"} <= set(roles) <= set(ROLES)
    assert arguments[-2:] == ["--region", "350924"]


def test_a_roster_that_can_t_be_made_is_said_in_one_line_and_ends_nothing() -> None:
    silent = Target({"LIANFANG_PATROL_URL": "http://127.0.0.1:1", "LIANFANG_TOKEN_KEY": "k" * 32})
    said: list[str] = []
    ended = threading.Event()
    tonight.in_background(silent, "350924", said.append, ZoneInfo("Asia/Shanghai"), ended).join(30)
    (line,) = said
    assert line.startswith("350924: there is no roster of today: ")
    assert "\n" not in line
    ended.set()
    tonight.in_background(silent, "350924", said.append, ZoneInfo("Asia/Shanghai"), ended).join(30)
    assert said == [line]


def test_without_a_known_patrol_service_the_variable_is_named() -> None:
    with pytest.raises(Failure, match="LIANFANG_PATROL_URL"):
        tonight.publish_today(Target({"LIANFANG_TOKEN_KEY": "k" * 32}), "350924", date(2026, 11, 22))
