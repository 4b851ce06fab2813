"""Reads topology.yaml, and optional further files, into a Topology."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from lianfang.messaging.topology.addresses import district_queue, team_queue
from lianfang.messaging.topology.model import (
    Binding,
    Exchange,
    Policy,
    Queue,
    QueueKind,
    Template,
    Topology,
    TopologyError,
)  # fmt: skip

MAIN_FILE = Path(__file__).with_name("topology.yaml")
RETURN, DEAD, COMMANDS = "lianfang.return", "lianfang.dead", "lianfang.commands"
_SECTIONS = {"exchanges", "streams", "overflow", "retry", "services", "team", "district", "policies"}
_MERGED = {"exchanges", "streams", "services"}  # what a further file may add to
_RESERVED = {"lianfang", "team", "district", "amq"}
_WORD = re.compile(r"[a-z][a-z0-9_-]*\Z")


def load(*extra_yaml: Path, teams: Iterable[str] = (), districts: Iterable[str] = ()) -> Topology:
    """Read the one topology file and, for tests and services kept elsewhere, further ones.

    extra_yaml: files that add exchanges, streams or services.
    teams, districts: full ids and codes whose queues are part of what is expected.
    Raises TopologyError naming the file's field that is wrong.
    """
    raw = _read(MAIN_FILE)
    for path in extra_yaml:
        _merge(raw, _read(path), path)
    topology = _topology(raw)
    for full_id in teams:
        topology = topology.plus(*team_queue(topology.team, full_id))
    for code in districts:
        topology = topology.plus(*district_queue(topology.district, code))
    return topology


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise TopologyError(f"{path.name}: {error}") from None
    if not isinstance(raw, dict) or not set(raw) <= _SECTIONS:
        raise TopologyError(f"{path.name}: only the sections {', '.join(sorted(_SECTIONS))} are known")
    return raw


def _merge(raw: dict[str, Any], more: Mapping[str, Any], path: Path) -> None:
    for section, entries in more.items():
        if section not in _MERGED:
            raise TopologyError(f"{path.name}: a further file may not set {section!r}")
        if twice := set(entries) & set(raw[section]):
            raise TopologyError(f"{path.name}: {section}.{min(twice)} is declared already")
        raw[section] |= entries


def _topology(raw: Mapping[str, Any]) -> Topology:
    exchanges = tuple(Exchange(name, type) for name, type in raw["exchanges"].items())
    known = {exchange.name for exchange in exchanges}
    queues: list[Queue] = []
    bindings: list[Binding] = []
    kinds: tuple[tuple[QueueKind, str], ...] = (("stream", "streams"), ("overflow", "overflow"))
    for kind, section in kinds:
        for name, bind in raw[section].items():
            queues.append(Queue(name, kind))
            bindings += _bindings(name, bind)
    for name in raw["retry"]:
        queues.append(Queue(name, "retry"))
        bindings.append(Binding(name, name, ""))
    for service, spec in raw["services"].items():
        for queue in _service_queues(service, spec):
            queues += [queue, Queue(f"{queue.name}.dead", "dead")]
            bindings += _bindings(queue.name, spec["queues"][queue.name.partition(".")[2]].get("bind", {}))
            bindings += [Binding(RETURN, queue.name, queue.name), Binding(DEAD, f"{queue.name}.dead", queue.name)]
    for binding in bindings:
        if binding.exchange not in known:
            raise TopologyError(f"{binding.queue}: bound to {binding.exchange!r}, which is not under exchanges")
    may = {name: tuple((spec or {}).get("may_command", ())) for name, spec in raw["services"].items()}
    return Topology(
        exchanges, tuple(queues), tuple(bindings), tuple(_policies(raw, queues)), may,
        _template(raw["team"]), _template(raw["district"]), dict(_follows(raw)),
    )  # fmt: skip


def _follows(raw: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for service, spec in raw["services"].items():
        streams = tuple((spec or {}).get("follows", ()))
        if unknown := set(streams) - set(raw["streams"]):
            raise TopologyError(f"services.{service}.follows: {min(unknown)!r} is not under streams")
        yield service, streams


def _service_queues(service: str, spec: Mapping[str, Any] | None) -> Iterator[Queue]:
    if not _WORD.match(service) or service in _RESERVED:
        raise TopologyError(f"services.{service}: no service name (a-z, 0-9, _ and -; not {', '.join(_RESERVED)})")
    for purpose, options in ((spec or {}).get("queues") or {}).items():
        if not _WORD.match(purpose) or purpose == "dead":
            raise TopologyError(f"services.{service}.queues.{purpose}: no purpose (a-z, 0-9, _ and -; not dead)")
        if unknown := set(options) - {"bind", "single-active-consumer"}:
            raise TopologyError(f"services.{service}.queues.{purpose}: unknown {min(unknown)!r}")
        yield Queue(f"{service}.{purpose}", "service", bool(options.get("single-active-consumer", False)))


def _bindings(queue: str, bind: Mapping[str, Iterable[str]]) -> Iterator[Binding]:
    for exchange, keys in bind.items():
        if isinstance(keys, str):
            raise TopologyError(f"{queue}: the keys bound to {exchange} must be a list")
        yield from (Binding(exchange, queue, key) for key in keys)


def _template(raw: Mapping[str, Any]) -> Template:
    bind = {exchange: tuple(keys) for exchange, keys in raw["bind"].items()}
    return Template(raw["queue"], bind, tuple(raw.get("may_command", ())))


def _policies(raw: Mapping[str, Any], queues: Iterable[Queue]) -> Iterator[Policy]:
    spec = raw["policies"]
    yield Policy("lianfang.dead", r"^(?!team\.|district\.|lianfang\.).+\.dead$", spec["dead"])
    yield Policy("lianfang.stream", r"^lianfang\.log(\..+)?$", spec["stream"])
    yield Policy("lianfang.overflow", r"^lianfang\.overflow$", spec["overflow"])
    yield Policy("lianfang.team", r"^team\.", spec["team"])
    yield Policy("lianfang.district", r"^district\.", spec["district"])
    for queue in queues:
        if queue.kind in ("service", "retry"):
            values = {"queue": queue.name, "delay": raw["retry"].get(queue.name)}
            definition = {key: _filled(value, values) for key, value in spec[queue.kind].items()}
            name = queue.name if queue.kind == "retry" else f"lianfang.service.{queue.name}"
            yield Policy(name, f"^{re.escape(queue.name)}$", definition)


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    if value == "{delay}":  # stays a number
        return values["delay"]
    return value.format(**values) if isinstance(value, str) else value
