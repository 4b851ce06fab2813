"""Full ids of teams and codes of districts, and the queues that belong to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lianfang.messaging.topology.model import Binding, Queue, QueueKind, Template, TopologyError
from lianfang.regions.codes import BadRegionCode, Level, level_of, words

_WORD = re.compile(r"[a-z][a-z0-9-]*\Z")
_MAX_ID = 120  # the queue name, the key and the account name all stay far below AMQP's 255 bytes


@dataclass(frozen=True, slots=True)
class Team:
    """A team's address, read from its full id ``<county>.<zone>.<team>``."""

    county: str
    zone: str
    name: str

    @property
    def id(self) -> str:
        """The full id, ``350924.aoyang.case``."""
        return f"{self.county}.{self.zone}.{self.name}"

    @property
    def address(self) -> str:
        """The addressee of the envelope, ``aoyang.case``."""
        return f"{self.zone}.{self.name}"

    @classmethod
    def parse(cls, full_id: str) -> Team:
        """Read a full id. Raises TopologyError saying what is wrong with it."""
        parts = full_id.split(".")
        if len(parts) != 3 or not all(_WORD.match(word) for word in parts[1:]) or len(full_id) > _MAX_ID:
            raise TopologyError(
                f"team {full_id!r} is no full id: write <county>.<zone>.<team>, as in 350924.aoyang.case "
                f"(zone and team: a-z, 0-9 and -, a letter first; {_MAX_ID} characters at most)"
            )
        return cls(_region(parts[0], {Level.COUNTY}, f"team {full_id!r}"), parts[1], parts[2])


def district_code(code: str) -> str:
    """Return the code of a district system's region: a county, city or province. Raises TopologyError."""
    return _region(code, {Level.COUNTY, Level.CITY, Level.PROVINCE}, f"district {code!r}")


def team_queue(template: Template, full_id: str) -> tuple[Queue, tuple[Binding, ...]]:
    """Return the queue of a team and its bindings. Raises TopologyError for a bad id."""
    team = Team.parse(full_id)
    return _fill(template.queue, "team", template.bind, fields(team.county, team.id, team.address))


def district_queue(template: Template, code: str) -> tuple[Queue, tuple[Binding, ...]]:
    """Return the queue of a district system and its bindings. Raises TopologyError for a bad code."""
    return _fill(template.queue, "district", template.bind, fields(district_code(code), code, ""))


def fields(region: str, id: str, address: str) -> dict[str, str]:
    """Return what a template's placeholders stand for."""
    return {"id": id, "words": ".".join(words(region)), "address": address}


def owner_of(queue: str) -> tuple[QueueKind, str] | None:
    """Return ("team", full id) or ("district", code) of a queue's name, None for all other queues."""
    for kind in ("team", "district"):
        if queue.startswith(f"{kind}."):
            return kind, queue.removeprefix(f"{kind}.")  # type: ignore[return-value]
    return None


def _fill(
    name: str, kind: QueueKind, bind: Mapping[str, tuple[str, ...]], values: Mapping[str, str]
) -> tuple[Queue, tuple[Binding, ...]]:
    queue = name.format(**values)
    bindings = [Binding(source, queue, key.format(**values)) for source, keys in bind.items() for key in keys]
    return Queue(queue, kind), tuple(bindings)


def _region(code: str, levels: set[Level], what: str) -> str:
    try:
        level = level_of(code)
    except BadRegionCode as error:
        raise TopologyError(f"{what}: {error}") from None
    if level not in levels:
        wanted = " or ".join(f"{level.value} digits ({level.name.lower()})" for level in sorted(levels))
        raise TopologyError(f"{what}: region {code!r} has {len(code)} digits, expected {wanted}")
    return code
