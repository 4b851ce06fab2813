"""HTTP: certificates, leave and wishes, told by the person or a planner; a planner sees, grants and refuses."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.patrol.app.people import access
from services.patrol.domain.people import certificates, leaves
from services.patrol.domain.rosters.problem import Wish
from services.patrol.domain.span import Span
from services.patrol.entrypoints import people_answers as answers
from services.patrol.entrypoints import people_bodies as bodies
from services.patrol.entrypoints.people import BOTH, OWN, PLAN, decided, own_or_planner, person_of, reply_with


class PeopleTimeApi:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "POST", "/v1/people/<id>/certificates", roles=BOTH, body=bodies.CertificateBody, idempotent=True,
        response=answers.PersonAnswer, status=201,
        summary="Tell of a certificate; its number is kept encrypted; a planner's own counts as seen",
    )  # fmt: skip
    def add_certificate(self, call: Call) -> Reply:
        """Add it."""
        person = person_of(self.app, call, own_or_planner)
        skill, until, number = (call.body[name] for name in ("skill", "until", "number"))
        seen = access.may_decide(call.caller, person) and not access.is_own(call.caller, person.id)
        certificates.add(person, skill, until, verified=seen)
        if number:
            self.app.registering.note_number(person.id, skill, number)
        after = self.app.people.act(
            person.id, call.command(), lambda now: certificates.add(now, skill, until, verified=seen)
        )
        return reply_with(self.app, after)

    @api(
        "POST", "/v1/people/<id>/certificates/<skill>/verify", roles=PLAN, idempotent=True,
        response=answers.PersonAnswer, summary="A planner has seen the certificate: from now on the skill counts",
    )  # fmt: skip
    def verify_certificate(self, call: Call) -> Reply:
        """Verify it."""
        return decided(self.app, call, lambda person: certificates.verify(person, call.path["skill"]))

    @api(
        "DELETE", "/v1/people/<id>/certificates/<skill>", roles=PLAN, idempotent=True,
        response=answers.PersonAnswer, summary="A certificate was false or was taken back",
    )  # fmt: skip
    def remove_certificate(self, call: Call) -> Reply:
        """Take it away."""
        return decided(self.app, call, lambda person: certificates.remove(person, call.path["skill"]))

    @api(
        "POST", "/v1/people/<id>/leaves", roles=BOTH, body=bodies.LeaveBody, idempotent=True,
        response=answers.PersonAnswer, status=201, summary="Ask for leave; put in by a planner it is granted",
    )  # fmt: skip
    def ask_leave(self, call: Call) -> Reply:
        """Ask, or put it in."""
        person = person_of(self.app, call, own_or_planner)
        command, span = call.command(), Span(call.body["start"], call.body["end"])
        if access.may_decide(call.caller, person) and not access.is_own(call.caller, person.id):
            return reply_with(self.app, self.app.people.put_leave(person.id, command.id, span, "leave", command))
        now = self.app.people.now()
        after = self.app.people.act(person.id, command, lambda kept: leaves.ask(kept, command.id, span, now))
        return reply_with(self.app, after)

    @api(
        "POST", "/v1/people/<id>/leaves/<leave>/grant", roles=PLAN, idempotent=True,
        response=answers.PersonAnswer, summary="Grant leave; shifts that fall into it are filled anew",
    )  # fmt: skip
    def grant_leave(self, call: Call) -> Reply:
        """Grant it."""
        person = person_of(self.app, call, access.may_decide)
        return reply_with(self.app, self.app.people.grant(person.id, call.path["leave"], call.command()))

    @api(
        "POST", "/v1/people/<id>/leaves/<leave>/refuse", roles=PLAN, idempotent=True,
        response=answers.PersonAnswer, summary="Refuse leave that was asked for",
    )  # fmt: skip
    def refuse_leave(self, call: Call) -> Reply:
        """Refuse it."""
        return decided(self.app, call, lambda person: leaves.refuse(person, call.path["leave"]))

    @api(
        "POST", "/v1/people/<id>/leaves/<leave>/withdraw", roles=BOTH, idempotent=True,
        response=answers.PersonAnswer, summary="Leave is wanted no more",
    )  # fmt: skip
    def withdraw_leave(self, call: Call) -> Reply:
        """Withdraw it."""
        person = person_of(self.app, call, own_or_planner)
        after = self.app.people.act(person.id, call.command(), lambda now: leaves.withdraw(now, call.path["leave"]))
        return reply_with(self.app, after)

    @api(
        "PUT", "/v1/people/<id>/wishes", roles=OWN, body=bodies.WishesBody, idempotent=True,
        response=answers.PersonAnswer, summary="What the next rosters should try: all wishes anew",
    )  # fmt: skip
    def put_wishes(self, call: Call) -> Reply:
        """Replace them."""
        person = person_of(self.app, call, lambda caller, found: access.is_own(caller, found.id))
        now = self.app.people.now()
        wishes = [
            Wish(each["kind"], Span(each["start"], each["end"]), each["weight"]) for each in call.body["wishes"]
        ]
        after = self.app.people.act(person.id, call.command(), lambda kept: leaves.wish(kept, wishes, now))
        return reply_with(self.app, after)
