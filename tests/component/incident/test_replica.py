"""Incidents are routed by the registry's release that the service has."""

from __future__ import annotations

from tests.fixtures.incident import COUNTY, office, small_pack


def test_an_incident_records_the_release_that_routed_it(tmp_path):
    empty = office(tmp_path / "x.db", loaded=False)
    before = empty.report()
    empty.load(small_pack())
    after = empty.report()
    assert (before.release, after.release) == ("", empty.app.replica.view().releases[COUNTY])
