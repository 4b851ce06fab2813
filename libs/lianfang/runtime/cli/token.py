"""`lianfang token`: a bearer token of the embedded stack."""

from __future__ import annotations

from typing import Annotated

import typer

from lianfang.runtime.cli.output import Json, emit
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import Target
from lianfang.web import tokens

ROLES = (
    "intake", "dispatcher", "team", "viewer", "supervisor", "reporter-data", "registry", "operator", "mediation",
    "mediator", "planner", "member",
)  # fmt: skip


def token(
    subject: Annotated[str, typer.Argument(help="Who it is for; written into histories and audit rows.")],
    role: Annotated[list[str], typer.Option(help=f"One or more of {', '.join(ROLES)}.")],
    region: Annotated[str, typer.Option(help="Code prefix the holder is kept inside; empty: the country.")] = "",
    team: Annotated[str, typer.Option(help="Full team id, for the role team.")] = "",
    hours: Annotated[float, typer.Option(min=0.01, max=24 * 366, help="How long it is valid.")] = 8.0,
    json_: Json = False,
) -> None:
    """Issue a bearer token under the embedded stack's key (in production the identity provider does it)."""
    if unknown := [each for each in role if each not in ROLES]:
        raise BadInput(f"--role {unknown[0]!r} is unknown; roles are {', '.join(ROLES)}")
    if "team" in role and not team:
        raise BadInput("--role team needs --team <county>.<zone>.<team>")
    issued = tokens.issue(Target.find().token_key, subject, role, region=region, team=team, lifetime_s=hours * 3600)
    if json_:
        emit({"token": issued, "subject": subject, "roles": role, "region": region, "team": team})
    else:
        print(issued)
