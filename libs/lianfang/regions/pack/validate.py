"""Judging a pack whole, before anything changes."""

from __future__ import annotations

from lianfang.regions.pack.check_codes import check_codes
from lianfang.regions.pack.check_forces import check_forces
from lianfang.regions.pack.check_geometry import check_geometry
from lianfang.regions.pack.check_routing import check_deadlines, check_routing
from lianfang.regions.pack.check_shops import check_shops
from lianfang.regions.pack.content import Pack
from lianfang.regions.pack.findings import Findings
from lianfang.regions.pack.items import to_items
from lianfang.regions.pack.pages import BadPages, to_pages
from lianfang.regions.pack.problems import PackError, Problem, Report


def validate(pack: Pack) -> Report:
    """Return all errors and warnings of a pack that could be read."""
    found = Findings(pack)
    check_codes(found)
    check_geometry(found)
    check_forces(found)
    check_routing(found)
    check_deadlines(found)
    check_shops(found)
    try:
        to_pages(to_items(pack))
    except BadPages as error:
        found.report.errors.append(Problem("grids.geojson", str(error)))
    return found.report


def require_valid(pack: Pack) -> Report:
    """Return the report of a pack without errors. Raises PackError otherwise."""
    report = validate(pack)
    if not report.ok:
        raise PackError(report.errors)
    return report
