"""What incident events tell (警情). Times are the service's: a device's clock proves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.analytics.domain.facts.tells import Row, Tells


def _late(data: Row) -> Iterable[Row]:
    return ({**data, "promptness": "late" if data.get("late") else ""},)


def _due(field: str) -> Tells:
    """The deadline stands in a fact of its own, so that kept ones can be counted: set, and not missed."""
    return Tells(
        f"{field}_deadline", f"A task has a deadline to {field}.", category="category", word="reason",
        team="team", other="task_id", at=f"{field}_by",
        rows=lambda data: (data,) if data.get(f"{field}_by") else (),
    )  # fmt: skip


def _task(kind: str, means: str, *, word: str = "reason") -> tuple[Tells, ...]:
    return (Tells(kind, means, category="category", word=word, team="team", other="task_id", rows=_late),)


def _override(data: Row) -> Iterable[Row]:
    return ({**data, "how": "override" if data.get("override") else "recommended"},)


INCIDENT: Mapping[str, tuple[Tells, ...]] = {
    "incident.reported.v1": (
        Tells("incident_reported", "A report was accepted.", category="category", word="source", other="priority"),
    ),
    "incident.state_changed.v1": (
        Tells("incident_state", "The incident came to a state.", category="category", word="state"),
    ),
    "incident.deadline_missed.v1": (
        Tells("deadline_missed", "A team did not acknowledge or arrive in time.", category="category",
              word="deadline", team="team", other="task_id", at="due"),
    ),
    "incident.place_corrected.v1": (
        Tells("place_corrected", "A better place is known: region and ring of the incident are these from now on.",
              category="category", word="previous_region"),
    ),
    "incident.handed_over.v1": (
        Tells("incident_handed_over", "The place lies in another county than the caller's.", category="category",
              word="from_region", other="to_region"),
    ),
    "incident.closed.v1": (
        Tells("incident_closed", "A dispatcher closed the incident.", category="category", word="outcome"),
    ),
    "incident.task_requested.v1": (
        Tells("task_requested", "A team was asked to act.", category="category", word="reason", team="team",
              other="task_id"),
        _due("acknowledge"),
        _due("arrive"),
    ),
    "incident.task_notified.v1": _task("task_notified", "The team's client has the task (回执)."),
    "incident.task_acknowledged.v1": _task("task_acknowledged", "It took the task (签收).", word="promptness"),
    "incident.task_declined.v1": _task("task_declined", "The team could not take the task."),
    "incident.task_timed_out.v1": _task("task_timed_out", "The team did not acknowledge in time."),
    "incident.task_en_route.v1": _task("task_en_route", "The team set out (出警).", word="promptness"),
    "incident.task_on_scene.v1": _task("task_on_scene", "The team was there (到场).", word="promptness"),
    "incident.task_done.v1": _task("task_done", "The team had finished."),
    "incident.task_recalled.v1": _task("task_recalled", "The team need not come (撤回)."),
    "incident.command_refused.v1": (
        Tells("command_refused", "A team's command had no effect.", word="reason", category="category",
              subject="incident_id", other="task_id"),
    ),
    "incident.unit_chosen.v1": (
        Tells("unit_sent", "A dispatcher sent a unit on duty.", category="category", word="how", team="unit",
              other="unit", rows=_override),
    ),
    "incident.unit_released.v1": (
        Tells("unit_let_go", "The unit is no longer needed at the incident.", category="category", word="reason",
              team="unit", other="unit"),
    ),
}  # fmt: skip
"""What each event type gives."""
