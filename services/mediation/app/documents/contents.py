"""What a document says, from the decrypted case; what the case does not know is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from services.mediation.domain.case import Case
from services.mediation.domain.parts import PARTY
from services.mediation.domain.policy import Calendar, Policy
from services.mediation.domain.refused import Refused

Data = dict[str, Any]
_WHOLE_DATE = 10
_STATED = {
    "birth_date": "birth_date", "id_number": "id_number", "phone": "phone", "household": "address",
    "workplace": "workplace",
}  # fmt: skip
"""What is stated of a person -> the form's field."""


@dataclass(frozen=True, slots=True)
class Known:
    """A case decrypted for printing.

    people: by ref, what is stated. text: of the dispute. wording: of the agreement: facts, terms, manner, place.
    mediator: name and phone. organ: name of the studio. now: of the request. calendar, policy: the case's rules.
    place_of: (studio, room) in words.
    """

    case: Case
    policy: Policy
    calendar: Calendar
    zone: tzinfo
    now: datetime
    people: Mapping[str, Mapping[str, str]]
    text: str
    wording: Mapping[str, Any]
    mediator: Mapping[str, str]
    organ: str
    place_of: Callable[[str, str], str]

    def local(self, at: datetime) -> datetime:
        """Return a time on the people's clock."""
        return at.astimezone(self.zone)

    def name(self, ref: str) -> str:
        """Return a person's name, empty for an unknown ref."""
        return self.people.get(ref, {}).get("name", "")

    def names(self) -> list[str]:
        """Return the names of all parties, without guardians and witnesses."""
        return [self.name(each.ref) for each in self.case.parties if each.role == PARTY]


def head(known: Known) -> Data:
    """Return what every document has, but for its number and version."""
    return {"organ": known.organ, "issued_on": known.local(known.now).date().isoformat()}


def people(known: Known) -> list[Data]:
    """Return the people of the dispute as forms take them; a birth date only when it is known to the day."""
    found = []
    for each in known.case.parties:
        stated = known.people.get(each.ref, {})
        said: Data = {"side": each.side, "name": stated.get("name", ""), "role": each.role}
        said |= {form: stated[name] for name, form in _STATED.items() if stated.get(name)}
        if len(said.get("birth_date", "")) != _WHOLE_DATE:
            said.pop("birth_date", None)
        if each.of and known.name(each.of):
            said["acts_for"] = known.name(each.of)
        found.append(said)
    return found


def cause(known: Known) -> str:
    """Return the dispute in a line: the first of each side."""
    first = {each.side: known.name(each.ref) for each in reversed(known.case.parties) if each.role == PARTY}
    return f"{'与'.join(first[side] for side in sorted(first))}纠纷" if first else ""


def agreement(known: Known, _asked: Mapping[str, Any]) -> Data:
    """人民调解协议书 or 治安调解协议书."""
    return {**oral_record(known, _asked), "place": _last_place(known)}


def oral_record(known: Known, _asked: Mapping[str, Any]) -> Data:
    """口头协议登记表."""
    made, wording = known.case.agreement, known.wording
    performance = {"manner": wording.get("manner"), "place": wording.get("place")}
    if made is not None:
        performance["time"] = f"{_in_words(known.local(made.due))}前"
    return {
        "mode": known.case.mode, "parties": people(known),
        "facts": wording.get("facts"), "terms": wording.get("terms"),
        "performance": {name: value for name, value in performance.items() if value},
        "mediators": [known.mediator["name"]] if known.mediator.get("name") else [],
    }  # fmt: skip


def invitation(known: Known, asked: Mapping[str, Any]) -> Data:
    """调解通知书 of a session: the one asked for, else the next one."""
    planned = [each for each in known.case.sessions if each.state == "scheduled"]
    wanted = asked.get("session")
    chosen = next((each for each in planned if wanted in (None, each.id)), None)
    if chosen is None:
        raise Refused(
            "no_such_session", "there is no such session to invite to", "schedule one first", field="data.session"
        )
    return {
        "mode": known.case.mode, "recipient": _recipient(known, asked), "cause": cause(known),
        "time": known.local(chosen.start).isoformat(),
        "place": known.place_of(chosen.studio, chosen.room),
        "mediators": [known.mediator["name"]] if known.mediator.get("name") else None, "contact": _contact(known),
    }  # fmt: skip


def transfer_letter(known: Known, _asked: Mapping[str, Any]) -> Data:
    """移送函: to whom, and until when it is answered."""
    sent = known.case.transfer
    if sent is None:
        raise Refused("no_transfer", "the case was not transferred", "transfer it first", field="kind")
    body, terms = known.policy.bodies.get(sent.body), known.policy.terms
    by = {
        "contact_by": terms["contact"].after(sent.requested_at, known.calendar),
        "answer_by": terms[f"answer_{sent.complexity}"].after(sent.requested_at, known.calendar),
    }
    return {
        "to": body.title if body else sent.body, "cause": cause(known), "facts": known.text,
        "parties": people(known), "contact": _contact(known),
        **{name: known.local(at).isoformat() for name, at in by.items()},
    }  # fmt: skip


def termination_notice(known: Known, _asked: Mapping[str, Any]) -> Data:
    """终止调解告知书, with the routes that were told."""
    if not known.case.routes:
        raise Refused("not_failed", "the mediation has not failed", "end it with the routes told", field="kind")
    return {
        "mode": known.case.mode, "recipients": known.names(), "cause": cause(known), "routes": _routes(known),
    }  # fmt: skip


def confirmation_application(known: Known, _asked: Mapping[str, Any]) -> Data:
    """司法确认申请书."""
    case = known.case
    made, until = case.agreement, case.deadlines.get("confirmation")
    number = next((each.number for each in reversed(case.documents) if each.kind == "agreement"), None)
    return {
        "parties": people(known), "agreement_number": number, "facts": known.wording.get("facts"),
        "terms": known.wording.get("terms"),
        "agreed_on": known.local(made.made_at).date().isoformat() if made else None,
        "apply_by": known.local(until).date().isoformat() if until else None,
    }  # fmt: skip


def not_accepted_notice(known: Known, asked: Mapping[str, Any]) -> Data:
    """不予调解告知书, with the rule that excludes mediation."""
    if not known.case.exclusions:
        raise Refused("not_declined", "mediation was not declined", "decline it first", field="kind")
    rule = known.policy.exclusions.get(known.case.exclusions[-1])
    said = {"reason": rule.title, "law": [{"source": rule.source, "text": rule.title}]} if rule else {}
    return {"recipient": _recipient(known, asked), "cause": cause(known), "routes": _routes(known), **said}


def _recipient(known: Known, asked: Mapping[str, Any]) -> str | None:
    ref = asked.get("recipient")
    if ref is None:
        return next(iter(known.names()), None)
    if not known.name(ref):
        raise Refused(
            "unknown_recipient", "the recipient is the ref of a person of the case",
            f"one of: {', '.join(each.ref for each in known.case.parties)}", field="data.recipient",
        )  # fmt: skip
    return known.name(ref)


def _routes(known: Known) -> list[Data]:
    told = [known.policy.routes[each] for each in known.case.routes if each in known.policy.routes]
    return [{"name": each.title, **({"note": each.source} if each.source else {})} for each in told]


def _contact(known: Known) -> Data | None:
    whole = known.mediator.get("name") and known.mediator.get("phone")
    return {"name": known.mediator["name"], "phone": known.mediator["phone"]} if whole else None


def _last_place(known: Known) -> str:
    met = [each for each in known.case.sessions if each.state == "held"]
    return known.place_of(met[-1].studio, met[-1].room) if met else ""


def _in_words(day: datetime) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


Maker = Callable[[Known, Mapping[str, Any]], Data]
MAKERS: Mapping[str, Maker] = {
    "agreement": agreement, "oral_record": oral_record, "invitation": invitation,
    "transfer_letter": transfer_letter, "termination_notice": termination_notice,
    "confirmation_application": confirmation_application, "not_accepted_notice": not_accepted_notice,
}  # fmt: skip
WRITES_DOWN = frozenset({"agreement", "oral_record", "confirmation_application"})
"""Documents of an agreement."""
FIXED = frozenset({
    "number", "version", "issued_on", "mode", "parties", "agreed_on", "contact_by", "answer_by", "to", "routes",
    "law", "time", "recipients", "facts", "terms",
})  # fmt: skip
"""Fields that are the case's own where it knows them: a document must not say otherwise."""
ASKED = frozenset({"recipient", "session"})
"""Fields of what is asked that choose among what the case knows."""


def contents(kind: str, known: Known, asked: Mapping[str, Any]) -> Data:
    """Return the data of a document: what the case knows, and beside it what was asked to be printed.

    Raises Refused for a field that the case knows otherwise, and for what the case lacks.
    """
    if kind in WRITES_DOWN and known.case.agreement is None:
        raise Refused(
            "no_agreement", "there is no agreement to write down", "record the agreement first", field="kind"
        )
    told = {name: value for name, value in {**head(known), **MAKERS[kind](known, asked)}.items() if value}
    for name, value in asked.items():
        if name in FIXED and told.get(name, value) != value:
            raise Refused(
                "known_from_case", f"{name} is taken from the case", "leave it out, or mend the case",
                field=f"data.{name}",
            )  # fmt: skip
    data = {**told, **{name: value for name, value in asked.items() if name not in ASKED}}
    if isinstance(asked.get("performance"), dict):  # what the agreement itself says of it comes first
        data["performance"] = {**asked["performance"], **told.get("performance", {})}
    return data
