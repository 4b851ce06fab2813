"""HTTP: packs come in, releases are listed."""

from __future__ import annotations

from typing import Any

from lianfang.ops import metrics
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.upload import Upload
from services.grid.entrypoints.answers import ImportAnswer, ReleasesAnswer
from services.grid.entrypoints.problems import refusal, told
from services.grid.entrypoints.scope import touches
from services.grid.entrypoints.timers import follow
from services.grid.judging.finding import NotValid

PACK = Upload(
    ("application/zip", "application/gzip", "application/x-zip-compressed", "application/x-gzip"), 64 * 1024 * 1024
)


class Packs:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "POST", "/v1/packs", roles={"registry"}, upload=PACK, response=ImportAnswer, status=201,
        summary="Import a region pack: 201 a new release, 200 the one in force, 422 all that is wrong",
    )  # fmt: skip
    def import_pack(self, call: Call) -> Reply:
        """Judge the pack whole, then make it the county's release, or change nothing."""
        try:
            with self.app.judged(call.body.file) as made:
                require_region(call.caller, made.county)
                imported = self.app.import_pack.from_prepared(made, call.command())
        except NotValid as refused:
            metrics.IMPORTS.labels("refused").inc()
            raise refusal(refused.problems, refused.found) from None
        metrics.IMPORTS.labels("new" if imported.new else "unchanged").inc()
        follow(self.app)
        answer = {
            "release": imported.release_id, "county": imported.county, "new": imported.new,
            "counts": imported.counts, "warnings": [told(warning) for warning in imported.warnings],
            "warnings_found": imported.warned,
        }  # fmt: skip
        return Reply(answer, status=201 if imported.new else 200)

    @api("GET", "/v1/releases", response=ReleasesAnswer, summary="The releases in force, one per county")
    def releases(self, call: Call) -> Any:
        """Return those of the caller's region."""
        found = self.app.queries.releases()
        return {"items": [one for one in found if touches(call.caller, one["county"])]}
