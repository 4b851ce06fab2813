"""HTTP: people join, are found, and are decided about. ``me`` in an address is the caller's own person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from lianfang.web.problems import Forbidden, know
from services.patrol.app.people import access
from services.patrol.app.people.codec import person_to_json
from services.patrol.app.people.people import NoPerson
from services.patrol.domain.people import joining
from services.patrol.domain.people.joining import Station
from services.patrol.domain.people.person import Person
from services.patrol.domain.people.step import Step
from services.patrol.entrypoints import people_answers as answers
from services.patrol.entrypoints import people_bodies as bodies

ME = "me"
OWN = frozenset({access.MEMBER})
PLAN = frozenset({access.PLANNER})
BOTH = OWN | PLAN
READ = access.READERS | OWN

know(NoPerson, 404, "Not found")


class PeopleApi:
    """No answer names anybody but those under …/personal."""

    app: Any = Wired()

    @api(
        "POST", "/v1/people", roles=OWN, body=bodies.SignUpBody, idempotent=True, response=answers.PersonAnswer,
        status=201, summary="Sign up as a volunteer; a planner approves",
    )  # fmt: skip
    def sign_up(self, call: Call) -> Reply:
        """Put the caller on the list."""
        said = {name: call.body[name] for name in ("name", "phone", "id_number", "address")}
        station = Station(call.body["unit"], "volunteer", call.body["origin"], call.body["area"])
        person = self.app.people.sign_up(access.own_id(call.caller), station, said, call.command())
        return reply_with(self.app, person)

    @api(
        "GET", "/v1/people", roles=access.READERS, query=bodies.PeopleQuery, response=answers.PeopleAnswer,
        summary="People of a region, unit or group, by id",
    )  # fmt: skip
    def list_people(self, call: Call) -> Reply:
        """Return one page."""
        asked = call.query
        region = asked["region"] or call.caller.region
        require_region(call.caller, region)
        with checked_cursor():
            found = self.app.people.page(
                region, unit=asked["unit"], group=asked["group"], force=asked["force"], state=asked["state"],
                limit=asked["limit"], cursor=asked["cursor"],
            )  # fmt: skip
        return page_reply(call, [shown(person) for person in found.people], found.cursor)

    @api("GET", "/v1/people/<id>", roles=READ, response=answers.PersonAnswer, summary="One person, unnamed")
    def person(self, call: Call) -> Reply:
        """Return it, its version as ETag."""
        return reply_with(self.app, person_of(self.app, call))

    @api(
        "GET", "/v1/people/<id>/personal", roles=BOTH | {access.READER}, query=bodies.PurposeQuery,
        response=answers.PersonalAnswer, summary="What names a person; each read leaves an audit row first",
    )  # fmt: skip
    def read_personal(self, call: Call) -> Any:
        """Return name, phone, id number, address."""
        person = person_of(self.app, call, access.may_read)
        return self.app.read_people(person.id, call.caller.subject, call.query["purpose"])

    @api(
        "PUT", "/v1/people/<id>/personal", roles=BOTH, body=bodies.PersonalBody, idempotent=True, status=204,
        summary="Change what names a person; what is left out stays",
    )  # fmt: skip
    def put_personal(self, call: Call) -> Reply:
        """Keep it."""
        person = joining.serving(person_of(self.app, call, own_or_planner))
        self.app.registering.register(person.id, call.body)
        return Reply()

    @api(
        "PUT", "/v1/people/<id>/station", roles=PLAN, body=bodies.PlaceBody, idempotent=True,
        response=answers.PersonAnswer, summary="Where somebody serves, in which groups, at which usual posts",
    )  # fmt: skip
    def put_station(self, call: Call) -> Reply:
        """Set it, all of it."""
        told = call.body
        station = Station(
            told["unit"], told["force"], told["origin"], told["area"], frozenset(told["groups"]),
            frozenset(told["usual"]),
        )  # fmt: skip
        joining.check(station)
        require_region(call.caller, station.area or station.unit[:6])
        return decided(self.app, call, lambda person: joining.place(person, station))

    @api(
        "POST", "/v1/people/<id>/approve", roles=PLAN, idempotent=True, response=answers.PersonAnswer,
        summary="An applicant, or somebody suspended, may be put on rosters",
    )  # fmt: skip
    def approve(self, call: Call) -> Reply:
        """Approve."""
        return decided(self.app, call, joining.approve)

    @api(
        "POST", "/v1/people/<id>/suspend", roles=PLAN, body=bodies.ReasonBody, idempotent=True,
        response=answers.PersonAnswer,
        summary="Somebody must not be on duty for now; their coming shifts are filled anew",
    )  # fmt: skip
    def suspend(self, call: Call) -> Reply:
        """Suspend."""
        person = person_of(self.app, call, access.may_decide)
        return reply_with(self.app, self.app.people.suspend(person.id, call.body["reason"], call.command()))

    @api(
        "POST", "/v1/people/<id>/leave-force", roles=BOTH, body=bodies.ReasonBody, idempotent=True,
        response=answers.PersonAnswer, summary="Somebody leaves the force; their coming shifts are filled anew",
    )  # fmt: skip
    def leave_force(self, call: Call) -> Reply:
        """Let them go."""
        person = person_of(self.app, call, own_or_planner)
        return reply_with(self.app, self.app.people.dismiss(person.id, call.body["reason"], call.command()))


def shown(person: Person) -> dict[str, Any]:
    """Return a person as answers show one."""
    empty: dict[str, Any] = {"groups": [], "usual": [], "certificates": [], "leaves": [], "wishes": []}
    return {**empty, **person_to_json(person)}


def reply_with(app: Any, person: Person) -> Reply:
    """Answer with the person as stored now, the version as ETag."""
    now, version = app.people.kept(person.id)
    return Reply(shown(now), version=version)


def own_or_planner(caller: Any, person: Person) -> bool:
    """Tell whether the caller is the person, or plans for them."""
    return access.is_own(caller, person.id) or access.may_decide(caller, person)


def person_of(app: Any, call: Call, may: Callable[[Any, Person], bool] = access.may_see) -> Person:
    """Return the person of the address. Raises NoPerson for who is not the caller's to see, Forbidden."""
    asked = call.path["id"]
    person, _version = app.people.kept(access.own_id(call.caller) if asked == ME else asked)
    if may(call.caller, person):
        return person  # type: ignore[no-any-return]
    if access.may_see(call.caller, person):
        raise Forbidden("This is for the person, or for a planner of the region who is somebody else.")
    raise NoPerson("There is no such person, or they are not yours to see.")


def decided(app: Any, call: Call, decide: Callable[[Person], Step]) -> Reply:
    """Let a planner decide about the person of the address, and answer with them."""
    person = person_of(app, call, access.may_decide)
    return reply_with(app, app.people.act(person.id, call.command(), decide))
