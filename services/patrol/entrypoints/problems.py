"""The use cases' exceptions as problems."""

from __future__ import annotations

from lianfang.web.problems import Problem, know, know_by
from lianfang.web.refusals import refusal
from services.patrol.app.rosters.publish import Outdated
from services.patrol.app.rosters.storage import NoSuchRoster
from services.patrol.app.rosters.views import checked
from services.patrol.domain.refused import Refused


def outdated(error: Outdated) -> Problem:
    """Return what changed since a roster was planned, and the rules it would break."""
    return refusal(error, checked(error.changes, error.violations))


know(NoSuchRoster, 404, "Not found")
know_by(Refused, refusal)
know_by(Outdated, outdated)
