"""Random histories of a dispute: all orders with any arguments, clocks that jump, timers that fire whenever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from services.mediation.domain import (
    agreeing,
    assigning,
    confirming,
    documenting,
    ending,
    following,
    grading,
    linking,
    meeting,
    opening,
    partying,
    rounds,
    transferring,
)
from services.mediation.domain.case import COLOURS
from services.mediation.domain.decide import decide
from services.mediation.domain.parts import Link, Party
from services.mediation.domain.refused import Refused
from tests.fixtures.mediation_domain import COMMAND, FIRST, KINDS, Story, an_opening, policy

SOON = [timedelta(days=days) for days in (-3, 0, 1, 2, 9, 40)]
"""A moment of an order, relative to the time when it is given."""

_sides = [("a", "b"), ("a", "b"), ("a",), ("b",), ("a", "b", "c"), ("z",), ()]
_mediators = [*KINDS, "nobody"]
_words = [(), ("threats",), ("weapon", "extreme_words"), ("drunk",), ("weather",)]
_routes = [("court",), ("court", "arbitration"), (), ("duel",)]
_colours = [*COLOURS, "black"]
_items = [policy().modes["people"].written, ("parties",), ("parties", "facts", "terms", "recorded_by")]
_exclusions = [(), (), (), ("fled",), ("criminal",), ("boredom",)]
_guardians = [("g1",), ("g1", "g2"), ()]
_people = [
    Party("p1", "p-1", "a"), Party("p2", "p-2", "b"), Party("p3", "p-3", "c"), Party("p2", "p-2", "a"),
    Party("g1", "p-4", "a", "guardian", of="p1"), Party("g2", "p-5", "b", "guardian", of="p2"),
    Party("w1", "p-6", "b", "witness"), Party("x", "p-7", "a", "judge"),
]  # fmt: skip
_parties = [tuple(_people[n : n + 2]) for n in range(len(_people))]
_ids = ["1", "2"]
_source: dict[str, Sequence[Any]] = {"source": ["incident", "patrol"], "ref": _ids}
_modes = ["public_order", "public_order", "people", "court_docked", "duel"]

ARGUMENTS: dict[type, dict[str, Sequence[Any]]] = {
    opening.Open: {}, opening.Record: {},
    opening.AddSource: {**_source, "signals": _words},
    opening.Triage: {
        "mode": _modes, "signals": _words, "people": [0, 2, 7, 40], "exclusions": _exclusions,
        "relation": ["", "lovers", "aliens"], "clock_from": [None, *SOON],
    },
    partying.AddParties: {"parties": _parties},
    partying.Consent: {"sides": _sides, "given": [True, True, False]},
    partying.Object: {"mediator": _mediators, "reason": ["partial"]},
    partying.Seal: {"sealed": [True, False]},
    assigning.Assign: {"mediator": _mediators}, assigning.Accept: {"mediator": _mediators},
    assigning.Decline: {"mediator": _mediators},
    rounds.StartRound: {"guardians": _guardians, "exclusions": _exclusions},
    rounds.EndRound: {"outcome": ["no_agreement", "adjourned", "agreed"]},
    rounds.Extend: {"until": SOON, "reason": ["flood"]},
    agreeing.Agree: {
        "form": ["written", "oral", "sung"], "items": _items, "perform_by": SOON,
        "guardians": _guardians,
    },
    agreeing.BeginPerformance: {}, agreeing.Keep: {}, agreeing.Breach: {},
    following.FollowUp: {"how": ["calm", "calm", "tense", "happy"], "signals": _words},
    following.Close: {},
    ending.Fail: {"routes": _routes},
    ending.DeclineMediation: {"exclusion": ["fled", "boredom"], "routes": _routes},
    ending.Refer: {"case_number": ["1", ""]},
    ending.Withdraw: {"reason": ["reconciled"]},
    ending.Reopen: {"reason": ["again"], **_source},
    ending.Merge: {"into": ["case-0", "case-1", ""]},
    transferring.TransferTo: {
        "body": ["township_government", "emperor"],
        "complexity": ["simple", "complex", "baffling"],
    },
    transferring.Contact: {}, transferring.Receive: {"receipt": ["R-1", ""]},
    transferring.Resolve: {"result": ["done", ""]},
    transferring.Return: {"reason": ["not_ours"]},
    transferring.CallBack: {"opinion": ["satisfied", "unsatisfied", "unreachable", "meh"]},
    confirming.ApplyConfirmation: {"sides": _sides}, confirming.Confirm: {}, confirming.RefuseConfirmation: {},
    grading.Raise: {"to": _colours, "why": ["gut"]},
    grading.ProposeLowering: {"to": _colours, "why": ["calm"]},
    grading.ApproveLowering: {"to": _colours}, grading.Signal: {"signals": _words},
    grading.AcknowledgeAlarm: {"team": [COMMAND]},
    linking.NoteLinks: {
        "links": [(Link("case-0", ("a", "b"), 18), Link("case-1", (), 0)), (Link("case-2", (), 3),) * 2, ()],
    },
    linking.LinksChecked: {},
    linking.LookAgain: {"ref": ["p1"], "person": ["p-9"], "same": [True, False]},
    linking.DecideLink: {"other": ["case-0", "case-2"], "confirmed": [True, False]},
    meeting.ScheduleSession: {
        "session": _ids, "start": SOON, "end": SOON, "studio": ["s"], "room": ["r"],
        "people": [("p-1",)],
    },
    meeting.EndSession: {"session": _ids, "held": [True, False]},
    meeting.GiveUpSession: {"session": _ids},
    documenting.RequestDocument: {
        "document": _ids, "kind": ["invitation", "agreement", "poem"], "number": _ids,
        "sealed": ["token"],
    },
    documenting.DocumentMade: {
        "document": _ids, "version": [1, 2], "sha256": ["aa" * 32], "size": [1],
        "pages": [1],
    },
    documenting.DocumentFailed: {"document": _ids, "version": [1, 2], "reason": ["late"]},
}  # fmt: skip
"""Every order with what it may be given, right or wrong; a timedelta is a moment seen from when it is given."""

USUAL: dict[str, tuple[type, ...]] = {
    "registered": (opening.Triage, partying.Consent),
    "reopened": (opening.Triage, partying.Consent),
    "returned": (opening.Triage,),
    "triaged": (partying.Consent, assigning.Assign, assigning.Assign, transferring.TransferTo),
    "assigned": (assigning.Accept, rounds.StartRound, partying.Consent, assigning.Decline, rounds.Extend),
    "mediating": (agreeing.Agree, agreeing.Agree, rounds.EndRound, rounds.StartRound, ending.Fail),
    "agreed": (
        agreeing.Keep,
        agreeing.BeginPerformance,
        confirming.ApplyConfirmation,
        confirming.RefuseConfirmation,
    ),
    "performing": (agreeing.Keep, agreeing.Keep, agreeing.Breach, confirming.ApplyConfirmation),
    "follow_up": (following.FollowUp, following.Close, following.FollowUp),
    "failed": (following.FollowUp, following.Close, ending.Reopen),
    "transferred": (transferring.Contact, transferring.Receive, transferring.Return),
    "received": (transferring.Resolve, transferring.Return),
    "resolved": (transferring.CallBack, following.Close),
}
"""What is usually done in a state, so that random histories come far; in the others: to begin again."""

BLESSED: dict[type, dict[str, Any]] = {
    opening.Triage: {"mode": "people"},
    partying.Consent: {"sides": ("a", "b", "c")},
    rounds.StartRound: {"guardians": ("g1", "g2")},
    rounds.EndRound: {"outcome": "no_agreement"},
    rounds.Extend: {"until": timedelta(days=2), "reason": "flood"},
    agreeing.Agree: {"form": "written", "items": policy().modes["people"].written, "perform_by": timedelta(days=9)},
    confirming.ApplyConfirmation: {"sides": ("a", "b", "c")},
    following.FollowUp: {"how": "calm"},
    ending.Fail: {"routes": ("court",)},
    ending.Reopen: {"reason": "again"},
    transferring.TransferTo: {"body": "township_government"},
    transferring.Receive: {"receipt": "R-1"},
    transferring.Resolve: {"result": "done"},
    transferring.Return: {"reason": "not_ours"},
    transferring.CallBack: {"opinion": "satisfied"},
}
"""Arguments that will do, for usual steps."""


@dataclass(frozen=True)
class Step:
    """One thing that happens. order None: the timers fire. usual: what is usual in the state is done instead."""

    order: type | None
    said: dict[str, Any] = field(default_factory=dict)
    usual: int | None = None
    by: str = "officer-1"
    later: timedelta = timedelta(0)
    knows: dict[str, Any] = field(default_factory=dict)


TIMES = [timedelta(0)] * 12 + [
    timedelta(minutes=20), timedelta(hours=2), timedelta(hours=30), timedelta(days=8), timedelta(days=31),
    timedelta(days=4 * 365), timedelta(seconds=-1), timedelta(hours=-6), timedelta(hours=-30),
]  # fmt: skip
KNOWN: dict[str, Sequence[Any]] = {
    "minors": [frozenset(), frozenset(), frozenset({"p1"})],
    "conflicts": [{}, {"m1": "cousin"}, {"o1": "cousin"}],
    "unavailable": [{}, {"m1": "full"}],
    "next_mediators": [(), ("m1", "m2"), ("o1", "ghost", "o2"), ("c1", "l1", "o3")],
}


def steps(seed: int, length: int) -> Iterator[Step]:
    """Give random steps: half of them something usual, a third any order, else timers that fire.

    Drawn by one seed, not each by hypothesis, which repeats itself too much to come far; a shorter length still
    gives the same first steps.
    """
    dice = Random(seed)
    for _ in range(length):
        kind, by, later = dice.randrange(12), dice.choice(["officer-1", "officer-2"]), dice.choice(TIMES)
        if kind < 2:
            knows = _drawn(dice, KNOWN) if kind == 0 else {}
            yield Step(None, by=by, later=later, knows=knows)
        elif kind < 8:
            yield Step(None, usual=dice.randrange(60), by=by, later=later)
        else:
            order = dice.choice(list(ARGUMENTS))
            yield Step(order, _drawn(dice, ARGUMENTS[order]), by=by, later=later)


def _drawn(dice: Random, options: dict[str, Sequence[Any]]) -> dict[str, Any]:
    return {name: dice.choice(list(those)) for name, those in options.items()}


def resolved(step: Step, story: Story) -> Any:
    """Return the step's order with its moments, seen from the story's now; None to fire."""
    if step.usual is not None:
        return _usual(step.usual, story)
    if step.order is None:
        return None
    if step.order in (opening.Open, opening.Record):
        return an_opening(source="incident", ref="1")
    return _at(story, step.order, step.said)


def _at(story: Story, order: type, said: dict[str, Any]) -> Any:
    return order(**{name: story.now + it if isinstance(it, timedelta) else it for name, it in said.items()})


def _usual(chosen: int, story: Story) -> Any:
    """Return the first usual order, from the chosen on, that is not refused; else the chosen one."""
    usual = USUAL.get(story.case.state, (ending.Reopen,))
    orders = [_blessed(usual[(chosen + n) % len(usual)], chosen, story) for n in range(len(usual))]
    if chosen % 5 == 0:
        orders = [*_begun(story, chosen), *orders]
    for order in orders:
        try:
            if decide(story.case, order, story.context("officer-2")):
                return order
        except Refused:
            continue
    return orders[0]


def _begun(story: Story, chosen: int) -> Iterator[Any]:
    """Give what waits for an end, whatever the state."""
    if story.case.lowering is not None:
        yield grading.ApproveLowering(story.case.lowering.to)
    for each in story.case.sessions:
        if each.state == "scheduled":
            yield meeting.EndSession(each.id, held=True)
    if story.case.confirmation == "eligible":
        yield confirming.ApplyConfirmation(tuple(story.case.sides))
    if story.case.confirmation == "applied":
        yield confirming.Confirm() if chosen % 2 else confirming.RefuseConfirmation()


def _blessed(order: type, chosen: int, story: Story) -> Any:
    said = dict(BLESSED.get(order, {}))
    if order is partying.Consent:
        said["sides"] = tuple(sorted(story.case.sides - story.case.consents))
    if order is opening.Triage and chosen % 2:
        said["mode"] = "public_order"
    if order is assigning.Assign:
        said["mediator"] = FIRST[story.case.mode][:1] + str(chosen % 3 + 1)
    if order in (assigning.Accept, assigning.Decline):
        said["mediator"] = story.case.mediator
    return _at(story, order, said)
