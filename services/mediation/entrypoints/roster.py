"""HTTP: studios and mediators."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import ValidationError

from lianfang.regions import codes
from lianfang.runtime.wired import Wired
from lianfang.web.access import Caller, require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.problems import FieldError, Forbidden, Problem, know
from services.mediation.app.roster import views
from services.mediation.app.roster.importing import BadRoster, import_roster
from services.mediation.app.roster.roster import NotOnRoster, OtherCounty
from services.mediation.app.roster.schemas import (
    MediatorBody,
    RosterBody,
    StudioBody,
    check_mediator_id,
    check_studio_id,
)
from services.mediation.app.roster.storage import Kept
from services.mediation.domain.roster.mediator import Mediator
from services.mediation.entrypoints.roster_answers import (
    CountyQuery,
    ImportedAnswer,
    MediatorAnswer,
    MediatorsAnswer,
    StudioAnswer,
    StudiosAnswer,
)

CHANGE = frozenset({"registry", "mediation"})
READ = frozenset({"mediation", "supervisor", "mediator", "registry"})
NAMES = ("mediation", "supervisor")
"""Who may see mediators' names and phones."""

know(NotOnRoster, 404, "Not found")
know(OtherCounty, 409, "Id taken", slug="id-taken")


class RosterApi:
    """Studios and mediators are read and kept. A county's roster is read by all whose region meets the county."""

    app: Any = Wired()

    @api("GET", "/v1/studios", roles=READ, query=CountyQuery, response=StudiosAnswer, summary="A county's studios")
    def list_studios(self, call: Call) -> Any:
        """Return them all; a county has few."""
        county = county_of(call)
        return {"items": [views.studio(kept.item) for kept in self.app.roster.studios(county)]}

    @api("GET", "/v1/studios/<id>", roles=READ, response=StudioAnswer, summary="One studio with its rooms")
    def studio(self, call: Call) -> Reply:
        """Return it, its version as ETag."""
        kept = self.app.roster.studio(call.path["id"])
        require_near(call.caller, kept.item.county)
        return Reply(views.studio(kept.item), version=kept.version)

    @api(
        "PUT", "/v1/studios/<id>", roles=CHANGE, body=StudioBody, idempotent=True, response=StudioAnswer,
        summary="Keep a studio; If-Match when it is there already",
    )  # fmt: skip
    def put_studio(self, call: Call) -> Reply:
        """Store it."""
        id = _checked(check_studio_id, call.path["id"])
        _require_inside(call, call.body["county"], {"region": call.body["region"]})
        kept = self.app.roster.put_studio(id, call.body, call.command(), call.require_version)
        return Reply(views.studio(kept.item), version=kept.version)

    @api(
        "GET", "/v1/mediators", roles=READ, query=CountyQuery, response=MediatorsAnswer,
        summary="A county's mediators with their loads; names for the roles mediation and supervisor",
    )  # fmt: skip
    def list_mediators(self, call: Call) -> Any:
        """Return them all."""
        kept = list(self.app.roster.mediators(county_of(call)))
        loads = self.app.roster.loads(each.item.id for each in kept)
        return {"items": [self._shown(call.caller, each.item, loads[each.item.id]) for each in kept]}

    @api("GET", "/v1/mediators/<id>", roles=READ, response=MediatorAnswer, summary="One mediator")
    def mediator(self, call: Call) -> Reply:
        """Return the mediator, the version as ETag."""
        kept = self.app.roster.mediator(call.path["id"])
        require_near(call.caller, kept.item.county)
        return self._reply(call, kept)

    @api(
        "PUT", "/v1/mediators/<id>", roles=CHANGE, body=MediatorBody, idempotent=True, response=MediatorAnswer,
        summary="Keep a mediator; If-Match when there already. A name or phone left out stays",
    )  # fmt: skip
    def put_mediator(self, call: Call) -> Reply:
        """Store the mediator."""
        id = _checked(check_mediator_id, call.path["id"])
        regions = {f"regions.{number}": region for number, region in enumerate(call.body["regions"])}
        _require_inside(call, call.body["county"], regions)
        for studio in call.body["studios"]:
            self.app.roster.studio(studio)
        return self._reply(call, self.app.roster.put_mediator(id, call.body, call.command(), call.require_version))

    @api(
        "PUT", "/v1/roster/<county>", roles=CHANGE, body=RosterBody, idempotent=True, response=ImportedAnswer,
        summary="Make a county's roster what is sent, as a whole or not at all; who is not in it becomes inactive",
    )  # fmt: skip
    def put_roster(self, call: Call) -> Any:
        """Import it."""
        county = call.path["county"]
        if not (len(county) == codes.Level.COUNTY and county.isascii() and county.isdigit()):
            raise _bad([FieldError(field="county", message="is no county's code", remedy="Give 6 digits.")])
        require_region(call.caller, county)
        try:
            return asdict(import_roster(self.app.roster, county, call.body, call.command()))
        except BadRoster as bad:
            raise _bad(
                [FieldError(field=p.field, message=p.message, remedy=p.remedy) for p in bad.problems]
            ) from None

    def _reply(self, call: Call, kept: Kept[Mediator]) -> Reply:
        load = self.app.roster.loads([kept.item.id])[kept.item.id]
        return Reply(self._shown(call.caller, kept.item, load), version=kept.version)

    def _shown(self, caller: Caller, mediator: Mediator, load: int) -> dict[str, Any]:
        personal = self.app.roster.personal(mediator) if caller.has(*NAMES) else None
        return views.mediator(mediator, load, personal)


def county_of(call: Call) -> str:
    """Return the county that is asked for, by default the caller's own. Raises a 400 Problem, Forbidden."""
    county: str = call.query["county"] or call.caller.region[: codes.Level.COUNTY]
    if len(county) != codes.Level.COUNTY:
        raise _bad([FieldError(field="county", message="is missing", remedy="Add ?county= and its 6 digits.")])
    require_near(call.caller, county)
    return county


def require_near(caller: Caller, county: str) -> None:
    """Raise Forbidden unless the county lies in the caller's region, or the caller's region in the county."""
    if not (caller.may_see(county) or codes.contains(county, caller.region)):
        raise Forbidden(f"County {county} is outside your region ({caller.region}).")


def _require_inside(call: Call, county: str, regions: dict[str, str]) -> None:
    """Raise unless the caller may act in the county, and these fields' regions lie in it."""
    require_region(call.caller, county)
    wrong = [
        FieldError(
            field=field, message=f"is not in county {county}", remedy=f"Give a code beginning with {county}."
        )
        for field, region in regions.items()
        if not region.startswith(county)
    ]
    if wrong:
        raise _bad(wrong)


def _checked(check: Any, id: str) -> str:
    try:
        check(id)
    except ValidationError as error:
        remedy = "Choose another id."
        raise _bad([FieldError(field="id", message=str(error.messages[0]), remedy=remedy)]) from None
    return id


def _bad(errors: list[FieldError]) -> Problem:
    names = ", ".join(error["field"] or "the whole" for error in errors[:5])
    return Problem(400, "Invalid body", f"Wrong: {names}. Nothing was stored.", errors)
