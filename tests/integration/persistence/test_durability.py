"""kill -9 of a writing process loses nothing that was acknowledged (SQLite; MongoDB has its own journal)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lianfang.persistence import open_store
from lianfang.persistence.store import Collection, Eq, Index, find_all
from tests.integration.persistence.backends import ENVIRONMENT, PYTHON

_WRITER = Path(__file__).parent / "programs" / "writer.py"


@pytest.mark.parametrize("lines", [1, 37, 800])
def test_everything_acknowledged_survives_kill_9_of_the_writer(tmp_path: Path, lines: int) -> None:
    uri = f"sqlite://{tmp_path / 'log.db'}"
    writer = subprocess.Popen([PYTHON, _WRITER, uri], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline() for _ in range(lines)]
    writer.kill()
    acknowledged += [line for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    revisions = {id: int(revision) for id, revision in (line.split() for line in acknowledged)}

    _assert_kept(uri, revisions)


def test_what_is_acknowledged_after_another_process_came_and_went_survives_kill_9(tmp_path: Path) -> None:
    # Who leaves must not take itself for the last: it would remove the write-ahead log that the other uses.
    uri = f"sqlite://{tmp_path / 'log.db'}"
    writer = subprocess.Popen([PYTHON, _WRITER, uri], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline() for _ in range(40)]
    for _ in range(3):
        visitor = open_store(uri)
        visitor.declare(Collection("log", (Index("tag", "tags", many=True),)))
        visitor.ping()
        visitor.close()
        acknowledged += [writer.stdout.readline() for _ in range(40)]
    writer.kill()
    acknowledged += [line for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    _assert_kept(uri, {id: int(revision) for id, revision in (line.split() for line in acknowledged)})


def _assert_kept(uri: str, revisions: dict[str, int]) -> None:
    store = open_store(uri)
    store.declare(Collection("log", (Index("tag", "tags", many=True),)))
    kept = {found["id"]: found for found in find_all(store, "log")}
    assert {id for id, revision in revisions.items() if id not in kept or kept[id]["revision"] < revision} == set()
    for tag in range(7):
        by_index = {found["id"] for found in find_all(store, "log", Eq("tag", f"t{tag}"))}
        assert by_index == {id for id, found in kept.items() if found["tags"] == [f"t{tag}"]}
    store.close()
