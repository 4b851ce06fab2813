"""Whether two bases say the same: per kind of fact, per kind of board item, and in what has come of aggregates.

Where in a log something stood, when a gap was found, and the numbers of changes are not compared: they tell how a
base was made, not what it says.
"""

from __future__ import annotations

from services.analytics.engine.duck import DuckBase
from services.analytics.engine.schema import COLUMNS

_ASPECTS = {
    "facts": f"SELECT kind, count(*), bit_xor(hash({', '.join(COLUMNS)})) FROM facts GROUP BY kind",  # noqa: S608
    "board": (
        "SELECT kind, count(*), bit_xor(hash(kind, id, county, region, restricted, gone, body::VARCHAR))"
        " FROM board GROUP BY kind"
    ),
    "sequences": "SELECT source, count(*), bit_xor(hash(source, subject, last, missing::VARCHAR)) FROM sequences"
    " GROUP BY source",
}

Fingerprint = dict[tuple[str, str], tuple[int, int]]
"""(table, kind) -> how many rows, and a hash over them in which their order plays no part."""


def fingerprint(base: DuckBase) -> Fingerprint:
    """Return what a base says, in brief; equal for equal contents, whatever order they came in."""
    return {
        (table, kind): (count, hashed) for table, sql in _ASPECTS.items() for kind, count, hashed in base.query(sql)
    }


def differences(old: Fingerprint, new: Fingerprint) -> list[str]:
    """Return in which kinds two bases differ, one line each; empty when they say the same."""
    found = []
    for table, kind in sorted(set(old) | set(new)):
        before, after = old.get((table, kind), (0, 0)), new.get((table, kind), (0, 0))
        if before != after:
            how = (
                f"{before[0]} before, {after[0]} rebuilt" if before[0] != after[0] else "as many, but not the same"
            )
            found.append(f"{table} {kind}: {how}")
    return found
