"""The nameko service class: HTTP, the bus, timers."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.following import following
from lianfang.runtime.wired import Wired
from services.incident.entrypoints.commands import Commands
from services.incident.entrypoints.intake import Intake
from services.incident.entrypoints.reading import Reading
from services.incident.entrypoints.tasks import Tasks
from services.incident.entrypoints.timers import Timers
from services.incident.entrypoints.units import Units

Following: Any = following("incident")


class IncidentService(Intake, Reading, Tasks, Units, Commands, Timers, Following):
    """One process of the incident service."""

    name = "incident"
    app = Wired()
