"""One stack for the runbooks of lost stores, dead letters and full disks: grid, incident, mediation, analytics."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lianfang.persistence.store import Collection, find_all
from lianfang.persistence.uri import open_store
from lianfang.regions.pack import Pack
from lianfang.runtime.demo.books import Books
from lianfang.runtime.demo.pika_loop import QueueReader
from lianfang.runtime.demo.teams import LiveTeam
from lianfang.runtime.operating.accounts import accounts_of
from lianfang.runtime.operating.loading import addresses, load_county
from lianfang.runtime.operating.target import Target
from tests.e2e.counties import SHOUNING
from tests.e2e.spine import PACE, Spine
from tests.fixtures.waiting import until
from tests.runbooks.shell import done, stack_of

SERVICES = ("grid", "incident", "mediation", "analytics")
SMALL_DISK_MB = 700


@dataclass
class Ground:
    """The stack with 寿宁 loaded. disk: whether analytics' folder is a small disk of its own (needs root)."""

    spine: Spine
    disk: bool

    @property
    def home(self) -> Path:
        return self.spine.stack.home

    @property
    def target(self) -> Target:
        return self.spine.target

    @property
    def pack(self) -> Pack:
        return self.spine.pack

    def type(self, line: str, code: int = 0) -> str:
        """Type a line of a page; return what it prints."""
        return done(line, self.home, code)

    def store(self, service: str) -> Path:
        return self.home / f"{service}.db"

    def documents(self, service: str, collection: str) -> dict[str, Any]:
        """Return what a service's store holds, by id."""
        store = open_store(self.target.store_uri(service))
        try:
            store.declare(Collection(collection))
            return {each["id"]: each for each in find_all(store, collection)}
        finally:
            store.close()

    def wiped(self, service: str) -> None:
        """The service dies and its store is gone."""
        self.spine.stack.processes[service].kill()
        for side in ("", "-wal", "-shm"):
            self.store(service).with_name(f"{service}.db{side}").unlink(missing_ok=True)

    def started(self, service: str) -> None:
        process = self.spine.stack.processes[service]
        process.start()
        process.wait_ready(300)

    def waiting(self, *queues: str) -> int:
        """How many messages these queues hold, delivered and unacknowledged ones too."""
        answers = self.spine.broker.manage("GET", f"queues/{self.spine.stack.state.vhost}")
        return sum(each.get("messages", 0) for each in answers if each["name"] in queues)

    @contextmanager
    def listening(self, books: Books, *, teams_answer: bool) -> Iterator[list[str]]:
        """Enter all that teams and shops get into the books; the teams may answer, until they are done.

        Gives the refusals that teams were answered.
        """
        refused: list[str] = []
        with ExitStack() as ends:
            for reader in self._readers(books, refused, teams_answer):
                reader.start()
                ends.callback(reader.stop)
            yield refused

    def _readers(self, books: Books, refused: list[str], teams_answer: bool) -> Iterator[QueueReader]:
        all_of_them = addresses(self.pack)
        answering = [team.full_id for team in self.pack.teams] if teams_answer else []
        with accounts_of(self.target) as accounts:
            uris = {team: accounts.add_team(team, rotate=True).uri for team in answering}
        for team, uri in uris.items():
            yield LiveTeam(team, uri, books, refused.append).reader
        queues = [f"team.{each}" for each in all_of_them if each not in uris]
        yield QueueReader(
            self.target.bus_uri, queues,
            lambda queue, event, _: books.delivered(queue.removeprefix("team."), event), "runbook teams",
        )  # fmt: skip


def eventually(happened: Callable[[], Any], seconds: float = 300.0, what: str = "") -> Any:
    """Wait longer: a runbook's steps take minutes."""
    return until(happened, seconds, what)


@contextmanager
def small_disk(folder: Path, megabytes: int = SMALL_DISK_MB) -> Iterator[bool]:
    """Mount a small disk in memory on a folder; tell whether that was possible (it takes root)."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "none", str(folder)],
        capture_output=True, check=False,
    ).returncode == 0  # fmt: skip
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Fill a disk to its last byte; what filled it is removed at the end."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                while True:
                    try:
                        if not file.write(b"\0" * size):
                            break
                    except OSError:
                        break
        yield
    finally:
        filler.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The stack, up and loaded; each runbook has its own, for its books know of its own reports only."""
    home = tmp_path_factory.mktemp("ground") / "home"
    with ExitStack() as ends:
        disk = ends.enter_context(small_disk(home / "analytics"))
        stack = stack_of(home, *SERVICES)
        ends.callback(stack.down)
        with pytest.MonkeyPatch.context() as environment:
            for name, value in PACE.items():
                environment.setenv(f"LIANFANG_{name}", value)
            stack.up(900)
        pack = load_county(Target.find(stack.state), SHOUNING / "pack", lambda _: None)
        yield Ground(Spine(stack, pack, None, None), disk)  # type: ignore[arg-type]
