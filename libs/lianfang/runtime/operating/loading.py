"""Loading a county: its pack into the grid service, its teams' and shops' queues onto the broker."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from lianfang.messaging.topology import apply, load
from lianfang.regions.pack import Pack, require_valid
from lianfang.regions.pack import load as load_pack
from lianfang.regions.pack.archive import archive
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.failure import BadInput, Failure
from lianfang.runtime.operating.target import Target

Say = Callable[[str], None]
_ROUTED_WITHIN_S, _JUDGED_WITHIN_S = 60.0, 330.0


def load_county(target: Target, folder: Path, say: Say) -> Pack:
    """Make the stack ready for the county of the pack in `folder`, and return the pack. Safe to do again.

    Raises PackError, ManagementError, TopologyError, Failure.
    """
    pack = load_pack(folder)
    require_valid(pack)  # before queues are made for what will be refused
    say(f"making the queues of {len(pack.teams)} teams and {len(pack.shops)} shops of {pack.county.name}")
    apply(load(teams=addresses(pack)), target.management_uri, target.vhost)
    release = import_pack(target, folder)
    say(f"{pack.county.name}: release {release}, {len(pack.grids)} grids")
    wait_for_release(target, pack.county.code, release)
    return pack


def load_roster(target: Target, file: Path, county: str, say: Say) -> dict[str, Any]:
    """Take over a county's studios and mediators from a YAML or JSON file, whole or not at all. Safe to do again.

    Raises BadInput for a file that can't be read, Failure with what the mediation service finds wrong.
    """
    try:
        roster = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{file}: {' '.join(str(error).split())}") from None
    client = ServiceClient(target, "mediation", ("registry",), region=county)
    key = hashlib.sha256(json.dumps(roster, sort_keys=True, default=str).encode()).hexdigest()
    taken: dict[str, Any] = client.call("PUT", f"/v1/roster/{county}", roster, **{"Idempotency-Key": key})
    say(f"{county}: {taken['studios']} studios, {taken['mediators']} mediators on the roster")
    return taken


def addresses(pack: Pack) -> list[str]:
    """Return the full ids of all teams and shops."""
    return [*(team.full_id for team in pack.teams), *(shop.full_id for shop in pack.shops)]


def import_pack(target: Target, folder: Path) -> str:
    """Import the pack into the grid service and return its release. Raises Failure with the first problems."""
    client = ServiceClient(target, "grid", ("registry",), timeout_s=_JUDGED_WITHIN_S)
    answer = client.call("POST", "/v1/packs", archive(folder), **{"Content-Type": "application/zip"})
    return str(answer["release"])


def wait_for_release(target: Target, county: str, release: str) -> None:
    """Wait until the services that follow the registry use that release. Raises Failure after a minute.

    Mediation, patrol and analytics are asked where the target knows them; a stack without is none the worse.
    """
    deadline = time.monotonic() + _ROUTED_WITHIN_S
    uses: dict[str, Callable[[], str]] = {"incident": _routes_by(target, county)}
    for service in ("mediation", "patrol", "analytics"):
        if service in target.services:
            uses[service] = _follows(target, service, county)
    for service, used in uses.items():
        while used() != release:
            if time.monotonic() > deadline:
                raise Failure(
                    f"the {service} service has not got release {release} within {_ROUTED_WITHIN_S:g} s: "
                    "see `lianfang doctor` and `lianfang dead list`"
                )
            time.sleep(0.2)


def _routes_by(target: Target, county: str) -> Callable[[], str]:
    client = ServiceClient(target, "incident", ("dispatcher",), region=county)
    question = {"source": "call", "category": "990000", "place": {"grid": county}}
    return lambda: str(client.call("POST", "/v1/routing/explain", question)["release"])


def _follows(target: Target, service: str, county: str) -> Callable[[], str]:
    client = ServiceClient(target, service, ("viewer",), region=county)
    return lambda: str(client.call("GET", "/v1/registry")["releases"].get(county, ""))
