"""The exceptions of scorecards and reviews as problems."""

from __future__ import annotations

from lianfang.web.problems import RETRY_AFTER_S, know, know_by
from lianfang.web.refusals import refusal
from services.analytics.app.ports import NotReady
from services.analytics.app.reviews.reviews import NoSuchReview
from services.analytics.app.scorecards.assess import NoSuchRound
from services.analytics.app.scorecards.cards import NoSuchCard
from services.analytics.domain.refused import Refused

know(NoSuchRound, 404, "Not found")
know(NoSuchCard, 404, "Not found")
know(NoSuchReview, 404, "Not found")
know(NotReady, 503, "Figures unavailable", headers={"Retry-After": str(RETRY_AFTER_S)})
know_by(Refused, refusal)
