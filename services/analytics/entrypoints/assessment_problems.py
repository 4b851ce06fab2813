"""The exceptions of scorecards and reviews as problems."""

from __future__ import annotations

from lianfang.web.problems import know, know_by
from lianfang.web.refusals import refusal
from services.analytics.app.reviews.reviews import NoSuchReview
from services.analytics.app.scorecards.assess import NoSuchRound
from services.analytics.app.scorecards.cards import NoSuchCard
from services.analytics.domain.refused import Refused
from services.analytics.entrypoints import projection_problems  # noqa: F401 - says how exceptions are answered

know(NoSuchRound, 404, "Not found")
know(NoSuchCard, 404, "Not found")
know(NoSuchReview, 404, "Not found")
know_by(Refused, refusal)
