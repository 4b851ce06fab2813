"""What events of people on duty tell: ids alone, the force as `word`, the unit as `team`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.analytics.domain.facts.tells import Row, Tells


def _serving(data: Row) -> Iterable[Row]:
    return ({**data, "serving": int(data["state"] == "active")},)


def _person(kind: str, means: str, *, category: str = "", other: str = "") -> Tells:
    return Tells(kind, means, category=category, word="force", team="unit", subject="person", other=other)


def _moved(kind: str, means: str, *, category: str = "") -> Tells:
    """Tell of a change of where somebody serves, or whether: of one person the last of all these kinds stands."""
    return Tells(kind, f"{means} Value: whether they serve there now.", category=category, word="force",
                 team="unit", subject="person", value="serving", rows=_serving)  # fmt: skip


def _credit(kind: str, means: str, value: str) -> Tells:
    return Tells(
        kind, f"{means} The whole of it as it is: of one shift, place and person the highest `sequence` stands.",
        category="place", subject="shift", other="person", at="at", value=value, unit=value, word="reason",
    )  # fmt: skip


PEOPLE: Mapping[str, tuple[Tells, ...]] = {
    f"patrol.{name}.v1": told
    for name, told in {
        "person_joined": (_moved("person_joined", "Somebody signed up or was imported.", category="origin"),),
        "person_approved": (_moved("person_approved", "Somebody may be put on rosters."),),
        "person_changed": (_moved("person_changed", "Unit or force is this now."),),
        "person_suspended": (
            _moved("person_suspended", "Somebody is on no rosters for now.", category="reason"),
        ),
        "person_left": (_moved("person_left", "Somebody left the force.", category="reason"),),
        "certificate_verified": (
            _person("certificate_verified", "Somebody has seen a certificate.", category="skill", other="skill"),
        ),
        "leave_changed": (
            _person("leave_changed", "Leave was asked for, granted, refused or withdrawn.",
                    category="leave_state", other="leave"),
        ),
        "points_credited": (
            _credit("points_credited", "Service points (积分) of a shift.", "points"),
            _credit("minutes_credited", "Minutes credited for a shift.", "minutes"),
        ),
    }.items()
}  # fmt: skip
"""What each event type gives."""
