"""What a log no longer holds, taken over from the base in use before a rebuild: it can't be read again."""

from __future__ import annotations

from collections.abc import Mapping

from services.analytics.engine.duck import DuckBase

_ROWS = 20_000


def carry(old: DuckBase, new: DuckBase, begins: Mapping[str, int]) -> int:
    """Copy from `old` into the fresh `new` what came from before where the logs begin now; return how many facts.

    begins: each stream's first offset that the broker still has; of one that is empty, the place that was reached.
    With everything there, nothing is carried, and the new base owes nothing to the old. Otherwise board and
    aggregates' numbers are taken over too: they are folded states, and what comes again changes nothing in them.
    """
    facts = 0
    for stream, first in begins.items():
        where = "stream = ? AND place < ?"
        facts += _copy(old, new, "facts", where, [stream, first], "event_id, kind, other")
        _copy(old, new, "gaps", "stream = ? AND last_offset < ?", [stream, first], "first_offset")
        if first > 0:
            new.set_offset(stream, first)
    if facts or any(begins.values()):
        for table, order in (("board", "kind, id"), ("sequences", "source, subject")):
            _copy(old, new, table, "true", [], order)
        new.refresh_change()
    return facts


def _copy(old: DuckBase, new: DuckBase, table: str, where: str, params: list[object], order: str) -> int:
    copied = 0
    while rows := old.query(
        f"SELECT * FROM {table} WHERE {where} ORDER BY {order} LIMIT {_ROWS} OFFSET {copied}",  # noqa: S608
        params,
    ):
        new.put(table, rows)
        copied += len(rows)
    return copied
