"""The tables of a generation. A change here, or in what facts say, wants a higher PROJECTION: it rebuilds."""

from __future__ import annotations

PROJECTION = 4
"""Which reading of events the tables hold. A file with a lower number is served and rebuilt beside."""

COLUMNS: dict[str, str] = {
    "event_id": "VARCHAR", "kind": "VARCHAR", '"at"': "TIMESTAMP", "region": "VARCHAR", "subject": "VARCHAR",
    "category": "VARCHAR", "word": "VARCHAR", "team": "VARCHAR", "ring": "INTEGER", "value": "DOUBLE",
    "other": "VARCHAR", "restricted": "BOOLEAN", "sequence": "BIGINT",
}  # fmt: skip
"""Columns of facts that come from a Fact, in its order. Times are UTC without offset."""

_FACTS = ", ".join(f"{name} {type}" for name, type in COLUMNS.items())

TABLES = (
    f"CREATE TABLE IF NOT EXISTS facts ({_FACTS}, stream VARCHAR, place BIGINT,"
    " PRIMARY KEY (event_id, kind, other))",
    "CREATE TABLE IF NOT EXISTS offsets (stream VARCHAR PRIMARY KEY, next_offset BIGINT, mark VARCHAR)",
    "CREATE TABLE IF NOT EXISTS gaps (stream VARCHAR, first_offset BIGINT, last_offset BIGINT, found_at TIMESTAMP,"
    " why VARCHAR, PRIMARY KEY (stream, first_offset, last_offset))",
    "CREATE TABLE IF NOT EXISTS board (kind VARCHAR, id VARCHAR, county VARCHAR, region VARCHAR,"
    " restricted BOOLEAN, changed BIGINT, body JSON, gone BOOLEAN, PRIMARY KEY (kind, id))",
    "CREATE TABLE IF NOT EXISTS sequences (source VARCHAR, subject VARCHAR, last BIGINT, missing JSON,"
    " PRIMARY KEY (source, subject))",
    "CREATE TABLE IF NOT EXISTS meta (name VARCHAR PRIMARY KEY, value BIGINT)",
)
