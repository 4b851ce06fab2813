"""The books, kept three ways: by the bus alone, by the service's figures, by the file of disputes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.messaging.envelope import Event

STANDINGS = ("pending", "settled", "resolved_elsewhere", "failed", "declined", "referred", "withdrawn")
"""Every accepted dispute has exactly one."""
COMPARED = (
    "accepted", *STANDINGS, "transferred", "returned", "called_back", "reopened", "broken_ever", "agreements_made",
    "deadline_missed", "linked", "red_ever",
)  # fmt: skip
"""Figures that the bus lets anybody compute, compared with the service's own."""
_EVER = {
    "transferred": "transferred", "transfer_returned": "returned", "called_back": "called_back",
    "agreement_broken": "broken_ever", "agreed": "agreements_made", "deadline_missed": "deadline_missed",
    "link_confirmed": "linked", "alarm_raised": "red_ever",
}  # fmt: skip
"""Event -> the figure that counts cases in which it ever happened."""


@dataclass(frozen=True, slots=True)
class Books:
    """The three counts. disputes: in the file. heard: by the bus. figures: by the service. unowned: open cases that
    have no owner or no next deadline, by the bus. merged: second reports. seconds, calls: what playing took.
    """

    disputes: int
    heard: Mapping[str, int]
    figures: Mapping[str, int]
    consistent: bool
    unowned: tuple[str, ...]
    merged: int
    records: int
    events: int
    repeats: int
    days: int
    seconds: float
    calls: int

    @property
    def differences(self) -> dict[str, tuple[int, int]]:
        """Figures that the bus and the service count differently, as (bus, service)."""
        return {
            name: (self.heard[name], self.figures[name])
            for name in COMPARED if self.heard[name] != self.figures[name]
        }  # fmt: skip

    @property
    def balanced(self) -> bool:
        """True when all three agree, all standings add up, and no open case is nobody's."""
        whole = self.disputes == self.heard["accepted"] == sum(self.heard[name] for name in STANDINGS)
        return whole and self.consistent and not self.differences and not self.unowned

    @property
    def settled_share(self) -> float:
        """Settled of all accepted: nothing is left out of the denominator, neither transfers nor withdrawals."""
        return self.heard["settled"] / self.heard["accepted"] if self.heard["accepted"] else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return them for a machine."""
        return {
            "balanced": self.balanced, "disputes": self.disputes, "settled_share": round(self.settled_share, 4),
            "heard": dict(self.heard), "figures": dict(self.figures), "differences": self.differences,
            "unowned": list(self.unowned), "second_reports": self.merged, "records": self.records,
            "events": self.events, "repeats": self.repeats, "days": self.days, "seconds": round(self.seconds, 1),
            "calls": self.calls,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folded:
    """What the events say: figures, cases that are nobody's, second reports, old records."""

    figures: Mapping[str, int]
    unowned: tuple[str, ...]
    merged: int
    records: int


def fold(events: Iterable[Event]) -> Folded:
    """Count by events alone, each once, in the order of their cases."""
    cases: dict[str, list[Event]] = {}
    for event in events:
        if "case_id" in event.data:
            cases.setdefault(event.data["case_id"], []).append(event)
    histories = {case: sorted(said, key=lambda event: event.sequence) for case, said in cases.items()}
    newest = {case: said[-1].data for case, said in histories.items()}
    records = {case for case, told in newest.items() if told["source"] == "record"}
    merged = {case for case, told in newest.items() if told["state"] == "merged"}
    counted = histories.keys() - records - merged
    figures: Counter[str] = Counter()
    for case in counted:
        figures.update(_marks(histories[case]))
    pending = [newest[case] for case in counted if _standing(histories[case]) == "pending"]
    unowned = sorted(told["case_id"] for told in pending if not (told.get("owner") and told.get("next_due")))
    return Folded({name: figures[name] for name in COMPARED}, tuple(unowned), len(merged), len(records))


def _marks(history: list[Event]) -> set[str]:
    names = {_name(event) for event in history}
    ever = {figure for name, figure in _EVER.items() if name in names}
    reopened = {"reopened"} if names & {"reopened", "agreement_broken"} else set()
    return {"accepted", _standing(history)} | ever | reopened


def _standing(history: list[Event]) -> str:
    state = history[-1].data["state"]
    if state in ("referred", "withdrawn"):
        return str(state)
    if state != "closed":
        return "pending"
    return str(next(event.data["outcome"] for event in reversed(history) if _name(event) == "closed"))


def _name(event: Event) -> str:
    return event.type.split(".")[1]
