"""HTTP of visits (走访), counts of people (实有人口), graded places and countable duties (八个一)."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.person_ids import person_id
from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.grid.app.records.hazards import NoSuchRecord
from services.grid.domain.records.duty import Entry
from services.grid.domain.records.place import Grading, Place
from services.grid.domain.records.population import Population
from services.grid.domain.records.told import Told
from services.grid.domain.records.visit import Visit
from services.grid.entrypoints import problems  # noqa: F401 - makes the exceptions known
from services.grid.entrypoints import record_answers as answers
from services.grid.entrypoints import record_bodies as bodies
from services.grid.entrypoints.record_callers import READ, TELL, listed, phone, require_own

POLICIES_S = 2
VisitsAnswer = answers.page_of(answers.VisitAnswer, "VisitsAnswer")
PopulationsAnswer = answers.page_of(answers.PopulationAnswer, "PopulationsAnswer")
PlacesAnswer = answers.page_of(answers.PlaceAnswer, "PlacesAnswer")
DutiesAnswer = answers.page_of(answers.DutyAnswer, "DutiesAnswer")


class RecordsApi:
    """Each record is noted once by its id, however often it is sent; 201 new, 200 nothing new."""

    app: Any = Wired()

    @timer(POLICIES_S)
    @patient
    def follow_policies(self) -> None:
        """Take the rules that another process was given."""
        self.app.policies.refresh()

    @api(
        "POST", "/v1/visits", roles=TELL, body=bodies.VisitBody, response=answers.VisitAnswer, idempotent=True,
        status=201, summary="Households were visited, by the caller",
    )  # fmt: skip
    def record_visit(self, call: Call) -> Reply:
        """Note it."""
        body = call.body
        require_own(call, body["team"])
        fresh = Visit(
            body["id"], body["region"], body["role"], body["team"], person_id(call.caller.subject),
            body["households"], body["minutes"], body["fraud_minutes"], self._told(call), body["place"] or "",
        )  # fmt: skip
        visit, new = self.app.records.visits.note(fresh, call.command())
        return Reply(answers.visit(visit), status=201 if new else 200)

    @api(
        "GET", "/v1/visits", roles=READ, query=bodies.VisitsQuery, response=VisitsAnswer,
        summary="Visits, the newest first",
    )  # fmt: skip
    def list_visits(self, call: Call) -> Reply:
        """Return a page."""
        query = call.query
        equal = {name: query[name] for name in ("team", "person", "role")}
        return listed(call, self.app.records.visits.page, answers.visit, **equal)

    @api(
        "POST", "/v1/populations", roles=TELL, body=bodies.PopulationBody, response=answers.PopulationAnswer,
        idempotent=True, status=201, summary="People in a grid were counted for a month; the count made last holds",
    )  # fmt: skip
    def put_population(self, call: Call) -> Reply:
        """Put it."""
        body = call.body
        fresh = Population(
            body["region"], body["group"], body["month"], body["registered"], body["estimated"], self._told(call)
        )
        now, new = self.app.records.populations.put(fresh, call.command())
        return Reply({**answers.population(now), "in_force": new}, status=201 if new else 200)

    @api(
        "GET", "/v1/populations", roles=READ, query=bodies.PopulationsQuery, response=PopulationsAnswer,
        summary="Counts in force, the newest first",
    )  # fmt: skip
    def list_populations(self, call: Call) -> Reply:
        """Return a page."""
        equal = {name: call.query[name] for name in ("month", "group")}
        return listed(call, self.app.records.populations.page, answers.population, **equal)

    @api(
        "POST", "/v1/places", roles=TELL, body=bodies.GradeBody, response=answers.PlaceAnswer, idempotent=True,
        status=201, summary="A place was graded; the grade given last holds",
    )  # fmt: skip
    def grade_place(self, call: Call) -> Reply:
        """Grade it."""
        body = call.body
        grading = Grading(body["grade"], self._told(call), body["reason"])
        self._not_another_s(call, body["place"])
        place, new = self.app.records.places.grade(
            Place(body["place"], body["region"], body["kind"], (grading,)), call.command()
        )
        return Reply({**answers.place(place), "in_force": new}, status=201 if new else 200)

    @api(
        "GET", "/v1/places", roles=READ, query=bodies.PlacesQuery, response=PlacesAnswer,
        summary="Places and their grades, graded last first",
    )  # fmt: skip
    def list_places(self, call: Call) -> Reply:
        """Return a page."""
        equal = {name: call.query[name] for name in ("kind", "grade")}
        return listed(call, self.app.records.places.page, answers.place, **equal)

    @api("GET", "/v1/places/<id>", roles=READ, response=answers.PlaceAnswer, summary="One place and its grades")
    def get_place(self, call: Call) -> Any:
        """Return it."""
        return answers.place(self._seen_place(call, call.path["id"]))

    @api(
        "POST", "/v1/duties", roles=TELL, body=bodies.DutyBody, response=answers.DutyAnswer, idempotent=True,
        status=201, summary="A team did one of its countable duties",
    )  # fmt: skip
    def record_duty(self, call: Call) -> Reply:
        """Record it with the local day, week or month that it was done in."""
        body = call.body
        require_own(call, body["team"])
        region = body["region"] or body["team"][:6]
        duty, new = self.app.records.duties.record(
            body["duty"], body["team"], region, Entry(body["id"], self._told(call, region)), call.command()
        )
        return Reply(answers.duty(duty), status=201 if new else 200)

    @api(
        "GET", "/v1/duties", roles=READ, query=bodies.DutiesQuery, response=DutiesAnswer,
        summary="Duties by period, the newest first",
    )  # fmt: skip
    def list_duties(self, call: Call) -> Reply:
        """Return a page."""
        equal = {name: call.query[name] for name in ("team", "duty", "period")}
        return listed(call, self.app.records.duties.page, answers.duty, **equal)

    def _seen_place(self, call: Call, id: str) -> Place:
        place: Place = self.app.records.places.get(id)
        if not call.caller.may_see(place.region):
            raise NoSuchRecord
        return place

    def _not_another_s(self, call: Call, id: str) -> None:
        """Raise Forbidden for a place that lies in a region which the caller does not see."""
        place = self.app.records.places.find(id)
        if place is not None:
            require_region(call.caller, place.region)

    def _told(self, call: Call, region: str = "") -> Told:
        region = region or call.body["region"]
        require_region(call.caller, region)
        told: Told = self.app.records.ground.told(phone(call), region[:6])
        return told
