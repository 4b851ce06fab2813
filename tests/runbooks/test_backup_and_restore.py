"""docs/runbooks/backup-and-restore.md, done: copied while reports flow, then all is lost; the books balance."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import pika
import pytest

from lianfang.runtime.children import until
from lianfang.runtime.demo.pika_loop import QueueReader
from lianfang.runtime.operating.accounts import accounts_of
from lianfang.runtime.operating.loading import addresses, load_county
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack
from tests.e2e.counties import SHOUNING
from tests.runbooks.callers import Callers
from tests.runbooks.pages import commands
from tests.runbooks.shell import done, in_background, stack_of, typed

pytestmark = [pytest.mark.runbooks, pytest.mark.rabbit, pytest.mark.timeout(1800)]
PAGE, SERVICES = "backup-and-restore", ("grid", "incident", "mediation")


def listening(target: Target, pack, books) -> QueueReader:
    """Read the queues of all teams and shops into the books."""
    queues = [f"team.{team}" for team in addresses(pack)]
    return QueueReader(
        target.bus_uri, queues, lambda queue, event, _: books.delivered(queue.removeprefix("team."), event), "teams"
    )


def killed(stack: Stack) -> None:
    """Nothing ends with grace."""
    for process in stack.processes.values():
        process.kill()
    assert stack.broker is not None
    stack.broker.kill()
    stack.down()


def wiped(home: Path) -> None:
    """The disk is gone; what is kept elsewhere (keys and passwords) is brought back."""
    secrets = (home / "secrets.json").read_bytes()
    shutil.rmtree(home)
    home.mkdir()
    handle = os.open(home / "secrets.json", os.O_CREAT | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets)


def may_log_in(account_uri: str, now: Target) -> bool:
    """Tell whether an account's old password opens the new broker."""
    old, new = urlsplit(account_uri), urlsplit(now.bus_uri)
    uri = old._replace(netloc=f"{old.netloc.rpartition('@')[0]}@{new.hostname}:{new.port}").geturl()
    with closing(pika.BlockingConnection(pika.URLParameters(uri))) as connection:
        return connection.is_open


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("lost") / "home"


def test_all_is_lost_and_what_was_accepted_before_the_copy_is_back_once_and_the_rest_is_named(
    home, tmp_path, shown
):
    with ExitStack() as ends:
        stack = stack_of(home, *SERVICES)
        ends.callback(stack.down)
        stack.up(900)
        target = Target.find(stack.state)
        pack = load_county(target, SHOUNING / "pack", lambda _: None)
        callers = Callers(target, pack)
        with accounts_of(target) as accounts:
            district = accounts.add_district("350924")
        reader = listening(target, pack, callers.books)
        reader.start()
        with callers.reporting():
            callers.flow(40)
            begun = len(callers.accepted)
            make, check = commands(PAGE, "Make a copy", BACKUPS=tmp_path, BACKUP="BACKUP")
            backup = Path(done(make, home))
            ended = len(callers.accepted)
            assert "whole" in done(check.replace("BACKUP", str(backup)), home)
            callers.flow(30)
        before, after = callers.accepted[:begun], callers.accepted[ended:]
        assert ended > begun, "reports went on while the copy was made"
        callers.settle()
        reader.stop()
        killed(stack)
        wiped(home)

        up, restore, topology = commands(PAGE, "Everything is lost", 0, BACKUP=backup)
        with in_background(up, home) as repaired:
            done(restore, home)
            done(topology, home)
            assert may_log_in(district.uri, repaired), "a district logs in with the password it had"
            refused = typed(restore, home)
            assert refused.returncode == 1
            assert "--replace" in refused.stderr, "what is there is not overwritten"

        stack = stack_of(home, *SERVICES)
        ends.callback(stack.down)
        stack.up(900)
        target = Target.find(stack.state)
        reader = listening(target, pack, callers.books)
        reader.start()
        ends.callback(reader.stop)
        (republish,) = commands(PAGE, "Everything is lost", 1)
        done(republish, home)
        ids = tmp_path / "ids"
        ids.write_text("".join(f"{each.incident}\n" for each in callers.accepted))
        (accepted,) = commands(PAGE, "Everything is lost", 2, IDS=ids)
        lost = done(accepted, home, code=1).split()
        assert set(lost) >= {each.incident for each in after}, "what came after the copy is named"
        assert not set(lost) & {each.incident for each in before}, "nothing that was accepted before the copy"

        since = callers.accepted[begun - 8 :]  # repeated generously: what is known is only answered
        assert callers.repeat(since, target) == [each.incident for each in since], "each is the same incident"
        assert done(accepted, home) == ""
        books = callers.settle()
        assert books.balanced, (books, callers.books.missing()[:5], callers.books.strays()[:5])
        assert not callers.refused
        assert balanced_within(home, backup)
    shown(
        f"all lost: {len(callers.accepted)} accepted, {begun} before the copy, {ended - begun} during it, "
        f"{len(lost)} lost with the disk and named, {len(since)} repeated; {books}"
    )


def balanced_within(home: Path, backup: Path, seconds: float = 240.0) -> bool:
    """Look until logs and stores tell the same."""
    return until(lambda: typed(f"lianfang books --backup {backup}", home).returncode == 0, seconds)


def test_a_damaged_copy_is_refused_before_anything_is_written(home, tmp_path):
    (tmp_path / "20260101T000000Z").mkdir()
    (tmp_path / "20260101T000000Z" / "manifest.json").write_text("{}")
    told = typed(f"lianfang restore {tmp_path / '20260101T000000Z'} --check", home)
    assert told.returncode == 2
    assert "damaged" in told.stderr
