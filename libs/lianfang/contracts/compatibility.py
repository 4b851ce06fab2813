"""What breaks a consumer: comparing a contract's committed JSON Schema with the current one.

Within a major version these break somebody: a field that is removed, retyped or newly required; an enum that
loses a value or a bound that gets tighter (old messages in the event log, and old senders, would no longer keep
the contract); an event's field that is no longer promised. Optional fields may be added, and enums may grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

JsonSchema = Mapping[str, Any]
_ANY = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


@dataclass(frozen=True, slots=True)
class Breaking:
    """One change that breaks a consumer: which contract, which field (empty: the whole contract), and how."""

    type: str
    field: str
    what: str

    def __str__(self) -> str:
        where = f"field {self.field!r}" if self.field else "the contract"
        remedy = "keep the old major and define the change as the next one (major=N+1)"
        return f"{self.type}: {where} {self.what}; {remedy}"


def breaking_changes(committed: Mapping[str, JsonSchema], current: Mapping[str, JsonSchema]) -> list[Breaking]:
    """Return what breaks consumers between two sets of schema documents, each keyed by contract type."""
    found: list[Breaking] = []
    for type_, old in sorted(committed.items()):
        new = current.get(type_)
        if new is None:
            found.append(Breaking(type_, "", "was removed"))
            continue
        if old.get("x-kind") != new.get("x-kind"):
            found.append(Breaking(type_, "", f"was a {old.get('x-kind')}, is a {new.get('x-kind')}"))
        event = new.get("x-kind") != "command"
        found += [Breaking(type_, field, what) for field, what in _Comparison(old, new, event).compare()]
    return found


class _Comparison:
    """One contract's old schema against its new one."""

    def __init__(self, old: JsonSchema, new: JsonSchema, event: bool) -> None:
        self._old_root, self._new_root, self._event = old, new, event
        self._seen: set[tuple[str, str]] = set()

    def compare(self) -> Iterator[tuple[str, str]]:
        """Yield (dotted field, what happened)."""
        yield from self._node(self._old_root, self._new_root, "")

    def _node(self, old: JsonSchema, new: JsonSchema, path: str) -> Iterator[tuple[str, str]]:
        references = (str(old.get("$ref", "")), str(new.get("$ref", "")))
        if all(references):
            if references in self._seen:
                return  # a recursive schema
            self._seen.add(references)
        old, old_null = _resolved(old, self._old_root)
        new, new_null = _resolved(new, self._new_root)
        old_types, new_types = _types(old) | old_null, _types(new) | new_null
        if _retyped(old_types, new_types, self._event):
            yield path, f"was retyped from {_words(old_types)} to {_words(new_types)}"
            return
        yield from _narrowed(old, new, path)
        yield from self._object(old, new, path)
        for key, suffix in (("items", "[]"), ("additionalProperties", ".*")):
            if isinstance(old.get(key), Mapping) and isinstance(new.get(key), Mapping):
                yield from self._node(old[key], new[key], f"{path}{suffix}")

    def _object(self, old: JsonSchema, new: JsonSchema, path: str) -> Iterator[tuple[str, str]]:
        before, after = old.get("properties", {}), new.get("properties", {})
        required, now_required = set(old.get("required", ())), set(new.get("required", ()))
        for name in before:
            field = f"{path}.{name}" if path else name
            if name not in after:
                yield field, "was removed"
                continue
            yield from self._node(before[name], after[name], field)
            if self._event and name in required - now_required:
                yield field, "is no longer promised (was required)"
        for name in sorted(now_required - required):
            yield (f"{path}.{name}" if path else name), "is newly required"


def _resolved(node: JsonSchema, root: JsonSchema) -> tuple[JsonSchema, frozenset[str]]:
    """Follow a reference, and apispec's ``anyOf: [ref, null]``; return the schema and whether null is allowed."""
    null: frozenset[str] = frozenset()
    options = node.get("anyOf")
    if isinstance(options, list) and len(options) == 2 and {"type": "null"} in options:
        node = next(option for option in options if option != {"type": "null"})
        null = frozenset({"null"})
    reference = node.get("$ref")
    if reference == "#":
        return root, null
    if isinstance(reference, str):
        return root["$defs"][reference.rsplit("/", 1)[-1]], null
    return node, null


def _types(node: JsonSchema) -> frozenset[str]:
    named = node.get("type")
    if named is None:
        return _ANY
    types = frozenset([named] if isinstance(named, str) else named)
    return types | {"integer"} if "number" in types else types


def _retyped(old: frozenset[str], new: frozenset[str], event: bool) -> bool:
    """An event may promise more (string|null → string), a command may accept more (string → string|null)."""
    return not (new <= old if event else old <= new)


def _words(types: frozenset[str]) -> str:
    return "anything" if types == _ANY else "|".join(sorted(types))


def _narrowed(old: JsonSchema, new: JsonSchema, path: str) -> Iterator[tuple[str, str]]:
    if "enum" in new:
        if "enum" not in old:
            yield path, f"now allows only {new['enum']}"
        elif lost := [value for value in old["enum"] if value not in new["enum"]]:
            yield path, f"no longer allows {', '.join(map(repr, lost))}"
    if new.get("format") != old.get("format"):
        yield path, f"changed its format from {old.get('format')} to {new.get('format')}"
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield path, f"must now match {new['pattern']}"
    for key in (*_LOWER, *_UPPER):
        if key in new and (key not in old or _tighter(key, old[key], new[key])):
            yield path, f"got a tighter {key}: {new[key]}"


def _tighter(key: str, old: float, new: float) -> bool:
    return new > old if key in _LOWER else new < old
