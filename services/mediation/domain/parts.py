"""The parts of a case: who, what was agreed, where it was sent, what was met and written. All immutable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

GUARDIAN, PARTY = "guardian", "party"
ROLES = (PARTY, GUARDIAN, "representative", "witness")
LINKED = "linked_dispute"
"""The signal of a dispute whose parties are tied, at both ends, to those of another one that is open."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How the dispute came to notice. source: visit, incident …; ref: id of the visit, incident or letter."""

    source: str
    ref: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody on one side of a dispute, by id; who it is lies encrypted in `sealed`.

    ref: within the case, ``p1``. person: id in this service's register of people. side: ``a``, ``b`` …
    of: for a guardian or representative, the ref of the one it stands for.
    """

    ref: str
    person: str
    side: str
    role: str = PARTY
    of: str = ""
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One attempt to mediate. outcome: agreed, no_agreement, adjourned; empty while it goes on.

    number: 0 once a later report began the count anew. mode: how it was mediated, which has a limit of its own.
    """

    number: int
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the parties agreed. form: written or oral. items: which of the required items are there.

    due: when it must be performed. kept: None while open. sealed: the text, encrypted.
    """

    form: str
    items: tuple[str, ...]
    made_at: datetime
    due: datetime
    sealed: str = ""
    kept: bool | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A dispute handed to a body that has to deal with it, followed up all the way.

    complexity: simple (answer in 24 h) or complex (5 days). receipt: the body's reference. returned: its reason.
    """

    body: str
    complexity: str
    requested_at: datetime
    contacted_at: datetime | None = None
    receipt: str = ""
    received_at: datetime | None = None
    result: str = ""
    resolved_at: datetime | None = None
    returned: str = ""
    called_back: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A follow-up visit (回访). state: calm, tense, broken."""

    at: datetime
    actor: str
    state: str


@dataclass(frozen=True, slots=True)
class Link:
    """An earlier case that may be the root of this one. path: what connects them, ``<kind of edge>:<id>`` each.

    both_ends: both sides are connected. hash: names the path. decided: empty, confirmed or rejected. years: between
    the two.
    """

    other: str
    path: tuple[str, ...]
    years: int
    both_ends: bool = False
    hash: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting. state: scheduled, cancelled, held. people: on the roster, by id. sealed: notes, encrypted.

    Where to join by video is not of the case: the calendars know (app/sessions).
    """

    id: str
    start: datetime
    end: datetime
    studio: str
    room: str
    people: tuple[str, ...]
    video: bool = False
    state: str = "scheduled"
    sequence: int = 0
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A numbered document. state: requested, issued, failed. sha256: of the PDF once issued.

    id: of the document through all its versions. sealed: what is printed, encrypted.
    """

    id: str
    kind: str
    version: int
    number: str
    requested_at: datetime
    sealed: str
    state: str = "requested"
    sha256: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of a grade: factor, what was found, points."""

    factor: str
    value: str
    points: int


@dataclass(frozen=True, slots=True)
class Lowering:
    """A proposal to lower the risk, waiting for a second signature."""

    to: str
    by: str
    at: datetime
    why: str
