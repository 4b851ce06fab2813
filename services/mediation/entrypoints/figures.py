"""HTTP: the figures."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call
from services.mediation.app.figures import READERS, Counted
from services.mediation.entrypoints.answers import FiguresAnswer
from services.mediation.entrypoints.case_bodies import FiguresQuery
from services.mediation.entrypoints.cases import text_of


class FiguresApi:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "GET", "/v1/figures", roles=READERS, query=FiguresQuery, response=FiguresAnswer,
        summary="Accepted, pending, settled, transferred, kept …: each with its definition and its denominators",
    )  # fmt: skip
    def get_figures(self, call: Call) -> Any:
        """Count now."""
        since, until = text_of(call.query["since"]), text_of(call.query["until"])
        report = self.app.figures(call.caller, call.query["region"], since, until)
        return {
            "region": report.region, "since": report.since or None, "until": report.until or None,
            "consistent": report.consistent, "figures": [_shown(each) for each in report.figures],
        }  # fmt: skip


def _shown(counted: Counted) -> dict[str, Any]:
    figure = counted.figure
    return {
        "name": figure.name, "title": figure.title, "english": figure.english, "definition": figure.definition,
        "count": counted.count,
        "of": [{"name": each.of, "count": each.count, "ratio": each.ratio} for each in counted.shares],
    }  # fmt: skip
