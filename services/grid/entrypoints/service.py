"""The nameko service class: HTTP, the bus, timers."""

from __future__ import annotations

from lianfang.runtime.wired import Wired
from services.grid.entrypoints.commands import Commands
from services.grid.entrypoints.hazards import HazardsApi
from services.grid.entrypoints.notes import NotesApi
from services.grid.entrypoints.packs import Packs
from services.grid.entrypoints.places import Places
from services.grid.entrypoints.policies import PoliciesApi
from services.grid.entrypoints.records import RecordsApi
from services.grid.entrypoints.regions import Regions
from services.grid.entrypoints.timers import Timers


class GridService(Packs, Regions, Places, HazardsApi, RecordsApi, NotesApi, PoliciesApi, Commands, Timers):
    """One process of the grid service."""

    name = "grid"
    app = Wired()
