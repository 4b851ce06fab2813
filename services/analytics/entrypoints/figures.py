"""HTTP: figures, their pieces, series and changes, and the events behind them."""

from __future__ import annotations

from typing import Any

from lianfang.regions.codes import Level, level_of
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from lianfang.web.problems import FieldError, Problem, know
from services.analytics.app.figures.access import READERS, TooClose, next_level, require_level
from services.analytics.app.figures.figures import NoSuchFigure
from services.analytics.app.live.sight import sees_restricted
from services.analytics.domain.figures.figure import Figure
from services.analytics.domain.figures.period import DAY, SPAN, BadPeriod, Period
from services.analytics.entrypoints import figure_bodies as bodies
from services.analytics.entrypoints import figure_views as views
from services.analytics.entrypoints import projection_problems  # noqa: F401 - says how exceptions are answered

know(NoSuchFigure, 404, "Not found")
know(TooClose, 403, "Forbidden")


class FiguresApi:
    """Every number can be traced to its events; restricted ones count for supervisors only, which is said."""

    app: Any = Wired()

    @api(
        "GET", "/v1/figures", roles=READERS, query=bodies.TopicQuery, response=bodies.DefinitionsAnswer,
        summary="The catalogue: what each figure is, its unit and its source",
    )  # fmt: skip
    def list_figures(self, call: Call) -> Any:
        """Return the definitions."""
        return {"items": [views.definition(each) for each in self._of_topic(call.query["topic"])]}

    @api(
        "GET", "/v1/figures/<id>", roles=READERS, response=bodies.DefinitionAnswer, summary="What a figure is"
    )  # fmt: skip
    def get_figure(self, call: Call) -> Any:
        """Return one."""
        return views.definition(self.app.figures.figure(call.path["id"]))

    @api(
        "GET", "/v1/figure-values", roles=READERS, query=bodies.ValuesQuery, response=bodies.ValuesAnswer,
        summary="Several figures of a place and a period",
    )  # fmt: skip
    def list_values(self, call: Call) -> Any:
        """Compute them; of those not named, such as may not be asked of so small a place are left out."""
        region = self._region(call)
        named = [self.app.figures.figure(each) for each in call.query["id"]]
        wanted = named or [each for each in self._of_topic(call.query["topic"]) if self._may(call, each, region)]
        for figure in named:
            require_level(call.caller, figure, level_of(region))
        period = self._period(call, DAY)
        found = self.app.figures.values(
            [each.id for each in wanted], region, period, restricted=sees_restricted(call.caller)
        )
        return {"items": [views.value(each) for each in found]}

    @api(
        "GET", "/v1/figures/<id>/value", roles=READERS, query=bodies.PlaceQuery, response=bodies.ValueAnswer,
        summary="A figure of a place and a period",
    )  # fmt: skip
    def get_value(self, call: Call) -> Any:
        """Compute it."""
        id, region, period, restricted = self._asked(call)
        return views.value(self.app.figures.value(id, region, period, restricted=restricted))

    @api(
        "GET", "/v1/figures/<id>/parts", roles=READERS, query=bodies.PartsQuery, response=bodies.PartsAnswer,
        summary="A figure by smaller places, or by category, ring, team …",
    )  # fmt: skip
    def get_parts(self, call: Call) -> Any:
        """Compute the whole and its pieces."""
        id, region, period, restricted = self._asked(call)
        split = call.query["split"]
        level = self._level(call, region)
        if not split:
            require_level(call.caller, self.app.figures.figure(id), level)
        whole = self.app.figures.value(id, region, period, restricted=restricted)
        parts = self.app.figures.parts(id, region, period, level=level, split=split, restricted=restricted)
        by = split or Level(level).name.lower()
        return {"whole": views.value(whole), "by": by, "items": [views.part(each) for each in parts]}

    @api(
        "GET", "/v1/figures/<id>/series", roles=READERS, query=bodies.SeriesQuery, response=bodies.ValuesAnswer,
        summary="A figure of a period and those before it, the earliest first",
    )  # fmt: skip
    def get_series(self, call: Call) -> Any:
        """Compute each."""
        id, region, period, restricted = self._asked(call)
        found = self.app.figures.series(id, region, period, call.query["number"], restricted=restricted)
        return {"items": [views.value(each) for each in found]}

    @api(
        "GET", "/v1/figures/<id>/change", roles=READERS, query=bodies.ChangeQuery, response=bodies.ChangeAnswer,
        summary="Year on year or period on period, with the exact test beside the percentage",
    )  # fmt: skip
    def get_change(self, call: Call) -> Any:
        """Compare."""
        id, region, period, restricted = self._asked(call)
        against = call.query["against"]
        return views.change(
            self.app.figures.compare(id, region, period, against, restricted=restricted), against
        )  # fmt: skip

    @api(
        "GET", "/v1/figures/<id>/events", roles=READERS, query=bodies.EventsQuery, response=bodies.EventsAnswer,
        summary="The events that a figure was made of",
    )  # fmt: skip
    def list_events(self, call: Call) -> Reply:
        """Return a page of facts."""
        id, region, period, restricted = self._asked(call)
        query = call.query
        with checked_cursor():
            page = self.app.figures.trace(
                id, region, period, part=query["part"], cursor=query["cursor"], limit=query["limit"],
                restricted=restricted,
            )  # fmt: skip
        return page_reply(call, [views.traced(each) for each in page.facts], page.cursor)

    def _of_topic(self, topic: str) -> list[Figure]:
        return [each for each in self.app.figures.catalogue.values() if topic in ("", each.topic)]

    def _may(self, call: Call, figure: Figure, region: str) -> bool:
        try:
            require_level(call.caller, figure, level_of(region))
        except TooClose:
            return False
        return True

    def _asked(self, call: Call) -> tuple[str, str, Period, bool]:
        """Return the figure's id, place, period, and whether restricted facts count. Raises Problem, Forbidden."""
        figure = self.app.figures.figure(call.path["id"])
        region = self._region(call)
        require_level(call.caller, figure, level_of(region))
        return figure.id, region, self._period(call, figure.period), sees_restricted(call.caller)

    def _region(self, call: Call) -> str:
        asked = call.query["region"]
        region: str = call.caller.region if asked is None else asked
        require_region(call.caller, region)
        return region

    def _period(self, call: Call, usual: str) -> Period:
        text = call.query["period"]
        if text is None:
            return Period.of(usual, self.app.figures.today())
        try:
            period = Period.parse(text)
        except BadPeriod as error:
            raise _wrong("period", str(error), "Correct it.") from None
        if period.kind == SPAN and period.days > 366 * 10:
            raise _wrong("period", "has more than ten years", "Ask for less.")
        return period

    def _level(self, call: Call, region: str) -> int:
        name = call.query["level"]
        level = int(Level[name.upper()]) if name else next_level(region)
        if level < level_of(region):
            raise _wrong("level", f"is above the place {region}", "Take a level below it.")
        return level


def _wrong(field: str, message: str, remedy: str) -> Problem:
    wrong = FieldError(field=field, message=message, remedy=remedy)
    return Problem(400, "Invalid query", f"Wrong: {field}.", [wrong])
