"""HTTP: disputes come in, and cases are looked at."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from lianfang.persistence.aggregate import Command
from lianfang.persistence.sealed import seal
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from services.mediation.app import views
from services.mediation.app.open_case import Notice
from services.mediation.app.placing import Placed, place_of
from services.mediation.app.roster.views import suggestions
from services.mediation.domain.refused import Refused
from services.mediation.entrypoints import problems  # noqa: F401 - makes the exceptions known
from services.mediation.entrypoints.answers import (
    CaseAnswer,
    CasesAnswer,
    HistoryAnswer,
    LinksAnswer,
    SuggestionsAnswer,
)
from services.mediation.entrypoints.case_bodies import CaseBody, CasesQuery, RecordBody, SuggestionsQuery
from services.mediation.entrypoints.party_bodies import parties_said
from services.mediation.entrypoints.telling import told

OPENS = frozenset({"mediation", "supervisor"})
JUDGES = frozenset({"mediation", "supervisor", "mediator"})
FROM_OTHERS = frozenset({"incident", "grid_report"})
"""Sources whose ids are the incident service's own; all others' are unique within a county at best."""


class CasesApi:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "POST", "/v1/cases", roles=OPENS, body=CaseBody, idempotent=True, response=CaseAnswer, status=201,
        summary="A dispute came to notice: 201 for a new case, 200 when the dispute has one already",
    )  # fmt: skip
    def post_case(self, call: Call) -> Reply:
        """Open a case, or add a source to the one that has the dispute."""
        body = call.body
        placed = self._placed(call)
        also = tuple((each["source"], _ref(each["source"], each["ref"], placed)) for each in body["also"])
        notice = Notice(
            body["source"], _ref(body["source"], body["ref"] or call.command_id, placed), body["category"],
            placed.county, placed.region, self._text(call), body["sealed"], tuple(body["signals"]),
            body["relation"], body["people"], also,
        )  # fmt: skip
        return self._opened(call, notice)

    @api(
        "POST", "/v1/records", roles=OPENS, body=RecordBody, idempotent=True, response=CaseAnswer, status=201,
        summary="Enter an old case from the paper ledger (台账补录), so that a grudge can be traced",
    )  # fmt: skip
    def post_record(self, call: Call) -> Reply:
        """Open it closed; the same number of the same county once."""
        body = call.body
        placed = self._placed(call)
        notice = Notice(
            "record", _ref("record", body["ref"], placed), body["category"], placed.county, placed.region,
            self._text(call), body["sealed"], (), body["relation"], body["people"],
            happened_at=self._noon(body["happened_on"]), outcome=body["outcome"],
        )  # fmt: skip
        return self._opened(call, notice)

    @api("GET", "/v1/cases", query=CasesQuery, response=CasesAnswer, summary="The caller's cases, newest first")
    def list_cases(self, call: Call) -> Reply:
        """Return a page."""
        query = call.query
        with checked_cursor():
            found = self.app.cases.page(
                call.caller, region=query["region"], state=query["state"], risk=query["risk"], mark=query["mark"],
                since=text_of(query["since"]), until=text_of(query["until"]), limit=query["limit"],
                cursor=query["cursor"],
            )  # fmt: skip
        return page_reply(call, [views.summary(each) for each in found.cases], found.cursor)

    @api("GET", "/v1/cases/<id>", response=CaseAnswer, summary="One case, its version as ETag")
    def get_case(self, call: Call) -> Reply:
        """Return it."""
        case = self.app.cases.get(call.path["id"], call.caller)
        return Reply(views.case(case), version=case.version)

    @api("GET", "/v1/cases/<id>/history", response=HistoryAnswer, summary="Every fact: when, who, what")
    def get_history(self, call: Call) -> Any:
        """Return the facts, oldest first."""
        facts = self.app.cases.history(call.path["id"], call.caller)
        return {"items": [views.entry(number, fact) for number, fact in enumerate(facts, 1)]}

    @api(
        "GET", "/v1/cases/<id>/links", roles=JUDGES, response=LinksAnswer,
        summary="Old quarrels that may be its root, with the paths that connect them",
    )  # fmt: skip
    def get_links(self, call: Call) -> Any:
        """Return the candidates and how they were judged."""
        case = self.app.cases.get(call.path["id"], call.caller)
        return {"items": [views.link(each) for each in case.links]}

    @api(
        "GET", "/v1/cases/<id>/suggestions", roles=JUDGES | {"team"}, query=SuggestionsQuery,
        response=SuggestionsAnswer, summary="Who could mediate, best first, with reasons",
    )  # fmt: skip
    def get_suggestions(self, call: Call) -> Any:
        """Return whom to ask, and who can't be asked."""
        return suggestions(self.app.suggest(call.path["id"], call.caller, tuple(call.query["languages"])))

    def _placed(self, call: Call) -> Placed:
        placed = place_of(self.app.replica.view(), call.body["place"], call.caller.region)
        require_region(call.caller, placed.region)
        return placed

    def _noon(self, day: date) -> datetime:
        """Return noon of a local day, or now if that is yet to come today. Raises Refused for a later day."""
        briefing = self.app.act.briefing
        now: datetime = briefing.clock()
        if day > now.astimezone(briefing.zone).date():
            raise Refused("in_the_future", "an old case lies in the past", "mend the date", field="happened_on")
        return min(datetime.combine(day, time(12), briefing.zone).astimezone(UTC), now)

    def _text(self, call: Call) -> str:
        said = {"text": call.body["text"], "place_text": call.body["place"]["text"]}
        return seal(self.app.cipher, said)

    def _opened(self, call: Call, notice: Notice) -> Reply:
        opened = self.app.open_case(notice, call.command(), lambda case: require_region(call.caller, case.county))
        id = opened.id
        if call.body["parties"]:
            parties = parties_said(call.body["parties"])
            id = self.app.join(id, parties, call.caller, derived(call.command(), "parties"), reported=True).id
        headers, status = {"Location": f"/v1/cases/{id}"}, 201 if opened.fresh else 200
        return told(self.app, call, self.app.act.case(id), status=status, headers=headers)


def derived(command: Command, part: str) -> Command:
    """Return the command of a further step of a request, the same for every repeat of it."""
    return replace(command, id=str(uuid.uuid5(uuid.UUID(command.id), part)), causation=command.id)


def text_of(moment: datetime | None) -> str:
    """Return a time as the store compares it: RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat() if moment else ""


def listed(shown: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a whole list as an answer."""
    return {"items": list(shown)}


def _ref(source: str, ref: str, placed: Placed) -> str:
    """Return a report's id as it is known here. Raises Refused for an incident's that can be none."""
    if source not in FROM_OTHERS:
        return f"{placed.county}:{ref}"
    try:
        return str(uuid.UUID(ref))
    except ValueError:
        raise Refused(
            "no_incident", "an incident's id is a UUID, as the incident service gave it", "copy it from there",
            field="ref",
        ) from None  # fmt: skip
