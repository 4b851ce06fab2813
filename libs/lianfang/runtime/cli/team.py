"""`lianfang team add|list|revoke`: the broker accounts of teams and shops."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from lianfang.messaging.accounts import team_status
from lianfang.messaging.accounts.overflow import read_overflow
from lianfang.messaging.management import Management
from lianfang.runtime.cli.accounts_shown import show_credentials, show_revoked, show_status
from lianfang.runtime.cli.output import Json, emit
from lianfang.runtime.operating.accounts import accounts_of
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="Teams and shops: account, queue and binding.", no_args_is_help=True)
Team = Annotated[str, typer.Argument(help="Full id <county>.<zone>.<team>, e.g. 350924.aoyang.case.")]


@app.command()
def add(
    team: Team, rotate: Annotated[bool, typer.Option(help="Set a new password.")] = False, json_: Json = False
) -> None:
    """Provision a team and print its credentials, this once."""
    with accounts_of(Target.find()) as accounts:
        show_credentials(accounts.add_team(team, rotate=rotate), json_)


@app.command("list")
def list_(json_: Json = False) -> None:
    """List teams and how full their queues are."""
    target = Target.find()
    with accounts_of(target) as accounts:
        known = accounts.list_teams()
    status = team_status(Management(target.management_uri, target.vhost), read_overflow(target.bus_uri))
    if json_:
        emit([asdict(each) | {"alarm": each.alarm, "filled": each.filled} for each in status])
    else:
        show_status("Teams", known, status)


@app.command()
def revoke(team: Team, json_: Json = False) -> None:
    """Close its connections, remove its account, queue and binding."""
    with accounts_of(Target.find()) as accounts:
        show_revoked(accounts.revoke_team(team), json_)
