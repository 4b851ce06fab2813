"""What is built from a log in one go is what came about piece by piece, with repeats, late ones, and restarts."""

from __future__ import annotations

import dataclasses
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.analytics.app.ports import Seen
from services.analytics.app.projection.projector import Projector
from services.analytics.engine.compare import differences, fingerprint
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.reading import MOST
from tests.fixtures.analytics_histories import Message, history, messages

LOG = "lianfang.log"


def clock() -> datetime:
    return datetime.now(UTC)


def built(path: Path, log, sizes, reopen_every: int = 0) -> DuckBase:
    """A base after this log in stretches of these sizes, closed and opened again now and then."""
    base = DuckBase(path)
    at = count = 0
    while at < len(log):
        size = sizes()
        Projector(base, clock).take(LOG, log[at : at + size])
        at, count = at + size, count + 1
        if reopen_every and count % reopen_every == 0:
            base.close()
            base = DuckBase(path)
    return base


def in_disorder(events, chance: random.Random):
    """The same events, each perhaps repeated, and all moved by up to some hundreds of places."""
    doubled = [event for event in events for _ in range(1 + (chance.random() < 0.1))]
    return [event for _, event in sorted(enumerate(doubled), key=lambda pair: pair[0] + chance.randrange(500))]


def compared(tmp_path: Path, count: int, largest: int) -> None:
    """largest: stretch of the live one; it is closed and opened again about ten times."""
    chance = random.Random(7)
    events = list(history(count))
    reopen_every = max(1, count // largest // 5)
    live = built(
        tmp_path / "live.duckdb", messages(in_disorder(events, chance)), lambda: chance.randint(1, largest),
        reopen_every,
    )  # fmt: skip
    rebuilt = built(tmp_path / "rebuilt.duckdb", messages(events), lambda: MOST)
    assert live.query("SELECT count(*) FROM facts")[0][0] > count / 10
    assert live.query("SELECT count(*) FROM gaps") == [(0,)]
    assert live.query("SELECT count(*) FROM sequences WHERE missing::VARCHAR <> '[]'") == [(0,)]
    assert differences(fingerprint(live), fingerprint(rebuilt)) == []
    live.close()
    rebuilt.close()


def test_events_in_disorder_give_what_a_rebuild_gives(tmp_path):
    compared(tmp_path, 6_000, 600)


@pytest.mark.chaos
@pytest.mark.timeout(900)
def test_a_hundred_thousand_events_in_disorder_give_what_a_rebuild_gives(tmp_path):
    compared(tmp_path, 100_000, 2_000)


@pytest.mark.bench
@pytest.mark.timeout(3600)
def test_a_million_events_in_disorder_give_what_a_rebuild_gives(tmp_path):
    compared(tmp_path, 1_000_000, 2_000)


def test_the_comparison_finds_one_lost_event(tmp_path):
    events = [event for event in history(300) if event.type == "incident.reported.v1"]
    whole = built(tmp_path / "whole.duckdb", messages(events), lambda: 100)
    lacking = built(tmp_path / "lacking.duckdb", messages(events[1:]), lambda: 100)
    found = differences(fingerprint(whole), fingerprint(lacking))
    assert any(line.startswith("facts incident_reported: ") for line in found)
    whole.close()
    lacking.close()


def test_an_event_that_does_not_come_is_a_marked_gap_until_it_comes(tmp_path):
    base = DuckBase(tmp_path / "facts.duckdb")
    event = next(history(1))
    one, two, three = (dataclasses.replace(event, id=f"e{n}", sequence=n) for n in (1, 2, 3))
    projector = Projector(base, clock)
    projector.take(LOG, messages([one, three]))
    assert base.seen([(event.source, event.subject)]) == {(event.source, event.subject): Seen(3, ((2, 2),))}
    projector.take(LOG, [Message(2, two.to_json())])
    assert base.seen([(event.source, event.subject)]) == {(event.source, event.subject): Seen(3)}
    base.close()


def test_a_jump_in_the_log_is_marked_once_and_the_rest_is_taken(tmp_path):
    base = DuckBase(tmp_path / "facts.duckdb")
    log = messages(history(300))
    taken = [Projector(base, clock).take(LOG, part) for part in (log[:100], log[200:], log[150:])]
    assert [(one.events, len(one.gaps)) for one in taken] == [(100, 0), (100, 1), (0, 0)]
    assert base.query("SELECT stream, first_offset, last_offset FROM gaps") == [(LOG, 100, 199)]
    assert base.offset(LOG) == 300
    base.close()


@pytest.mark.parametrize("body", [b"garbage", b"[]", b'{"specversion": "1.0"}', b"\xff\xfe"])
def test_what_is_no_event_is_marked_and_holds_nothing_up(tmp_path, body):
    base = DuckBase(tmp_path / "facts.duckdb")
    log = messages(history(3))
    log[1] = Message(1, body)
    taken = Projector(base, clock).take(LOG, log)
    assert (taken.events, base.offset(LOG)) == (3, 3)
    ((first, why),) = base.query("SELECT first_offset, why FROM gaps")
    assert first == 1
    assert "unreadable" in why
    base.close()


def test_an_event_of_a_known_type_with_a_payload_of_another_shape_is_marked(tmp_path):
    base = DuckBase(tmp_path / "facts.duckdb")
    event = next(event for event in history(2_000) if event.type == "incident.reported.v1")
    broken = [dataclasses.replace(event, id=f"e{n}", data=data) for n, data in enumerate(({}, {"occurred_at": 7}))]
    taken = Projector(base, clock).take(LOG, messages([*broken, event]))
    assert len(taken.gaps) >= 1
    assert taken.new >= 1
    base.close()
