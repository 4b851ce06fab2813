"""A shift on the board: when and where, and who has which place of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.analytics.domain.board.draft import Draft
from services.analytics.domain.board.folding import Apply, Data, Folding, some
from services.analytics.domain.event_like import EventLike

_HEAD = ("roster", "unit", "post", "kind", "region", "start", "end", "state", "team")
_OVER = ("ended", "cancelled")


def _nothing_more(_draft: Draft, _event: EventLike, _data: Data) -> None:
    """The head says it all."""


def _published(draft: Draft, _event: EventLike, data: Data) -> None:
    """Places are numbered from 0 on, and people are told in the order of the places that have somebody."""
    empty = set(data["open"])
    people = iter(data["people"])
    for number in range(len(data["people"]) + len(empty)):
        person = None if number in empty else next(people, None)
        _place(draft, number, "assigned" if person else "open", person)


def _changed(draft: Draft, _event: EventLike, data: Data) -> None:
    what = data["what"]
    state = {"arrived": "here", "departed": "served", "late_record": "served"}.get(what)
    if state:
        _place(draft, data["place"], state, data["person"])
    elif what == "reassigned":
        _place(draft, data["place"], "open", None, "reassigned")


def _left(draft: Draft, _event: EventLike, data: Data) -> None:
    _place(draft, data["place"], "open", None, data["reason"])


def _filled(draft: Draft, _event: EventLike, data: Data) -> None:
    _place(draft, data["place"], "assigned", data["person"], data["reason"])


def _asked(draft: Draft, _event: EventLike, data: Data) -> None:
    said = {"person": data["person"], "until": data["until"], "answer": None}
    draft.put("ask", said, "asks", f"{data['place']}/{data['person']}")


def _answered(draft: Draft, _event: EventLike, data: Data) -> None:
    said = {"person": data["person"], "until": None, "answer": data["answer"]}
    draft.put("ask", said, "asks", f"{data['place']}/{data['person']}")


def _ended(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("served", {"minutes": sum(each["minutes"] for each in data["served"])})


def _place(draft: Draft, number: int, state: str, person: str | None, reason: str | None = None) -> None:
    draft.put("place", {"state": state, "person": person, "reason": reason}, "places", str(number))


def _folding(apply: Apply) -> tuple[Folding, ...]:
    def with_head(draft: Draft, event: EventLike, data: Data) -> None:
        draft.put("head", some(data, *_HEAD))
        apply(draft, event, data)

    return (Folding("shift", lambda data: str(data["shift"]), with_head, _over),)


def _over(body: Mapping[str, Any]) -> bool:
    return body.get("state") in _OVER


SHIFT: Mapping[str, tuple[Folding, ...]] = {
    f"patrol.{name}.v1": _folding(apply)
    for name, apply in {
        "shift_published": _published, "shift_changed": _changed, "shift_cancelled": _nothing_more,
        "shift_started": _nothing_more, "shift_ended": _ended, "dropped_out": _left, "no_show_found": _left,
        "replacement_asked": _asked, "replacement_answered": _answered, "place_filled": _filled,
        "place_left_open": _left,
    }.items()
}  # fmt: skip
"""What each event type changes."""
