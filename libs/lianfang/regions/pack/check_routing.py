"""Routing, categories, deadlines, rings: every incident finds a capability, and every capability somebody."""

from __future__ import annotations

from collections import Counter
from itertools import product

from lianfang.regions.model import PRIORITIES, RESPONSE_CLASSES, RINGS, SOURCES, Rule
from lianfang.regions.pack.check_forces import SUPERVISION
from lianfang.regions.pack.findings import Findings

CLASSES = {
    "10": "criminal", "20": "public order", "30": "traffic", "40": "fire", "50": "help", "60": "social linkage",
    "65": "police assistance", "70": "group event", "80": "disaster", "90": "tip", "95": "complaint", "99": "other",
}  # fmt: skip
"""The classes of incident categories, by the first two digits."""
COMPLAINT = "95"


def check_routing(found: Findings) -> None:
    """Check routing.yaml and categories.csv."""
    routing, file = found.pack.routing, "routing.yaml"
    catalogue = {capability.name: capability for capability in routing.capabilities}
    found.unique(file, (capability.name for capability in routing.capabilities), "capabilities")
    found.unique(file, (rule.id for rule in routing.rules), "rules")
    provided = {capability for team in found.pack.teams for capability in team.capabilities}
    for capability in routing.capabilities:
        found.known(file, "", f"capabilities.{capability.name}", capability.fallbacks, catalogue, "capabilities")
    for rule in routing.rules:
        found.known(file, "", f"rules.{rule.id}", rule.capabilities, catalogue, "capabilities")
        for name in rule.capabilities:
            fallbacks = catalogue[name].fallbacks if name in catalogue else ()
            if not provided & {name, *fallbacks}:
                what = f"nobody provides {name!r} or a fallback of it"
                found.error(file, "", what, "give it to a team or add a fallback", field=f"rules.{rule.id}")
    zones = {zone.zone for zone in found.pack.zones}
    for zone, others in routing.neighbours.items():
        found.known(file, "", "neighbours", (zone, *others), zones, "zones.yaml")
    _check_complaints(found)
    _check_categories(found)


def _check_complaints(found: Findings) -> None:
    """Complaints about police go to supervision only, however the rules are combined (issue 2, class 95)."""
    codes = {each.code for each in found.pack.categories if each.code.startswith(COMPLAINT)} | {COMPLAINT + "0000"}
    asked: set[str] = set()
    for category, priority, source in product(sorted(codes), PRIORITIES, SOURCES):
        for rule in _chosen(found.pack.routing.rules, category, priority, found.pack.county.code, source):
            asked.update(rule.capabilities)
    if asked != {SUPERVISION}:
        what = f"complaints ({COMPLAINT}) are routed to {', '.join(sorted(asked)) or 'nobody'}"
        remedy = f"put a rule for {COMPLAINT} first: capabilities [{SUPERVISION}], stop: true"
        found.error("routing.yaml", "", what, remedy, field="rules")


def _chosen(rules: tuple[Rule, ...], category: str, priority: int, county: str, source: str) -> list[Rule]:
    chosen = []
    for rule in rules:
        # a rule for a part of the county may hold for a complaint from there
        here = any(place.startswith(county) or county.startswith(place) for place in rule.when.places)
        place = rule.when.places[0] if here else county
        if rule.when.holds(category=category, priority=priority, place=place, source=source):
            chosen.append(rule)
            if rule.stop and not rule.when.places:
                break
    return chosen


def _check_categories(found: Findings) -> None:
    file, codes = "categories.csv", [category.code for category in found.pack.categories]
    found.unique(file, codes, "code")
    for prefix, name in CLASSES.items():
        if prefix + "0000" not in codes:
            found.error(file, "", f"class {prefix} ({name}) has no generic code", f"add {prefix}0000", field="code")
    for code in codes:
        if code[:2] not in CLASSES:
            known = ", ".join(CLASSES)
            found.error(
                file, code, f"{code} is of the unknown class {code[:2]}", f"classes are {known}", field="code"
            )
    for rule in found.pack.routing.rules:
        for prefix in rule.when.categories:
            if not any(code.startswith(prefix) for code in codes):
                what = f"no category begins with {prefix}"
                found.warning("routing.yaml", "", what, "is it misspelt?", field=f"rules.{rule.id}")


def check_deadlines(found: Findings) -> None:
    """Check deadlines.yaml and rings.yaml."""
    file = "deadlines.yaml"
    rows = Counter((row.priority, row.ring, row.response_class) for row in found.pack.deadlines.table)
    for row in found.pack.deadlines.table:
        if (row.ring is None) == (row.response_class is None):
            what = f"a row of priority {row.priority} names both or neither of ring and response_class"
            found.error(file, "", what, "give exactly one", field="table")
        if row.arrive_s is not None and row.arrive_s < row.acknowledge_s:
            what = f"priority {row.priority}: arrival is due before the acknowledgement"
            found.warning(file, "", what, "is it meant?", field="table")
    wanted: list[tuple[int, int | None, str | None]] = [(p, ring, None) for p, ring in product(PRIORITIES, RINGS)]
    wanted += [(p, None, place) for p, place in product(PRIORITIES, RESPONSE_CLASSES)]
    for key in wanted:
        if rows[key] != 1:
            priority, ring, place = key
            where = f"ring {ring}" if ring else f"response class {place}"
            what = f"priority {priority} in {where} has {rows[key]} rows"
            found.error(file, "", what, "give exactly one", field="table")
    found.unique("rings.yaml", (ring.id for ring in found.pack.rings))
    for circle in found.pack.rings:
        if circle.radius_m <= 0:
            found.error("rings.yaml", circle.id, "radius is not above 0", "give metres", field="radius_m")
