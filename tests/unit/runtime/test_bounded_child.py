"""A bounded child gets none of our settings, keeps within its bounds and is never left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from subprocess import PIPE

import pytest

from lianfang.runtime.bounded_child import bounded_child, environment, overran

BOUND = "from lianfang.runtime.bounded_child import bound_self; bound_self(memory=2**30, cpu_s=1, file_bytes=0); "


def ran(program: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", BOUND + program], check=False, capture_output=True, timeout=30)


def test_it_gets_no_setting_and_no_key_of_ours(monkeypatch):
    monkeypatch.setenv("LIANFANG_TOKEN_KEY", "secret")
    monkeypatch.setenv("KEPT", "yes")
    assert not [name for name in environment() if name.startswith("LIANFANG_")]
    assert environment()["KEPT"] == "yes"


def test_it_is_ended_when_who_waits_for_it_gives_up():
    def give_up() -> None:
        with bounded_child("pdb", "-h", stdin=PIPE, stdout=PIPE, stderr=PIPE) as one:
            seen.append(one)
            raise TimeoutError

    seen: list[subprocess.Popen[bytes]] = []
    with pytest.raises(TimeoutError):
        give_up()
    assert overran(seen[0].returncode)
    with pytest.raises(ProcessLookupError):
        os.kill(seen[0].pid, 0)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("bytes(2**31)", b"MemoryError"),
        ("open('made', 'w').write('x' * 99999)", b"File too large"),
    ],
)
def test_more_than_it_may_have_is_refused(program, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = ran(program)
    assert done.returncode == 1
    assert said in done.stderr


def test_more_cpu_than_it_may_have_ends_it():
    assert overran(ran("\nwhile True: pass").returncode)
