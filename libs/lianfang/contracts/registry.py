"""The register of contracts: what every event and command on the bus looks like.

A contract is a marshmallow schema with a name, a major version and an audience. It is defined once, beside its
context, and everything else (checking before a commit, JSON Schema, AsyncAPI, docs) is read off it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

from marshmallow import Schema, ValidationError

from lianfang.contracts.personal import personal_paths
from lianfang.contracts.quick import quick_look

Kind = Literal["event", "command"]
S = TypeVar("S", bound=type[Schema])
_WORD = re.compile(r"[a-z][a-z0-9_]*\Z")
MAX_DATA_BYTES = 128 * 1024


class ContractError(Exception):
    """A contract is ill-defined, or a payload does not keep its contract; the message names the field."""


class UnknownContract(ContractError):
    """No contract of that type is registered."""


def open_to_all(_data: Mapping[str, Any]) -> bool:
    """The default audience: nothing is restricted."""
    return False


@dataclass(frozen=True, slots=True)
class Contract:
    """One event or command type.

    restricted: tells from the data whether this one goes to the restricted exchange.
    addressed: whether it carries an addressee, ``<zone>.<team>``, in its routing key.
    example: a payload that keeps the contract, shown in the docs and checked by a test.
    """

    kind: Kind
    context: str
    name: str
    major: int
    schema: type[Schema]
    summary: str
    example: Mapping[str, Any]
    restricted: Callable[[Mapping[str, Any]], bool] = open_to_all
    addressed: bool = False

    @property
    def type(self) -> str:
        """The CloudEvents type, ``<context>.<name>.v<major>``."""
        return f"{self.context}.{self.name}.v{self.major}"

    def check(self, data: Mapping[str, Any]) -> None:
        """Raise ContractError unless `data` keeps the contract, unknown fields refused (producers are strict)."""
        if quick_look(self.schema)(data):
            return
        errors = _instance(self.schema, "raise").validate(data)
        if errors:
            raise ContractError(f"{self.type}: {errors}")

    def accept(self, data: Mapping[str, Any]) -> None:
        """Raise ContractError for what `load` would refuse; quicker when nobody needs the loaded fields."""
        if not quick_look(self.schema)(data):
            self.load(data)

    def load(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the known fields of a received payload (consumers are tolerant). Raises ContractError."""
        try:
            loaded: dict[str, Any] = _instance(self.schema, "exclude").load(data)
        except ValidationError as error:
            raise ContractError(f"{self.type}: {error.messages}") from None
        return loaded


@cache
def _instance(schema: type[Schema], unknown: Literal["exclude", "raise"]) -> Schema:
    """Build a schema once: doing it for each message costs more than the check itself."""
    return schema(unknown=unknown)


_contracts: dict[str, Contract] = {}


def event(
    context: str, name: str, *, summary: str, example: Mapping[str, Any], major: int = 1,
    restricted: Callable[[Mapping[str, Any]], bool] = open_to_all, addressed: bool = False,
) -> Callable[[S], S]:  # fmt: skip
    """Register the decorated schema as an event. Raises ContractError for a personal field or a bad name."""
    return _register("event", context, name, major, summary, example, restricted, addressed)


def command(
    context: str, name: str, *, summary: str, example: Mapping[str, Any], major: int = 1
) -> Callable[[S], S]:
    """Register the decorated schema as a command to `context`. Raises ContractError as `event` does."""
    return _register("command", context, name, major, summary, example, open_to_all, False)


def _register(
    kind: Kind, context: str, name: str, major: int, summary: str, example: Mapping[str, Any],
    restricted: Callable[[Mapping[str, Any]], bool], addressed: bool,
) -> Callable[[S], S]:  # fmt: skip
    def decorate(schema: S) -> S:
        contract = Contract(kind, context, name, major, schema, summary, example, restricted, addressed)
        for word in (context, name):
            if not _WORD.match(word):
                raise ContractError(f"{contract.type}: {word!r} is no routing-key word (a-z, 0-9, _)")
        if found := list(personal_paths(schema())):
            raise ContractError(f"{contract.type}: personal data can't travel on the bus: {', '.join(found)}")
        known = _contracts.get(contract.type)
        if known is not None and known.schema.__qualname__ != schema.__qualname__:
            raise ContractError(f"{contract.type} is defined twice")
        contract.check(example)
        _contracts[contract.type] = contract
        return schema

    return decorate


def contract_of(type: str) -> Contract:
    """Return the contract of a CloudEvents type. Raises UnknownContract."""
    try:
        return _contracts[type]
    except KeyError:
        raise UnknownContract(f"no contract is registered for {type!r}") from None


def all_contracts() -> Iterable[Contract]:
    """Return every registered contract, ordered by type. Import lianfang.contracts.catalogue first for all."""
    return [_contracts[key] for key in sorted(_contracts)]
