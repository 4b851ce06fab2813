"""HTTP and timers: accountability reviews (责任倒查). All of it is for supervisors."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.persistence.aggregate import Stored
from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from services.analytics.app.ports import NotReady
from services.analytics.app.reviews.reviews import NoSuchReview
from services.analytics.domain.reviews.review import Incident, Review
from services.analytics.entrypoints import assessment_problems  # noqa: F401 - says how exceptions are answered
from services.analytics.entrypoints import review_bodies as bodies

SUPERVISE = frozenset({"supervisor"})
SWEEP_S, LATE_S = 60, 60


class ReviewsApi:
    """Needs `app.reviews`, a Reviews."""

    app: Any = Wired()

    @api(
        "GET", "/v1/reviews", roles=SUPERVISE, query=bodies.ReviewsQuery, response=bodies.ReviewsAnswer,
        summary="Reviews of a region, by when it happened, the latest first",
    )  # fmt: skip
    def list_reviews(self, call: Call) -> Reply:
        """Return a page."""
        query = call.query
        region = query["region"] or call.caller.region
        require_region(call.caller, region)
        with checked_cursor():
            found, cursor = self.app.reviews.page(
                region, state=query["state"], limit=query["limit"], cursor=query["cursor"]
            )
        return page_reply(call, [bodies.review_shown(each, rows=False) for each in found], cursor)

    @api(
        "POST", "/v1/reviews", roles=SUPERVISE, body=bodies.OpenBody, idempotent=True, status=201,
        response=bodies.ReviewAnswer, summary="Open a review of something that opened none by itself",
    )  # fmt: skip
    def open_review(self, call: Call) -> Reply:
        """Open it."""
        told = call.body
        require_region(call.caller, told["region"])
        incident = Incident("", told["incident"], told["region"], told["at"], told["category"], told["team"])
        return _reply(self.app.reviews.open(told["trigger"], incident, call.command()))

    @api(
        "GET", "/v1/reviews/<id>", roles=SUPERVISE, response=bodies.ReviewAnswer,
        summary="A review, with what was known before by the ids of the events",
    )  # fmt: skip
    def review(self, call: Call) -> Reply:
        """Return it, its version as ETag."""
        return _reply(self._review(call))

    @api(
        "POST", "/v1/reviews/<id>/assign", roles=SUPERVISE, body=bodies.AssignBody, idempotent=True,
        response=bodies.ReviewAnswer, summary="Give it to somebody",
    )  # fmt: skip
    def assign_review(self, call: Call) -> Reply:
        """Assign it."""
        id = self._review(call).id
        return _reply(self.app.reviews.assign(id, call.body["reviewer"], call.command()))

    @api(
        "POST", "/v1/reviews/<id>/look-again", roles=SUPERVISE, idempotent=True, response=bodies.ReviewAnswer,
        summary="Take what became known since of the time before: phones tell late",
    )  # fmt: skip
    def look_again(self, call: Call) -> Reply:
        """Take the picture anew."""
        return _reply(self.app.reviews.look_again(self._review(call).id, call.command()))

    @api(
        "POST", "/v1/reviews/<id>/conclude", roles=SUPERVISE, body=bodies.ConcludeBody, idempotent=True,
        response=bodies.ReviewAnswer, summary="End it with a finding",
    )  # fmt: skip
    def conclude_review(self, call: Call) -> Reply:
        """Conclude it."""
        id, told = self._review(call).id, call.body
        return _reply(self.app.reviews.conclude(id, told["finding"], told["reason"], call.command()))

    @api(
        "POST", "/v1/reviews/<id>/dismiss", roles=SUPERVISE, body=bodies.DismissBody, idempotent=True,
        response=bodies.ReviewAnswer, summary="End it without one: it was no such crime or accident",
    )  # fmt: skip
    def dismiss_review(self, call: Call) -> Reply:
        """Dismiss it."""
        return _reply(self.app.reviews.dismiss(self._review(call).id, call.body["reason"], call.command()))

    @timer(SWEEP_S)
    @patient
    def open_reviews(self) -> None:
        """Open what has to be opened, on the process that holds the facts."""
        try:
            self.app.reviews.sweep()
        except NotReady:
            return

    @timer(LATE_S)
    @patient
    def tell_of_late_reviews(self) -> None:
        """Tell of reviews that take too long."""
        self.app.reviews.fire()

    def _review(self, call: Call) -> Stored[Review]:
        stored: Stored[Review] = self.app.reviews.get(call.path["id"])
        if not call.caller.may_see(stored.state.place):
            raise NoSuchReview(f"There is no review {stored.id} in your region.")
        return stored


def _reply(stored: Stored[Review]) -> Reply:
    return Reply(bodies.review_shown(stored.state), version=stored.version)
