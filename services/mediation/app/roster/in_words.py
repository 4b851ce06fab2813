"""A room as people call it."""

from __future__ import annotations

from services.mediation.app.roster.roster import NotOnRoster, Roster


def place_in_words(roster: Roster, studio: str, room: str) -> str:
    """Return the names of studio and room, empty for what is not on the roster."""
    if not studio:
        return ""
    try:
        found = roster.studio(studio).item
    except NotOnRoster:
        return ""
    known = found.room(room)
    return f"{found.name} {known.name}" if known else found.name
