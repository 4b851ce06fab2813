"""The flow table, read from its file and checked: a slip in the data is told at the start, entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml

from services.mediation.domain.flow import CONFIRMATION, PROCEDURE, RISK, Flow, Region, State, Transition
from services.mediation.domain.guards import GUARDS

T = TypeVar("T", bound="str | tuple[str, str]")
DEFAULT = Path(__file__).parent.parent / "policy" / "flow.yaml"
TIMERS = frozenset(
    {
        "triage", "assign", "accept", "first_round", "next_round", "conclude", "perform", "follow_up", "contact",
        "receipt", "answer", "call_back", "confirmation", "court_decision", "alarm",
    }
)  # fmt: skip
"""Kinds of deadlines that the domain knows how to compute (domain/terms.py)."""

_STATE_KEYS = {"name", "title", "final", "timers"}
_TRANSITION_KEYS = {"action", "title", "sources", "target", "guards"}


class BadFlow(ValueError):
    """The table is wrong; the text names every entry that is."""


def load_flow(path: Path | None = None) -> Flow:
    """Return the flow table of a file, the one that is shipped when `path` is None.

    Raises BadFlow naming each wrong entry: unknown guard, state or timer, a (state, action) that is there twice, a
    missing region or key; OSError when the file can't be read.
    """
    chosen = path or DEFAULT
    try:
        read = yaml.safe_load(chosen.read_text(encoding="utf-8"))
        regions = {name: _region(name, said) for name, said in read["regions"].items()}
        flow = Flow(str(read["version"]), regions)
    except yaml.YAMLError as error:
        raise BadFlow(f"{chosen.name} is no YAML: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise BadFlow(f"{chosen.name}: an entry lacks, or has in a wrong shape: {error}") from error
    wrong = [*_missing(flow), *(each for region in flow.regions.values() for each in _wrong(region))]
    if wrong:
        raise BadFlow(f"{chosen.name}: " + "; ".join(wrong))
    return flow


def _region(name: str, said: dict[str, Any]) -> Region:
    states = tuple(_state(name, each) for each in said["states"])
    transitions = tuple(_transition(name, each) for each in said["transitions"])
    return Region(name, said["title"], said["initial"], states, transitions)


def _state(region: str, said: dict[str, Any]) -> State:
    _only(said, _STATE_KEYS, f"{region}: state {said.get('name')!r}")
    return State(said["name"], said["title"], bool(said.get("final", False)), tuple(said.get("timers", ())))


def _transition(region: str, said: dict[str, Any]) -> Transition:
    where = f"{region}: transition {said.get('action')!r}"
    _only(said, _TRANSITION_KEYS, where)
    if isinstance(said["sources"], str) or isinstance(said.get("guards", ()), str):
        raise BadFlow(f"{where}: sources and guards are lists")
    return Transition(
        said["action"], said["title"], tuple(said["sources"]), said["target"], tuple(said.get("guards", ()))
    )


def _only(said: dict[str, Any], known: set[str], where: str) -> None:
    strange = sorted(set(said) - known)
    if strange:
        raise BadFlow(f"{where} has unknown keys: {', '.join(strange)}; known: {', '.join(sorted(known))}")


def _missing(flow: Flow) -> Iterator[str]:
    for name in (PROCEDURE, CONFIRMATION, RISK):
        if name not in flow.regions:
            yield f"region {name!r} is missing"


def _wrong(region: Region) -> Iterator[str]:
    names = [state.name for state in region.states]
    known = set(names)
    for name in _twice(names):
        yield f"{region.name}: state {name!r} is there twice"
    if region.initial not in known:
        yield f"{region.name}: initial state {region.initial!r} is not declared"
    for state in region.states:
        for timer in sorted(set(state.timers) - TIMERS):
            yield f"{region.name}: state {state.name!r} has an unknown timer {timer!r}"
    for each in region.transitions:
        where = f"{region.name}: transition {each.action!r}"
        yield from (f"{where} comes from unknown state {name!r}" for name in each.sources if name not in known)
        yield from (f"{where} has an unknown guard {name!r}" for name in each.guards if name not in GUARDS)
        if each.target not in known | {"="}:
            yield f"{where} leads to unknown state {each.target!r}"
    moves = [(source, each.action) for each in region.transitions for source in each.sources]
    yield from (f"{region.name}: {action!r} is there twice for state {state!r}" for state, action in _twice(moves))


def _twice(values: Iterable[T]) -> list[T]:
    return [value for value, count in Counter(values).items() if count > 1]
