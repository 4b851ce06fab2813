"""The dispute case (矛盾纠纷案件): one immutable value, folded from its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.mediation.domain.parts import (
    Agreement,
    Document,
    Link,
    Lowering,
    Origin,
    Party,
    Reason,
    Round,
    Session,
    Transfer,
    Visit,
)

FINAL = frozenset({"closed", "referred", "withdrawn", "merged"})
"""Procedure states in which nothing more has to happen; the flow table says the same, and a test compares."""

COLOURS = ("blue", "yellow", "orange", "red")


@dataclass(frozen=True, slots=True)
class Case:
    """See the module's text.

    number: for people. county answers for it; region: the place to grid level. mode: public_order, people,
    court_docked; empty before triage. policy: version of the rules that govern it. owner: full id of the team that
    must not forget it. deadlines: kind -> when. asked: mediators that declined, were late or were taken off.
    signals: words such as threats. points, reasons: the last grade. sealed: only those on the case see it.
    text: what it is about, encrypted. outcome: settled, resolved_elsewhere, failed, declined, once decided.
    lowered_at_points: the score at which two people lowered the risk; only a higher one raises it again by itself.
    alarm_teams: full ids of the teams that the last alarm was raised to.
    objections: mediator -> why it may not mediate this case, as a party or an officer said.
    given_up: ids of sessions that took too long to be scheduled and never will be.
    extended_to: until when a round may start late. version: facts so far.
    """

    id: str = ""
    number: str = ""
    county: str = ""
    region: str = ""
    category: str = ""
    policy: str = ""
    opened_at: datetime | None = None
    opened_by: str = ""
    text: str = ""
    sealed: bool = False
    state: str = ""
    confirmation: str = "none"
    risk: str = "blue"
    mode: str = ""
    owner: str = ""
    origins: tuple[Origin, ...] = ()
    parties: tuple[Party, ...] = ()
    signals: frozenset[str] = frozenset()
    relation: str = ""
    people: int = 0
    languages: frozenset[str] = frozenset()
    points: int = 0
    reasons: tuple[Reason, ...] = ()
    consents: frozenset[str] = frozenset()
    mediator: str = ""
    accepted: bool = False
    asked: tuple[str, ...] = ()
    objections: Mapping[str, str] = field(default_factory=dict)
    accepted_case_at: datetime | None = None
    extended_to: datetime | None = None
    rounds: tuple[Round, ...] = ()
    agreement: Agreement | None = None
    past_agreements: tuple[Agreement, ...] = ()
    visits: tuple[Visit, ...] = ()
    follow_ups_left: tuple[datetime, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    routes: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    lowering: Lowering | None = None
    lowered_at_points: int | None = None
    alarm_at: datetime | None = None
    alarm_answered: str = ""
    alarm_teams: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()
    sessions: tuple[Session, ...] = ()
    given_up: frozenset[str] = frozenset()
    documents: tuple[Document, ...] = ()
    outcome: str = ""
    reopened: int = 0
    missed: int = 0
    merged_into: str = ""
    deadlines: Mapping[str, datetime] = field(default_factory=dict)
    version: int = 0

    @property
    def open(self) -> bool:
        """Whether something still has to happen."""
        return self.state not in FINAL

    @property
    def round(self) -> int:
        """How many rounds were begun since the last report of a new quarrel, or a broken agreement."""
        return self.rounds[-1].number if self.rounds else 0

    @property
    def rounds_of_mode(self) -> tuple[Round, ...]:
        """Those of them that were held in the case's present mode."""
        return tuple(each for each in self.rounds if each.number and each.mode == self.mode)

    @property
    def round_open(self) -> bool:
        """Whether a round is going on."""
        return bool(self.rounds) and self.rounds[-1].ended_at is None

    @property
    def failed_rounds(self) -> int:
        """Rounds that ended without agreement, over the whole life of the case."""
        return sum(1 for each in self.rounds if each.outcome == "no_agreement")

    @property
    def transfer(self) -> Transfer | None:
        """The transfer under way or last made."""
        return self.transfers[-1] if self.transfers else None

    @property
    def sides(self) -> frozenset[str]:
        """The sides that have a party."""
        return frozenset(each.side for each in self.parties if each.role == "party")

    def due(self) -> datetime | None:
        """Return the earliest deadline, None when none is running."""
        return min(self.deadlines.values(), default=None)

    def document(self, id: str) -> Document | None:
        """Return the newest version of a document."""
        return next((each for each in reversed(self.documents) if each.id == id), None)
