"""A register of people over an empty store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from lianfang.persistence.cipher import FieldCipher, generate_key
from lianfang.persistence.sqlite.adapter import SqliteStore
from services.mediation.app.people.answers import Resolution
from services.mediation.app.people.blind import Blind
from services.mediation.app.people.find_links import FindLinks
from services.mediation.app.people.register import People
from services.mediation.app.people.relations import Relations
from services.mediation.domain.people.identity import Stated
from tests.fixtures.clock import Clock

KEY = generate_key()


@dataclass
class Register:
    """Everything that finds out who is who, over one file."""

    path: Path
    keys: tuple[str, ...] = (KEY,)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.path)
        self.people = People(self.store, FieldCipher(self.keys), Blind(self.keys), self.clock)
        self.relations = Relations(self.people, self.clock)
        self.links = FindLinks(self.store)

    def quarrel(self, case: str, on: str, *sides: Stated) -> list[Resolution]:
        """Record a case with one party a side."""
        day = date.fromisoformat(on)
        return [
            self.people.resolve(stated, case, f"party-{side}", side, on=day)
            for side, stated in zip("abcdef", sides, strict=False)
        ]

    def close(self) -> None:
        """Release the file."""
        self.store.close()


@pytest.fixture
def register_at(tmp_path) -> Iterator[Callable[..., Register]]:
    """Open registers over one file, or with other keys."""
    opened: list[Register] = []

    def make(name: str = "people.db", *keys: str) -> Register:
        opened.append(Register(tmp_path / name, keys or (KEY,)))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def register(register_at) -> Register:
    """A register over an empty store."""
    return register_at()
