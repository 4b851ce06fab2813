"""What requests say of people. Everything that names one is personal: stored encrypted, in no event or log."""

from __future__ import annotations

from collections import Counter
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates, validates_schema

from services.mediation.app.said import KinSaid, PartySaid
from services.mediation.domain.parts import ROLES
from services.mediation.domain.people.identity import Stated, tidy
from services.mediation.domain.people.kin import STATABLE, Kind
from services.mediation.entrypoints.fields import MANY, SIDE, TEXT_CHARS, id_, one_of, secret

MOST_KIN = 100
"""Of all people of a request: each is compared with all who may be the same."""
_STATED = ("name", "id_number", "phone", "birth_date", "village", "household", "workplace")


class PersonBody(Schema):
    """A person as a record states it; what can't be right, such as a wrong id number, is ignored when comparing."""

    name = secret("as the record calls them", 100, required=True)
    id_number = secret("公民身份号码, GB 11643", 40)
    phone = secret("5 to 12 digits", 40)
    birth_date = secret("YYYY, YYYY-MM or YYYY-MM-DD", 20)
    village = secret("region code of 9 or 12 digits where the person lives", 16)
    household = secret("the household in words: whose house, which number")
    workplace = secret("where the person works or worked")

    @validates("name")
    def _is_a_name(self, value: str, **_: Any) -> None:
        try:
            tidy(Stated(value))
        except ValueError:
            raise ValidationError("is no name: write what the record calls them") from None


class KinBody(Schema):
    """Somebody who belongs to a party: another party by ref, or a person."""

    kind = one_of(tuple(kind.value for kind in STATABLE), "what the other is to the party", required=True)
    ref = id_("another party of the case", load_default="")
    person = fields.Nested(PersonBody, load_default=None, allow_none=True)

    @validates_schema
    def _one_of_both(self, data: dict[str, Any], **_: Any) -> None:
        if bool(data.get("ref")) == bool(data.get("person")):
            raise ValidationError("give either the ref of a party, or a person", "person")


class PartyBody(PersonBody):
    """Somebody on a side of the dispute, or standing for one who is."""

    ref = id_("within the case, such as p1", required=True)
    side = fields.String(
        required=True, validate=SIDE, metadata={"description": "a, b …", "remedy": "a letter from a to j"}
    )
    role = one_of(ROLES, "what they are in the case", load_default="party")
    of = id_("for a guardian or representative: the ref of the one they stand for", load_default="")
    notes = secret("anything else to remember of them", TEXT_CHARS)
    kin = fields.List(fields.Nested(KinBody), load_default=list, validate=validate.Length(max=MANY))


class PartiesBody(Schema):
    """People of a case; a ref that is there already is replaced."""

    parties = fields.List(fields.Nested(PartyBody), required=True, validate=validate.Length(1, MANY))

    @validates("parties")
    def _own_refs(self, value: list[dict[str, Any]], **_: Any) -> None:
        not_too_many_kin(value)
        refs_differ(value)


def refs_differ(parties: list[dict[str, Any]]) -> None:
    """Raise ValidationError naming each party whose ref was given before."""
    if not _whole(parties):
        return
    counted = Counter(each["ref"] for each in parties)
    wrong = {
        str(number): {"ref": ["stands for another person already: give each its own ref"]}
        for number, each in enumerate(parties) if counted[each["ref"]] > 1
    }  # fmt: skip
    if wrong:
        raise ValidationError(wrong)


def not_too_many_kin(parties: list[dict[str, Any]]) -> None:
    """Raise ValidationError when the people have more kin than can be looked up in the time of a request."""
    if sum(len(each.get("kin", ())) for each in parties) > MOST_KIN:
        raise ValidationError(f"have more than {MOST_KIN} kin together: add the others by a further request")


def stand_for_somebody(parties: list[dict[str, Any]]) -> None:
    """Raise ValidationError naming each guardian of nobody and each unknown kin, these being all people."""
    if not _whole(parties):
        return
    refs = {each["ref"] for each in parties}
    wrong: dict[str, Any] = {}
    for number, each in enumerate(parties):
        others = refs - {each["ref"]}
        if each["role"] in ("guardian", "representative") and each["of"] not in others:
            wrong[str(number)] = {"of": ["names nobody: give the ref of the party they stand for"]}
        elif any(kin["ref"] and kin["ref"] not in others for kin in each["kin"]):
            wrong[str(number)] = {"kin": ["names nobody: give the ref of another party, or a person"]}
    if wrong:
        raise ValidationError(wrong)


def _whole(parties: list[dict[str, Any]]) -> bool:
    """Tell whether all fields were right by themselves; those that were not are missing here."""
    return all(
        {"ref", "role", "of", "kin"} <= each.keys() and all("ref" in kin for kin in each["kin"]) for each in parties
    )


def stated(person: dict[str, Any]) -> Stated:
    """Return what a body states of a person."""
    return Stated(**{name: person[name] for name in _STATED})


def parties_said(parties: list[dict[str, Any]]) -> list[PartySaid]:
    """Return people as the use case takes them."""
    return [
        PartySaid(
            each["ref"], each["side"], stated(each), each["role"], each["of"], each["notes"],
            tuple(
                KinSaid(Kind(kin["kind"]), kin["ref"], stated(kin["person"]) if kin["person"] else None)
                for kin in each["kin"]
            ),
        )
        for each in parties
    ]  # fmt: skip
