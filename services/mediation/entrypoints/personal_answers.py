"""What answers that name people look like; each read leaves an audit row first."""

from __future__ import annotations

from marshmallow import Schema, fields

from lianfang.contracts.personal import personal


class StatedAnswer(Schema):
    """What a record states of a person."""

    name = personal(fields.String())
    id_number = personal(fields.String())
    phone = personal(fields.String())
    birth_date = personal(fields.String())
    village = personal(fields.String())
    household = personal(fields.String())
    workplace = personal(fields.String())


class PersonAnswer(Schema):
    """Somebody on a side. person: id in the register of people."""

    ref = fields.String()
    side = fields.String()
    role = fields.String()
    of = fields.String(allow_none=True)
    person = fields.String()
    stated = fields.Nested(StatedAnswer)
    notes = personal(fields.String())


class PeopleAnswer(Schema):
    """The people of a case."""

    items = fields.List(fields.Nested(PersonAnswer))


class TextAnswer(Schema):
    """What the dispute is about."""

    text = personal(fields.String())
    place_text = personal(fields.String())


class WordingAnswer(Schema):
    """The wording of an agreement."""

    facts = personal(fields.String())
    terms = personal(fields.List(fields.String()))
    manner = personal(fields.String())
    place = personal(fields.String())


class NoteAnswer(Schema):
    """Notes of a session."""

    session = fields.String()
    notes = personal(fields.String())


class NotesAnswer(Schema):
    """Notes of all sessions."""

    items = fields.List(fields.Nested(NoteAnswer))


class HeadAnswer(Schema):
    """The newest row of an audit chain; number 0: it is empty."""

    chain = fields.String()
    number = fields.Integer()
    hash = fields.String()
