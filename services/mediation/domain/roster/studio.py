"""Studios (调解室): where people meet, with their rooms."""

from __future__ import annotations

from dataclasses import dataclass

STUDIO, COURT_DOCKING, LEGAL_AID, CENTRE = "studio", "court_docking", "legal_aid", "centre"
STUDIO_KINDS = (STUDIO, COURT_DOCKING, LEGAL_AID, CENTRE)
"""A named studio, court docking (庭所对接), a public-interest lawyer's desk, an "Internet + mediation" centre."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room of a studio. id: a word, unique in the studio. seats: people. video: it can join by video link."""

    id: str
    name: str
    seats: int
    video: bool = False


@dataclass(frozen=True, slots=True)
class Studio:
    """A studio. county: six digits. region: code of where it stands. lon, lat: degrees, WGS 84.

    active: False once it is closed; sessions of the past still name it.
    """

    id: str
    name: str
    county: str
    kind: str
    region: str
    lon: float
    lat: float
    rooms: tuple[Room, ...] = ()
    active: bool = True

    def room(self, id: str) -> Room | None:
        """Return the room with this id, None when there is none."""
        return next((room for room in self.rooms if room.id == id), None)
