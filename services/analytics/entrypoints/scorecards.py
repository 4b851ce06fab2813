"""HTTP and a timer: rounds of assessment (双考), their cards, the budget check, appeals."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.person_ids import person_id
from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from services.analytics.app.scorecards.assess import Asked, NoSuchRound
from services.analytics.app.scorecards.cards import NoSuchCard
from services.analytics.domain.figures.period import BadPeriod, Period
from services.analytics.domain.refused import Refused
from services.analytics.domain.scorecards.card import Card, Round, Subject
from services.analytics.domain.wanted import Span
from services.analytics.entrypoints import assessment_problems  # noqa: F401 - says how exceptions are answered
from services.analytics.entrypoints import scorecard_answers as answers
from services.analytics.entrypoints import scorecard_bodies as bodies

SUPERVISE = frozenset({"supervisor"})
OWN = frozenset({"member"})
BOTH = SUPERVISE | OWN
APPEALS_S = 60


class ScorecardsApi:
    """Supervisors see the rounds of their region; others their own cards, once published.

    Needs `app.scorecards`, a ScoreDesk.
    """

    app: Any = Wired()

    @api(
        "POST", "/v1/scorecards/rounds", roles=SUPERVISE, body=bodies.AssessBody, idempotent=True, status=201,
        response=answers.RoundAnswer, summary="Assess units and people over a period; again while it is a draft",
    )  # fmt: skip
    def assess(self, call: Call) -> Any:
        """Make the cards."""
        require_region(call.caller, call.body["county"])
        desk = self.app.scorecards
        return answers.round_shown(desk.assess.assess(asked(call.body, desk.zone), call.command()))

    @api(
        "GET", "/v1/scorecards/rounds", roles=SUPERVISE, query=bodies.RoundsQuery, response=answers.RoundsAnswer,
        summary="Rounds of a region, the latest first",
    )  # fmt: skip
    def list_rounds(self, call: Call) -> Reply:
        """Return a page."""
        region = call.query["region"] or call.caller.region
        require_region(call.caller, region)
        with checked_cursor():
            found, cursor = self.app.scorecards.rounds(region, call.query["limit"], call.query["cursor"])
        return page_reply(call, [answers.round_shown(each) for each in found], cursor)

    @api("GET", "/v1/scorecards/rounds/<id>", roles=SUPERVISE, response=answers.RoundAnswer, summary="A round")
    def round(self, call: Call) -> Any:
        """Return it."""
        return answers.round_shown(self._round(call))

    @api(
        "POST", "/v1/scorecards/rounds/<id>/publish", roles=SUPERVISE, idempotent=True,
        response=answers.RoundAnswer, summary="Put a round in force; appeals are open from now on",
    )  # fmt: skip
    def publish_round(self, call: Call) -> Any:
        """Publish it."""
        return answers.round_shown(self.app.scorecards.assess.publish(self._round(call).id, call.command()))

    @api(
        "GET", "/v1/scorecards/rounds/<id>/budget", roles=SUPERVISE, response=answers.BudgetAnswer,
        summary="The budget check: what the grades cost, and what there is",
    )  # fmt: skip
    def round_budget(self, call: Call) -> Any:
        """Return it as of now, with upheld appeals."""
        return answers.budget_shown(self.app.scorecards.assess.budget(self._round(call).id))

    @api(
        "GET", "/v1/scorecards/rounds/<id>/cards", roles=SUPERVISE, query=bodies.CardsQuery,
        response=answers.CardsAnswer, summary="A round's cards",
    )  # fmt: skip
    def round_cards(self, call: Call) -> Reply:
        """Return a page."""
        query, round = call.query, self._round(call)
        with checked_cursor():
            found = self.app.scorecards.cards.page(
                round, kind=query["kind"], unit=query["unit"], limit=query["limit"], cursor=query["cursor"]
            )
        return page_reply(call, [answers.card_shown(card) for card in found.cards], found.cursor)

    @api(
        "GET", "/v1/scorecards/mine", roles=OWN, response=answers.CardsAnswer,
        summary="The caller's own cards of rounds that are published",
    )  # fmt: skip
    def own_cards(self, call: Call) -> Any:
        """Return them all."""
        found = self.app.scorecards.cards.of(person_id(call.caller.subject))
        return {"items": [answers.card_shown(card, own=True) for card in found], "next": None}

    @api("GET", "/v1/scorecards/cards/<id>", roles=BOTH, response=answers.CardAnswer, summary="A card")
    def card(self, call: Call) -> Reply:
        """Return it, its version as ETag."""
        self._card(call)
        stored = self.app.scorecards.cards.get(call.path["id"])
        return Reply(self._shown(call, stored.state), version=stored.version)

    @api(
        "POST", "/v1/scorecards/cards/<id>/appeal", roles=BOTH, body=bodies.AppealBody, idempotent=True,
        response=answers.CardAnswer, summary="Appeal a card: one's own, or a unit's by a supervisor",
    )  # fmt: skip
    def appeal(self, call: Call) -> Any:
        """Open the appeal."""
        card, told = self._card(call), call.body
        made = self.app.scorecards.cards.appeal(card.id, told["reason"], told["measures"], call.command())
        return self._shown(call, made)

    @api(
        "POST", "/v1/scorecards/cards/<id>/withdraw", roles=BOTH, idempotent=True, response=answers.CardAnswer,
        summary="Take one's appeal back",
    )  # fmt: skip
    def withdraw_appeal(self, call: Call) -> Any:
        """Withdraw it."""
        card = self._card(call)
        return self._shown(call, self.app.scorecards.cards.withdraw(card.id, call.command()))

    @api(
        "POST", "/v1/scorecards/cards/<id>/reject", roles=SUPERVISE, body=bodies.RejectBody, idempotent=True,
        response=answers.CardAnswer, summary="Decide that a card stands",
    )  # fmt: skip
    def reject_appeal(self, call: Call) -> Any:
        """Reject the appeal."""
        card, who = self._card(call), person_id(call.caller.subject)
        made = self.app.scorecards.cards.reject(card.id, call.body["why"], call.command(), who)
        return answers.card_shown(made)

    @api(
        "POST", "/v1/scorecards/cards/<id>/uphold", roles=SUPERVISE, body=bodies.UpholdBody, idempotent=True,
        response=answers.CardAnswer, summary="Put the right values in; the old ones are kept",
    )  # fmt: skip
    def uphold_appeal(self, call: Call) -> Any:
        """Uphold the appeal."""
        card, told, who = self._card(call), call.body, person_id(call.caller.subject)
        made = self.app.scorecards.cards.uphold(card.id, told["why"], told["values"], call.command(), who)
        return answers.card_shown(made)

    @timer(APPEALS_S)
    @patient
    def tell_of_late_appeals(self) -> None:
        """Tell of appeals that wait too long."""
        self.app.scorecards.cards.fire()

    def _round(self, call: Call) -> Round:
        round: Round = self.app.scorecards.assess.get(call.path["id"])
        if not call.caller.may_see(round.county):
            raise NoSuchRound(f"There is no round {round.id} in your region.")
        return round

    def _card(self, call: Call) -> Card:
        """Return the card if the caller may know of it: others' cards are not there."""
        card: Card = self.app.scorecards.cards.get(call.path["id"]).state
        if call.caller.has(*SUPERVISE) and call.caller.may_see(card.subject.county):
            return card
        own = call.caller.has(*OWN) and card.subject.id == person_id(call.caller.subject)
        if own and self.app.scorecards.assess.get(card.round).state == "published":
            return card
        raise NoSuchCard(f"There is no card {card.id} that you may see.")

    def _shown(self, call: Call, card: Card) -> Any:
        return answers.card_shown(card, own=card.subject.id == person_id(call.caller.subject))


def asked(body: Any, zone: Any) -> Asked:
    """Return what a body asks for. Raises Refused for a period that is none."""
    try:
        period = Period.parse(body["period"])
    except BadPeriod as wrong:
        raise Refused("invalid", str(wrong), "write it like 2026-Q1", field="period") from None
    county = body["county"]
    units = [
        Subject(each["id"], "unit", county, each["id"], each["region"], each["people"]) for each in body["units"]
    ]
    people = [Subject(each["id"], "person", county, each["unit"]) for each in body["people"]]
    return Asked(
        county, period.text, Span(*period.bounds(zone)), body["target_fen"], body["civilisation_fen"],
        (*units, *people), {(each["subject"], each["measure"]): each["value"] for each in body["given"]},
    )  # fmt: skip
