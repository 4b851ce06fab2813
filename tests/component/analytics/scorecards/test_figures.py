"""A measure may be a figure of the catalogue; one that isn't there is not measured."""

from __future__ import annotations

from services.analytics.app.figures.catalogue import load_catalogue
from services.analytics.app.figures.figures import Figures
from services.analytics.app.scorecards.figures import figure_of
from services.analytics.figures.exact import ExactTests
from tests.fixtures.analytics_assessment import COUNTY, PERIOD, ZONE, fact


def test_a_figure_of_the_catalogue_is_read_and_an_unknown_one_is_said(office):
    office.tell(fact("hazard_found"), fact("hazard_found", region="360103"))
    read = figure_of(Figures(load_catalogue(), office.base.query, office.clock, ZONE, ExactTests()))
    assert (read("hazards_found", COUNTY, PERIOD).value, read("hazards_found", COUNTY, PERIOD).facts) == (1.0, 1)
    assert (read("no_figure", COUNTY, PERIOD).value, read("no_figure", COUNTY, PERIOD).note) == (
        None,
        "no_such_figure",
    )
