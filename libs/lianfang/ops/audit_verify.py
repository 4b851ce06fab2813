"""Checking an audit chain: what was altered, removed, moved or cut off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lianfang.ops.audit_rows import GENESIS, Head, digest, row_id
from lianfang.persistence.store import Document

Kind = Literal["altered", "missing", "misplaced", "broken_link", "cut_tail", "other_head"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a chain, at the row `number` (1 is the first)."""

    number: int
    kind: Kind
    detail: str


def check_rows(chain: str, rows: Iterable[Document], published: Iterable[Head]) -> Iterator[Finding]:
    """Yield what is wrong with `rows`, which are ordered by number, also against heads published earlier."""
    heads = {head.number: head for head in published}
    number, previous = 0, GENESIS
    for row in rows:
        found = row.get("number")
        if not isinstance(found, int) or found <= number:
            yield Finding(number + 1, "misplaced", f"row {row['id']} holds the number {found!r} after {number}")
            continue
        if found > number + 1:
            yield Finding(number + 1, "missing", f"rows {number + 1} to {found - 1} are gone")
        elif row.get("previous") != previous:
            yield Finding(found, "broken_link", "it does not hold the hash of the row before it")
        if row["id"] != row_id(chain, found):
            yield Finding(found, "misplaced", f"its id is {row['id']}")
        actual = digest(row)
        if actual != row.get("hash"):
            yield Finding(found, "altered", "its content does not match its hash")
        if found in heads and heads[found].hash != actual:
            yield Finding(found, "other_head", "another hash was published for it")
        number, previous = found, row.get("hash", "")
    if heads and max(heads) > number:
        yield Finding(number + 1, "cut_tail", f"row {max(heads)} was published as head; the chain ends at {number}")
