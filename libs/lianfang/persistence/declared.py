"""What a store was told of its collections: the names are checked once here, for every adapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lianfang.persistence.store import (
    Collection,
    Condition,
    Document,
    Eq,
    In,
    Index,
    Insert,
    NotDeclared,
    Range,
    Replace,
    Scalar,
)

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")
_PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*")


class Declarations:
    """The declared collections with their indexes by name."""

    def __init__(self) -> None:
        self._collections: dict[str, dict[str, Index]] = {}

    def add(self, collections: Iterable[Collection]) -> None:
        """Remember them; indexes of a collection declared before are joined. Raises ValueError for a bad name."""
        for collection in collections:
            _check_names(collection)
            known = self._collections.setdefault(collection.name, {})
            for index in collection.indexes:
                if known.setdefault(index.name, index) != index:
                    raise ValueError(f"index {index.name} of {collection.name} is declared twice, differently")

    def indexes(self, collection: str) -> Mapping[str, Index]:
        """Return the collection's indexes. Raises NotDeclared."""
        try:
            return self._collections[collection]
        except KeyError:
            raise NotDeclared(f"collection {collection!r} was not declared") from None

    def index(self, collection: str, name: str) -> Index:
        """Return one index. Raises NotDeclared."""
        try:
            return self.indexes(collection)[name]
        except KeyError:
            raise NotDeclared(f"collection {collection!r} has no declared index {name!r}") from None

    def check_query(self, collection: str, where: Sequence[Condition]) -> None:
        """Raise NotDeclared or ValueError for a condition that can't be asked the same of every adapter."""
        self.indexes(collection)
        for condition in where:
            index = self.index(collection, condition.index)
            if index.many:
                _check_many(condition)

    def sort_index(self, collection: str, sort: str | None) -> Index | None:
        """Return the index to sort by (None: by id). Raises NotDeclared, and ValueError for a `many` index."""
        if sort is None:
            return None
        index = self.index(collection, sort)
        if index.many:
            raise ValueError(f"can't sort by {sort!r}: it leads to a list")
        return index


def checked_id(document: Document) -> str:
    """Return the document's id. Raises ValueError when it is missing, empty or no text."""
    id = document.get("id")
    if not isinstance(id, str) or not id:
        raise ValueError("a document needs a text `id`")
    return id


def check_bulk(operations: Sequence[Insert | Replace]) -> None:
    """Raise ValueError when two operations concern one document: their order would be undefined."""
    seen: set[tuple[str, str]] = set()
    for operation in operations:
        key = (operation.collection, checked_id(operation.document))
        if key in seen:
            raise ValueError(f"two operations of one bulk concern {key[1]!r} in {key[0]!r}")
        seen.add(key)


def values_at(document: Document, path: str) -> list[Scalar]:
    """Return the scalars at a dotted path, lists on the way and at its end unfolded."""
    found: list[Any] = [document]
    for word in path.split("."):
        found = [item[word] for item in _unfolded(found) if isinstance(item, dict) and word in item]
    return [leaf for leaf in _unfolded(found) if leaf is None or isinstance(leaf, str | int | float)]


def value_at(document: Document, path: str) -> Scalar:
    """Return the scalar at a dotted path, None when there is none."""
    values = values_at(document, path)
    return values[0] if values else None


def _unfolded(items: list[Any]) -> Iterable[Any]:
    for item in items:
        if isinstance(item, list):
            yield from item
        else:
            yield item


def _check_names(collection: Collection) -> None:
    for name in (collection.name, *(index.name for index in collection.indexes)):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name: a letter, then up to 59 letters, digits, '_', '.' or '-'")
    for index in collection.indexes:
        if not _PATH.fullmatch(index.path):
            raise ValueError(f"{index.path!r} is no dotted path (index {index.name} of {collection.name})")


def _check_many(condition: Condition) -> None:
    match condition:
        case Eq(_, None):
            raise ValueError(f"index {condition.index!r} leads to a list and can't be asked for None")
        case In(_, values) if None in values:
            raise ValueError(f"index {condition.index!r} leads to a list and can't be asked for None")
        case Range(_, low, high) if (low is None) == (high is None):
            raise ValueError(f"a Range of {condition.index!r}, which leads to a list, needs exactly one side")
        case _:
            pass
