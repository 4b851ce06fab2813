"""The nameko service class: HTTP, the bus, timers."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.following import following
from lianfang.runtime.registry_api import RegistryApi
from lianfang.runtime.wired import Wired
from services.patrol.entrypoints.board import BoardApi
from services.patrol.entrypoints.demand import DemandApi
from services.patrol.entrypoints.incidents import Incidents
from services.patrol.entrypoints.jobs import JobsApi
from services.patrol.entrypoints.patrols import PatrolsApi
from services.patrol.entrypoints.people import PeopleApi
from services.patrol.entrypoints.people_credits import PeopleCreditsApi
from services.patrol.entrypoints.people_import import PeopleImportApi
from services.patrol.entrypoints.people_time import PeopleTimeApi
from services.patrol.entrypoints.plans import PlansApi
from services.patrol.entrypoints.policies import PoliciesApi
from services.patrol.entrypoints.posts import PostsApi
from services.patrol.entrypoints.rosters import RostersApi
from services.patrol.entrypoints.shifts import ShiftsApi
from services.patrol.entrypoints.timers import Timers

Following: Any = following("patrol")


class PatrolService(
    PeopleApi, PeopleTimeApi, PeopleCreditsApi, PeopleImportApi, PostsApi, DemandApi, RostersApi, ShiftsApi,
    BoardApi, PatrolsApi, PlansApi, JobsApi, PoliciesApi, RegistryApi, Incidents, Timers, Following,
):  # fmt: skip
    """One process of the patrol service."""

    name = "patrol"
    app = Wired()
