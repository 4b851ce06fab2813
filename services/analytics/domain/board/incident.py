"""An incident on the board: what and where, its tasks with their deadlines, and the units sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.analytics.domain.board.draft import Draft
from services.analytics.domain.board.folding import Data, Folding, some
from services.analytics.domain.event_like import EventLike

SHOP = "shop"
_DUE = {
    "requested": "acknowledge_by", "notified": "acknowledge_by", "timed_out": "arrive_by",
    "acknowledged": "arrive_by", "en_route": "arrive_by",
}  # fmt: skip
_MOVES = ("notified", "acknowledged", "declined", "timed_out", "en_route", "on_scene", "done", "recalled")


def _reported(draft: Draft, event: EventLike, data: Data) -> None:
    draft.put("report", {**some(data, "source", "priority"), "reported_at": event.time,
                         "alert": data["source"] == SHOP or None})  # fmt: skip
    _placed(draft, event, data)
    draft.put("state", {"state": data["state"], "state_at": event.time})


def _placed(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("place", some(data, "region", "ring", "flags"))


def _state(draft: Draft, event: EventLike, data: Data) -> None:
    draft.put("state", {"state": data["state"], "state_at": event.time})


def _closed(draft: Draft, event: EventLike, data: Data) -> None:
    draft.put("state", {"state": "closed", "state_at": event.time})
    draft.put("end", {"outcome": data["outcome"], "closed_at": event.time})


def _missed(draft: Draft, _event: EventLike, data: Data) -> None:
    said = some(data, "task_id", "team", "deadline", "due", "escalated_to")
    draft.put("missed", said, "missed", f"{data['task_id']}/{data['deadline']}")


def _handed_over(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("handed_over", some(data, "from_region", "to_region"))


def _requested(draft: Draft, event: EventLike, data: Data) -> None:
    task = data["task_id"]
    said = some(data, "team", "reason", "priority", "capabilities", "shop", "acknowledge_by", "arrive_by")
    if data.get("shop"):
        draft.put("shop", some(data, "shop"))
    draft.put("asked", {**said, "requested_at": event.time}, "tasks", task)
    draft.put("state", {"state": "requested", "late": None}, "tasks", task)


def _moved(state: str) -> Any:
    def apply(draft: Draft, event: EventLike, data: Data) -> None:
        task = data["task_id"]
        draft.put("team", {"team": data["team"]}, "tasks", task)
        draft.put("state", {"state": state, "late": data["late"] or None}, "tasks", task)
        draft.put(state, {f"{state}_at": event.time}, "tasks", task)

    return apply


def _unit_chosen(draft: Draft, event: EventLike, data: Data) -> None:
    _unit(draft, data, {"state": "sent", "override": data["override"] or None, "at": event.time, "reason": None})


def _unit_released(draft: Draft, event: EventLike, data: Data) -> None:
    _unit(draft, data, {"state": "let_go", "override": None, "at": event.time, "reason": data["reason"]})


def _unit(draft: Draft, data: Data, said: Mapping[str, Any]) -> None:
    draft.put("unit", said, "units", data["unit"])


def _folding(apply: Any) -> tuple[Folding, ...]:
    def with_head(draft: Draft, event: EventLike, data: Data) -> None:
        draft.put("about", {"category": data["category"], "duress": data["duress"] or None})
        draft.join("counties", event.region[:6])
        apply(draft, event, data)
        _settle(draft.body)

    return (Folding("incident", lambda data: str(data["incident_id"]), with_head, _over),)


def _over(body: Mapping[str, Any]) -> bool:
    return "closed_at" in body


def _settle(body: dict[str, Any]) -> None:
    """Reckon the earliest deadline that still runs, for a list that counts down."""
    running = [
        (due, id)
        for id, task in body.get("tasks", {}).items()
        if (due := task.get(_DUE.get(task.get("state", ""), ""))) is not None
    ]
    if running and "closed_at" not in body:
        body["next_due"], body["next_task"] = min(running)
    else:
        body.pop("next_due", None)
        body.pop("next_task", None)


INCIDENT: Mapping[str, tuple[Folding, ...]] = {
    f"incident.{name}.v1": _folding(apply)
    for name, apply in {
        "reported": _reported, "state_changed": _state, "deadline_missed": _missed, "place_corrected": _placed,
        "handed_over": _handed_over, "closed": _closed, "task_requested": _requested,
        "unit_chosen": _unit_chosen, "unit_released": _unit_released,
        **{f"task_{state}": _moved(state) for state in _MOVES},
    }.items()
}  # fmt: skip
"""What each event type changes."""
