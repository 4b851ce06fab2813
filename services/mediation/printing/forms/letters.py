"""The data each template needs, one schema per template. Dates and times are RFC 3339."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from lianfang.printing.text import LINE, NAME, PROSE, Day, Moment, Text
from services.mediation.printing.forms.parts import (
    Contact,
    Law,
    Letter,
    Performance,
    Route,
    listed,
    parties,
)

MODES = ("people", "court_docked", "public_order")


def _mode() -> fields.String:
    """Return the field that chooses the law a document quotes."""
    return fields.String(load_default="people", validate=validate.OneOf(MODES))


class Agreement(Letter):
    """人民调解协议书 (人民调解法 art. 29), for mode public_order 治安调解协议书 (程序规定 art. 184).

    For mode court_docked it is a 调解协议书 (最高人民法院关于人民法院特邀调解的规定 art. 24).

    place: where the mediation was. others: people present. copies: how many are made.
    """

    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    parties = parties(2)
    facts = Text(PROSE, lines=True)
    terms = listed(Text(PROSE, lines=True))
    performance = fields.Nested(Performance, required=True)
    mediators = listed(Text(NAME))
    recorder = Text(NAME, required=False)
    others = listed(Text(NAME), required=False)
    place = Text(LINE, required=False)
    copies = fields.Integer(load_default=3, strict=True, validate=validate.Range(min=2, max=99))

    @validates_schema
    def _check_sides(self, data: dict[str, Any], **_: Any) -> None:
        if len({party["side"] for party in data["parties"] if party["role"] == "party"}) < 2:
            raise ValidationError("has parties of one side only; an agreement has two", "parties")


class OralRecord(Letter):
    """口头协议登记表: what was agreed by word of mouth, recorded by the mediator (人民调解法 art. 28, 30).

    For mode public_order: agreed and performed on the spot, and filmed (程序规定 art. 178).
    """

    mode = _mode()
    parties = parties(2)
    facts = Text(PROSE, lines=True)
    terms = listed(Text(PROSE, lines=True))
    performance = fields.Nested(Performance, required=True)
    mediators = listed(Text(NAME))
    recorder = Text(NAME, required=False)


class Invitation(Letter):
    """调解通知书: when and where a mediation is. place or link must be there."""

    mode = _mode()
    recipient = Text(NAME)
    cause = Text(LINE)
    time = Moment(required=True)
    place = Text(LINE, required=False)
    link = Text(LINE, required=False)
    mediators = listed(Text(NAME), required=False)
    contact = fields.Nested(Contact, required=True)
    bring = listed(Text(LINE), required=False)

    @validates_schema
    def _check_where(self, data: dict[str, Any], **_: Any) -> None:
        if "place" not in data and "link" not in data:
            raise ValidationError("is missing, and so is a link: say where the mediation is", "place")


class TransferLetter(Letter):
    """移送函, with the receipt slip (回执) that the receiver sends back. to: the receiving body."""

    to = Text(NAME)
    cause = Text(LINE)
    facts = Text(PROSE, lines=True)
    reason = Text(PROSE, lines=True)
    parties = parties(1)
    contact = fields.Nested(Contact, required=True)
    contact_by = Moment(required=True)
    answer_by = Moment(required=True)
    attachments = listed(Text(LINE), required=False)


class TerminationNotice(Letter):
    """终止调解告知书: mediation failed, and the routes open now (人民调解法 art. 26; 治安管理处罚法 art. 9)."""

    mode = _mode()
    recipients = listed(Text(NAME))
    cause = Text(LINE)
    reason = Text(PROSE, lines=True)
    routes = listed(fields.Nested(Route))


class ConfirmationApplication(Letter):
    """司法确认申请书: both sides ask the court together, within 30 days (民事诉讼法 art. 205).

    organ: who mediated; agreement_number, agreed_on: of the agreement; apply_by: the last day.
    """

    court = Text(NAME)
    parties = parties(2)
    agreement_number = Text(NAME)
    agreed_on = Day(required=True)
    apply_by = Day(required=True)
    facts = Text(PROSE, lines=True)
    terms = listed(Text(PROSE, lines=True))
    attachments = listed(Text(LINE), required=False)


class NotAcceptedNotice(Letter):
    """不予调解告知书: why this can't be mediated, and by which rule."""

    recipient = Text(NAME)
    cause = Text(LINE)
    reason = Text(PROSE, lines=True)
    law = listed(fields.Nested(Law))
    routes = listed(fields.Nested(Route), required=False)
