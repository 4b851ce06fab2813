"""HTTP: hours and service points, and the person's calendar behind a secret address."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lianfang.feeds.ics import MEDIA_TYPE
from lianfang.feeds.secret import NoFeed
from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.problems import know
from services.patrol.app.people import access
from services.patrol.app.people.credits import NoCredit, credit_to_json
from services.patrol.entrypoints import people_answers as answers
from services.patrol.entrypoints import people_bodies as bodies
from services.patrol.entrypoints.people import BOTH, PLAN, READ, own_or_planner, person_of

know(NoCredit, 404, "Not found")
know(NoFeed, 404, "Not found")


class PeopleCreditsApi:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "GET", "/v1/people/<id>/credits", roles=READ, query=bodies.PeriodQuery, response=answers.CreditsAnswer,
        summary="Hours and service points of a period, with each shift",
    )  # fmt: skip
    def credits(self, call: Call) -> Any:
        """Return sums and credits."""
        person, since, until = person_of(self.app, call), call.query["since"], call.query["until"]
        found = [credit_to_json(each) for each in self.app.credits.of(person.id, since, until)]
        return {**asdict(self.app.credits.totals(person.id, since, until)), "items": found}

    @api(
        "POST", "/v1/people/<id>/credits/<credit>/correct", roles=PLAN, body=bodies.CorrectionBody,
        idempotent=True, response=answers.CreditAnswer, summary="Correct a credit, with a reason; the old is kept",
    )  # fmt: skip
    def correct_credit(self, call: Call) -> Any:
        """Correct it."""
        person, told, id = person_of(self.app, call, access.may_decide), call.body, call.path["credit"]
        if self.app.credits.get(id).person != person.id:
            raise NoCredit("There is no such credit.")
        after = self.app.credits.correct(id, told["minutes"], told["points"], told["reason"], call.command())
        return credit_to_json(after)

    @api(
        "POST", "/v1/people/<id>/feed", roles=BOTH, idempotent=True, response=answers.PersonFeedAnswer, status=201,
        summary="A secret address for the person's calendar, told once; an older one ends",
    )  # fmt: skip
    def put_feed(self, call: Call) -> Any:
        """Make the feed."""
        person = person_of(self.app, call, own_or_planner)
        secret = self.app.feeds.put(person.id, "勤务", call.command())
        return {"path": f"/v1/feeds/{secret}.ics" if secret else None}

    @api("DELETE", "/v1/people/<id>/feed", roles=BOTH, idempotent=True, status=204, summary="Revoke the address")
    def revoke_feed(self, call: Call) -> Reply:
        """Revoke the feed."""
        self.app.feeds.revoke(person_of(self.app, call, own_or_planner).id, call.command())
        return Reply()

    @api(
        "GET", "/v1/feeds/<token>.ics", public=True, produces="text/calendar",
        summary="The calendar behind a secret address, for calendar programs",
    )  # fmt: skip
    def feed(self, call: Call) -> Reply:
        """Return it."""
        content = self.app.feeds.read(call.path["token"])
        return Reply(content=content, content_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=300"})
