"""The rules that differ by county, as data (services/mediation/policy/default.yaml); each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

Unit = Literal["seconds", "minutes", "hours", "days", "legal_days", "working_days"]


class Calendar(Protocol):
    """Working days; see lianfang.workdays."""

    def add_working_days(self, moment: datetime, days: int) -> datetime:
        """Return the end of the days-th working day after the day of `moment`, in UTC."""

    def add_legal_days(self, moment: datetime, days: int) -> datetime:
        """Return the end of the days-th calendar day after the day of `moment`, moved off days off, in UTC."""


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as rules give it. source: the law or promise that sets it.

    unit: ``minutes``, ``hours`` and ``days`` of 24 hours by the clock, holidays or not, as a body promises them;
    ``seconds`` for drills, in which a day's deadlines are seen to fall within minutes;
    ``working_days`` and ``legal_days`` as the law counts them: without the day of the start, to the end of the last
    day, which for legal_days moves off days off (民法典 art. 201, 203).
    """

    amount: int
    unit: Unit
    source: str = ""

    def after(self, moment: datetime, calendar: Calendar) -> datetime:
        """Return when a term that begins at `moment` ends."""
        match self.unit:
            case "working_days":
                return calendar.add_working_days(moment, self.amount)
            case "legal_days":
                return calendar.add_legal_days(moment, self.amount)
        return moment + timedelta(**{self.unit: self.amount})


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to mediate: public_order, people, court_docked. max_rounds None: no limit.

    late_round_needs_extension: a round after its term needs a supervisor's extension; else it is only reported.
    after_breach: whether a dispute whose agreement was broken may be mediated so again.
    written, oral: items that an agreement of that form must have; oral None: it must be in writing.
    oral_when: for people, when an oral record does.
    """

    id: str
    title: str
    source: str
    who_may_mediate: tuple[str, ...]
    first_round_within: Term
    next_round_within: Term
    conclude_within: Term
    written: tuple[str, ...]
    oral: tuple[str, ...] | None = None
    oral_when: str = ""
    max_rounds: int | None = None
    late_round_needs_extension: bool = False
    after_breach: bool = True


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What may not be mediated. modes: those it excludes; empty: all."""

    id: str
    title: str
    source: str
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementRules:
    """Where the required items come from."""

    source: str


@dataclass(frozen=True, slots=True)
class Band:
    """Points from this value on."""

    least: int
    points: int


@dataclass(frozen=True, slots=True)
class Grading:
    """The additive score. signals: word -> points (threats, violence, weapon, minors, elderly …).

    relations: word -> points. repeat_call_points: for each call after the first report, up to repeat_call_cap.
    failed_round_points: each; broken_agreement_points: each; reopened_points: each.
    grudge_years, people: bands, the highest that applies counts.
    thresholds: colour -> least points. source: where it comes from.
    """

    source: str
    signals: Mapping[str, int]
    relations: Mapping[str, int]
    repeat_call_points: int
    repeat_call_cap: int
    failed_round_points: int
    broken_agreement_points: int
    reopened_points: int
    grudge_years: tuple[Band, ...]
    people: tuple[Band, ...]
    thresholds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Colour:
    """What a colour of risk means. owner: capability whose team must not forget the case."""

    owner: str
    follow_up: tuple[Term, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that disputes are handed to, such as township_government. kind: government, department, court …"""

    id: str
    title: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Judicial confirmation. modes: whose agreements a court may confirm."""

    modes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Route:
    """Where a party may turn when mediation fails. source: the law that opens it."""

    id: str
    title: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules of one county. version: recorded with each case that they govern.

    terms: deadline kind -> term: triage, assign, accept, contact, receipt, answer_simple, answer_complex,
    call_back, confirmation, court_decision, alarm, close (after the last visit), tense (to the visit after a tense
    one), early (how long before its day a planned visit counts).
    again: deadline kind -> term until a missed one is asked for again; ``default`` for the rest.
    escalation: capabilities that a missed deadline's case goes up through, in order, ending with county_command.
    reopen_within: a new dispute of the same pair within it reopens, later it makes a new, linked case.
    linking, suggestion: weights of the matching of people and of the suggestion of mediators.
    numbering: ``prefix`` and ``pattern`` of numbers for people. document_pattern, document_words: of documents'
    numbers, the word by kind.
    """

    version: str
    dispute_categories: tuple[str, ...]
    guardian_age: int
    guardian_source: str
    modes: Mapping[str, Mode]
    exclusions: Mapping[str, Exclusion]
    agreement: AgreementRules
    grading: Grading
    colours: Mapping[str, Colour]
    terms: Mapping[str, Term]
    again: Mapping[str, Term]
    escalation: tuple[str, ...]
    bodies: Mapping[str, Body]
    routes: Mapping[str, Route]
    confirmation: Confirmation
    reopen_within: Term
    linking: Mapping[str, Any] = field(default_factory=dict)
    suggestion: Mapping[str, Any] = field(default_factory=dict)
    numbering: Mapping[str, str] = field(default_factory=dict)
    document_pattern: str = "{prefix}{word}〔{year}〕{number:05d}号"
    document_words: Mapping[str, str] = field(default_factory=dict)
