"""From a plan and a seed to the events of two years, in the order in which they became true."""

from __future__ import annotations

from pathlib import Path
from random import Random

from lianfang.messaging.envelope import Event
from lianfang.regions.codes import Level
from lianfang.regions.pack import load as load_pack
from lianfang.runtime.history.plan import LINES, Plan
from lianfang.runtime.history.stage import Place, Stage, Teller


def history(plan: Plan, seed: int) -> list[Event]:
    """Return the events. Each line draws by itself, so that a new line leaves the others' events as they are.

    Raises PackError, LookupError for a place that is not there, and ContractError.
    """
    teller, places = Teller(plan.county, seed), places_of(plan)
    for line in plan.lines:
        random = Random(f"{plan.county}/{seed}/{line['id']}")  # noqa: S311 - a scenario, no secret
        LINES[line["kind"]][1](line, Stage(teller, random, places, plan.years))
    return sorted(teller.events, key=lambda event: (event.time, event.subject, event.sequence))


def places_of(plan: Plan) -> tuple[Place, ...]:
    """Return where things may happen: the pack's grids, each with its zone, or what the plan lists."""
    if plan.zones:
        return tuple(Place(region, zone) for zone, regions in plan.zones.items() for region in regions)
    pack = load_pack(plan.folder / plan.pack)
    zones = {township: zone.zone for zone in pack.zones for township in zone.townships}
    return tuple(
        Place(grid.code, zone)
        for grid in pack.grids
        if (zone := zones.get(grid.code[: Level.TOWNSHIP])) is not None
    )


def find_plan(scenarios: Path, county: str) -> Path:
    """Return the plan of a county. Raises LookupError telling which there are."""
    found = {path.parent.name: path for path in sorted(scenarios.glob("*/history.yaml"))}
    for path in found.values():
        if f'county: "{county}"' in path.read_text(encoding="utf-8"):
            return path
    raise LookupError(f"no scenario has a history of county {county!r}; there are {', '.join(found) or 'none'}")
