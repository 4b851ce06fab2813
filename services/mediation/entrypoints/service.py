"""The nameko service class: HTTP, the bus, timers."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.following import following
from lianfang.runtime.registry_api import RegistryApi
from lianfang.runtime.wired import Wired
from services.mediation.entrypoints.actions import Actions
from services.mediation.entrypoints.cases import CasesApi
from services.mediation.entrypoints.documents import DocumentsApi
from services.mediation.entrypoints.figures import FiguresApi
from services.mediation.entrypoints.incidents import Incidents
from services.mediation.entrypoints.likenesses import LikenessesApi
from services.mediation.entrypoints.parties import PartiesApi
from services.mediation.entrypoints.policies import PoliciesApi
from services.mediation.entrypoints.reading import Reading
from services.mediation.entrypoints.roster import RosterApi
from services.mediation.entrypoints.sessions import SessionsApi
from services.mediation.entrypoints.sessions_feed import FeedApi
from services.mediation.entrypoints.timers import Timers

Following: Any = following("mediation")


class MediationService(
    CasesApi, Actions, PartiesApi, LikenessesApi, Reading, FiguresApi, DocumentsApi, SessionsApi, RosterApi,
    FeedApi, PoliciesApi, RegistryApi, Incidents, Timers, Following,
):  # fmt: skip
    """One process of the mediation service."""

    name = "mediation"
    app = Wired()
