"""`lianfang district add|list|revoke|replay`: the broker accounts of district systems."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from lianfang.messaging import topology as broker
from lianfang.messaging.accounts import district_status
from lianfang.messaging.accounts.overflow import read_overflow
from lianfang.messaging.management import Management
from lianfang.messaging.replay import replay_district
from lianfang.runtime.cli.accounts_shown import show_credentials, show_revoked, show_status
from lianfang.runtime.cli.output import Json, emit, say
from lianfang.runtime.cli.since import moment
from lianfang.runtime.operating.accounts import accounts_of
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="District systems: account, permissions, capped durable queue.", no_args_is_help=True)
Code = Annotated[str, typer.Argument(help="Region code of 6, 4 or 2 digits.")]


@app.command()
def add(
    code: Code, rotate: Annotated[bool, typer.Option(help="Set a new password.")] = False, json_: Json = False
) -> None:
    """Provision a district system and print its credentials, this once."""
    with accounts_of(Target.find()) as accounts:
        show_credentials(accounts.add_district(code, rotate=rotate), json_)


@app.command("list")
def list_(json_: Json = False) -> None:
    """List district systems and how full their queues are."""
    target = Target.find()
    with accounts_of(target) as accounts:
        known = accounts.list_districts()
    status = district_status(Management(target.management_uri, target.vhost), read_overflow(target.bus_uri))
    if json_:
        emit([asdict(each) | {"alarm": each.alarm, "filled": each.filled} for each in status])
    else:
        show_status("Districts", known, status)


@app.command()
def replay(
    code: Code,
    since: Annotated[str, typer.Option(help="Arrived since: RFC 3339, or 6h, 7d.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
    rate: Annotated[float, typer.Option(min=0, help="At most so many a second; 0 is unlimited.")] = 0.0,
    json_: Json = False,
) -> None:
    """Send the district's events since a time into its queue once more: only what it may see, under their ids."""
    broker.district_code(code)
    count = replay_district(Target.find().bus_uri, code, moment(since), dry_run=dry_run, per_second=rate)
    if json_:
        emit({"district": code, "events": count, "sent": not dry_run})
    else:
        say(f"{count} events {'would be sent' if dry_run else 'sent'} to district {code}")


@app.command()
def revoke(
    code: Code,
    drain: Annotated[bool, typer.Option("--drain", help="Let it fetch first what waits for it.")] = False,
    within: Annotated[float, typer.Option(min=0, help="With --drain: wait so many seconds at most.")] = 600.0,
    json_: Json = False,
) -> None:
    """Close its connections, remove its account, queue and bindings; what waits in the queue goes with it.

    With --drain nothing new comes to it, and it is left as it is, with exit code 1, when it is not empty in time.
    """
    broker.district_code(code)
    with accounts_of(Target.find()) as accounts:
        if drain:
            accounts.drain_district(code, within)
        show_revoked(accounts.revoke_district(code), json_)
