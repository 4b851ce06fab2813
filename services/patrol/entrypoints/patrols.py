"""HTTP and timers of patrols: checking in, patrols with their visits, coverage, and the signs at marks."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from lianfang.web.problems import FieldError, Problem, know
from services.patrol.app.patrols.ports import NoSuchMark, NoSuchPatrol
from services.patrol.domain.patrols.patrol import Patrol
from services.patrol.domain.patrols.places import mark_in, post_of
from services.patrol.domain.people.ids import person_id
from services.patrol.domain.posts.post import Mark, Post
from services.patrol.domain.span import Span
from services.patrol.entrypoints import patrol_answers as answers
from services.patrol.entrypoints import patrol_views as views
from services.patrol.entrypoints import problems  # noqa: F401 - what is refused is answered

PATROL = frozenset({"member", "dispatcher"})
READ = frozenset({"member", "dispatcher", "viewer", "planner", "supervisor"})
LOOK = frozenset({"dispatcher", "viewer", "planner", "supervisor"})
PLANNERS = frozenset({"planner"})
FOLLOW_S, FIRE_S = 2, 1
SVG = "image/svg+xml"

know(NoSuchPatrol, 404, "Not found")
know(NoSuchMark, 404, "Not found")


class PatrolsApi:
    """Members act for themselves; dispatchers for anybody in a shift of their region."""

    app: Any = Wired()

    @timer(FOLLOW_S)
    @patient
    def follow_duties(self) -> None:
        """Have marks know when their posts are on duty."""
        self.app.patrol_desk.marks.follow()

    @timer(FIRE_S)
    @patient
    def watch_marks(self) -> None:
        """Find and close gaps, and tell of visits that others left untold."""
        self.app.patrol_desk.watch()

    @api(
        "POST", "/v1/check-ins", roles=PATROL, body=answers.CheckInBody, response=answers.CheckInAnswer,
        idempotent=True, status=201, summary="Check in at a mark; in time it is the arrival at the shift",
    )  # fmt: skip
    def check_in(self, call: Call) -> Any:
        """Note it, or say what is missing and by how many metres."""
        body = call.body
        done = self.app.patrol_desk.check_in(
            self._person(call, body["shift"]),
            views.said(body),
            call.command(),
            body["shift"],
            _utc(body["sent_at"]),
        )
        return {
            **views.judged(done.judged), "shift": done.shift.id, "patrol": done.patrol, "arrived": done.arrived,
        }  # fmt: skip

    @api(
        "POST", "/v1/patrols", roles=PATROL, body=answers.StartBody, response=answers.PatrolAnswer, idempotent=True,
        status=201, summary="Begin a patrol of a shift",
    )  # fmt: skip
    def start_patrol(self, call: Call) -> Any:
        """Begin it; the same key is the same patrol."""
        body = call.body
        person = self._person(call, body["shift"])
        return self._shown_patrol(
            self.app.patrol_desk.patrols.start(body["shift"], person, views.utc(body["at"]), call.command())
        )

    @api(
        "POST", "/v1/patrols/<id>/visits", roles=PATROL, body=answers.VisitsBody, response=answers.VisitsAnswer,
        idempotent=True, summary="Tell visits, up to 200, also old ones and some again; each is answered",
    )  # fmt: skip
    def tell_visits(self, call: Call) -> Any:
        """Note those that can be; one that can't does not harm the others."""
        patrol, body = self._seen_patrol(call), call.body
        judged = self.app.patrol_desk.patrols.tell(
            patrol.id, self._person(call, patrol.shift), [views.said(each) for each in body["visits"]],
            call.command(), _utc(body["sent_at"]),
        )  # fmt: skip
        return {"visits": [views.judged(each) for each in judged]}

    @api(
        "POST", "/v1/patrols/<id>/finish", roles=PATROL, body=answers.FinishBody, response=answers.PatrolAnswer,
        idempotent=True, summary="End a patrol; visits kept offline may still come",
    )  # fmt: skip
    def finish_patrol(self, call: Call) -> Any:
        """End it."""
        patrol = self._seen_patrol(call)
        person = self._person(call, patrol.shift)
        return self._shown_patrol(
            self.app.patrol_desk.patrols.finish(patrol.id, person, views.utc(call.body["at"]), call.command())
        )

    @api(
        "GET", "/v1/patrols", roles=READ, query=answers.PatrolsQuery, response=answers.PatrolsAnswer,
        summary="Patrols, the newest first; members see their own",
    )  # fmt: skip
    def list_patrols(self, call: Call) -> Reply:
        """Return a page."""
        query = call.query
        own = "" if call.caller.has(*LOOK) else person_id(call.caller.subject)
        span = None
        if query["since"] and query["until"]:
            span = Span(views.utc(query["since"]), views.utc(query["until"]))
        with checked_cursor():
            page = self.app.patrol_desk.patrols.page(
                region=call.caller.region, unit=query["unit"], post=query["post"], shift=query["shift"], person=own,
                span=span, limit=query["limit"], cursor=query["cursor"],
            )  # fmt: skip
        return page_reply(call, [self._shown_patrol(each) for each in page.patrols], page.cursor)

    @api("GET", "/v1/patrols/<id>", roles=READ, response=answers.PatrolAnswer, summary="One patrol and its record")
    def get_patrol(self, call: Call) -> Any:
        """Return it."""
        return self._shown_patrol(self._seen_patrol(call))

    @api(
        "GET", "/v1/coverage", roles=LOOK, query=answers.CoverageQuery, response=answers.CoverageAnswer,
        summary="Visits, idle time, and the share of duty within the limit, by mark and post",
    )  # fmt: skip
    def coverage(self, call: Call) -> Any:
        """Return the figures of a post, or of a unit's posts that lie in the caller's region."""
        query = call.query
        if bool(query["post"]) == bool(query["unit"]):
            wrong = FieldError(field="post", message="or unit is needed", remedy="Give one of post and unit.")
            raise Problem(400, "Invalid query", "Wrong: post.", [wrong])
        period = Span(views.utc(query["since"]), views.utc(query["until"]))
        if query["post"]:
            post = self.app.posts.get(query["post"])
            require_region(call.caller, post.region)
            return {"items": [views.post_figures(self.app.patrol_desk.coverage.of_post(post, period))]}
        found = self.app.patrol_desk.coverage.of_unit(query["unit"], period)
        return {"items": [views.post_figures(each) for each in found if call.caller.may_see(each.post.region)]}

    @api(
        "GET", "/v1/marks/<id>/code.svg", roles=PLANNERS, produces=SVG,
        summary="The signed QR code of a mark, <post>:<mark>, to be printed",
    )  # fmt: skip
    def mark_code(self, call: Call) -> Reply:
        """Return the picture."""
        post, mark = self._mark(call)
        picture = self.app.patrol_desk.codes.svg(call.path["id"], f"{post.name} {mark.id}")
        return Reply(content=picture, content_type=SVG, headers={"Cache-Control": "no-store"})

    @api(
        "POST", "/v1/marks/<id>/code", roles=PLANNERS, response=answers.CodeAnswer, idempotent=True, status=201,
        summary="Give a mark a new sign; the old one is void at once",
    )  # fmt: skip
    def renew_mark_code(self, call: Call) -> Any:
        """Renew it."""
        self._mark(call)
        id = call.path["id"]
        number = self.app.patrol_desk.codes.renew(id, call.command())
        return {"mark": id, "number": number, "code": self.app.patrol_desk.codes.text(id)}

    def _mark(self, call: Call) -> tuple[Post, Mark]:
        id = call.path["id"]
        try:
            post: Post = self.app.posts.get(post_of(id))
        except LookupError:
            raise NoSuchMark(id) from None
        mark = mark_in(post, id)
        if mark is None or not call.caller.may_see(post.region):
            raise NoSuchMark(id)
        return post, mark

    def _seen_patrol(self, call: Call) -> Patrol:
        patrol: Patrol = self.app.patrol_desk.patrols.get(call.path["id"])
        if not (call.caller.has(*LOOK) and call.caller.may_see(patrol.region or patrol.county)):
            self._own(call, patrol.shift)
        return patrol

    def _own(self, call: Call, shift: str) -> None:
        seen = self.app.patrol_desk.shifts.get(shift)
        own = call.caller.has("member") and seen is not None and person_id(call.caller.subject) in _ever(seen.shift)
        if not own:
            raise NoSuchPatrol

    def _person(self, call: Call, shift: str) -> str:
        """Return for whom the caller acts: somebody of a dispatcher's region, or a member for themselves."""
        named: str = call.body["person"]
        own = person_id(call.caller.subject)
        if not call.caller.has("dispatcher") or not named:
            if named not in ("", own):
                raise Problem(403, "Forbidden", "Only a dispatcher acts for somebody else.")
            return own
        if not shift:
            wrong = FieldError(field="shift", message="is needed", remedy="Name the shift of that person.")
            raise Problem(400, "Invalid body", "Wrong: shift.", [wrong])
        seen = self.app.patrol_desk.shifts.get(shift)
        if seen is not None:
            require_region(call.caller, seen.shift.region or seen.shift.county)
        return named

    def _shown_patrol(self, patrol: Patrol) -> dict[str, Any]:
        return views.patrol(patrol, self.app.patrol_desk.patrols.record(patrol))


def _ever(shift: Any) -> set[str]:
    return {*shift.people, *(former for place in shift.places for former, _why in place.before)}


def _utc(moment: Any) -> Any:
    return None if moment is None else views.utc(moment)
