"""Routing, deadlines and categories to begin with: what the scenario and derived packs use."""

from __future__ import annotations

from pathlib import Path

from lianfang.regions.model import Category, Deadlines, Routing
from lianfang.regions.pack import schemas
from lianfang.regions.pack.files import read_csv, read_yaml

_FOLDER = Path(__file__).parent
CATEGORIES_VERSION = "1"


def default_routing() -> Routing:
    """Return the routing table without neighbours, which are the county's own."""
    routing: Routing = schemas.RoutingSchema().load(read_yaml(_FOLDER, "routing.yaml", []) or {})
    return routing


def default_deadlines() -> Deadlines:
    """Return the deadlines of the "1, 3, 5 minutes" rule and the response classes."""
    deadlines: Deadlines = schemas.DeadlinesSchema().load(read_yaml(_FOLDER, "deadlines.yaml", []) or {})
    return deadlines


def default_categories() -> tuple[Category, ...]:
    """Return the six-digit categories."""
    columns = ("code", "name", "name_en", "priority")
    schema = schemas.CategorySchema()
    return tuple(schema.load(row) for row in read_csv(_FOLDER, "categories.csv", columns, []))
