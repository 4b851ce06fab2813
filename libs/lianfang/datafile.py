"""Data files that people write: YAML checked by a schema, every fault told with line, field and remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema, ValidationError, fields

_PLAINER = {
    "Missing data for required field.": ("is missing", "add it"),
    "Not a valid string.": ("is no text", "write it in quotes"),
    "Not a valid integer.": ("is no whole number", "write digits only"),
    "Not a valid number.": ("is no number", "write it like 0.5"),
    "Not a valid boolean.": ("is neither true nor false", "write true or false"),
    "Not a valid list.": ("is no list", "write it as [a, b]"),
    "Not a valid mapping type.": ("is no mapping", "write it as `name: value` lines"),
    "Invalid input type.": ("is no mapping", "write it as `name: value` lines"),
    "Field may not be null.": ("is empty", "give a value or leave the line out"),
}
_UNKNOWN = "Unknown field."


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault. field: dotted path, empty for the whole. line: 1-based, 0 when it came from no file."""

    field: str
    what: str
    remedy: str = ""
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else (f"{self.file}: " if self.file else "")
        subject = f"{self.field}: " if self.field else ""
        return f"{place}{subject}{self.what}{f' ({self.remedy})' if self.remedy else ''}"


class NotValid(ValueError):
    """Data that can't be used; `wrongs` holds every fault that was found, not only the first."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        self.wrongs = tuple(wrongs)
        super().__init__("; ".join(map(str, self.wrongs)))


@dataclass(frozen=True, slots=True)
class DataFile:
    """A YAML file as read: its data, and the nodes that know where each part stands."""

    path: Path
    data: Any
    node: yaml.Node | None

    def line(self, path: Sequence[str]) -> int:
        """Return the 1-based line of the deepest part of a field's path that is there."""
        node, line = self.node, 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def wrong(self, path: Sequence[str], what: str, remedy: str = "") -> Wrong:
        """Return a fault of this file."""
        return Wrong(".".join(path), what, remedy, self.path.name, self.line(path))


def read(path: Path) -> DataFile:
    """Read a YAML file. Raises NotValid when it is absent, no UTF-8, no YAML, or gives a name twice."""

    def refuse(what: str, remedy: str, line: int = 0) -> NotValid:
        return NotValid([Wrong("", what, remedy, path.name, line)])

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(f"is not UTF-8 at byte {error.start}", "save the file as UTF-8") from None
    except OSError as error:
        raise refuse(f"can't be read: {error.strerror}", "check the path") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        for twice in _given_twice(node):
            raise refuse(f"{twice.value!r} is given twice", "keep one", twice.start_mark.line + 1)
        return DataFile(path, yaml.safe_load(text), node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = f"is no YAML: {getattr(error, 'problem', None) or error}"
        raise refuse(what, "correct it there", mark.line + 1 if mark else 0) from None
    except ValueError as error:  # such as a day 2026-02-30; NotValid of above passes too
        raise error if isinstance(error, NotValid) else refuse(f"holds no value: {error}", "correct it") from None


def load(schema: Schema, data: Any, file: DataFile | None = None) -> Any:
    """Return what the schema makes of `data`. Raises NotValid with all faults; `file` gives their lines."""
    try:
        return schema.load(data)
    except ValidationError as error:
        found = []
        for path, message in _flatten(error.messages, ()):
            what, remedy = _plain(schema, path, message)
            found.append(file.wrong(path, what, remedy) if file else Wrong(".".join(path), what, remedy))
        raise NotValid(found) from None


def _plain(schema: Schema, path: tuple[str, ...], message: str) -> tuple[str, str]:
    if message == _UNKNOWN:
        known = ", ".join(sorted(item.data_key or name for name, item in _owner(schema, path).fields.items()))
        return "is unknown", f"remove it or correct its spelling; known here: {known}"
    what, _, remedy = message.partition("; ")  # our own messages say what to do after the first semicolon
    return _PLAINER.get(message, (what, remedy))


def _owner(schema: Schema, path: tuple[str, ...]) -> Schema:
    """Return the schema that the last step of a path was looked up in."""
    owner, field = schema, None
    for step in path[:-1]:
        if isinstance(field, fields.List):
            field = field.inner
        elif isinstance(field, fields.Mapping):
            field = field if step == "value" or field.value_field is None else field.value_field
        else:
            names = {item.data_key or name: item for name, item in owner.fields.items()}
            field = names.get(step)
        if isinstance(field, fields.Nested):
            owner, field = field.schema, None
    return owner


def _flatten(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            # marshmallow tells of a mapping's entry as <key>.value or <key>.key; people know the key alone
            whole = name == "_schema" or (name in {"value", "key"} and len(messages) <= 2 and path)
            yield from _flatten(inner, path if whole else (*path, str(name)))
    elif isinstance(messages, list | tuple):
        for inner in messages:
            yield from _flatten(inner, path)
    else:
        yield path, str(messages)


def _child(node: yaml.Node | None, step: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
        item = node.value[int(step)]
        return item.start_mark.line + 1, item
    return None


def _given_twice(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                yield key
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
            yield from _given_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _given_twice(item)
