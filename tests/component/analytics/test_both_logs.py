"""What is told in confidence stays so, whatever else is said of it, in whichever order the two logs are read."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import UTC, datetime

import pytest

from lianfang.messaging.log import LOG, RESTRICTED_LOG
from services.analytics.app.projection.projector import Projector
from services.analytics.engine.compare import differences, fingerprint
from services.analytics.engine.duck import DuckBase
from tests.fixtures.analytics_histories import history, messages

EVENT = next(event for event in history(3_000) if event.type == "incident.reported.v1" and not event.restricted)
SECRET = dataclasses.replace(EVENT, restricted=True)


def built(path, tellings) -> DuckBase:
    base = DuckBase(path)
    for stream, event in tellings:
        place = base.offset(stream) or 0
        Projector(base, lambda: datetime.now(UTC)).take(
            stream, [dataclasses.replace(messages([event])[0], offset=place)]
        )
    return base


@pytest.mark.parametrize("marked", [SECRET, EVENT], ids=["marked", "not marked, but in the restricted log"])
def test_an_event_in_both_logs_is_restricted_in_any_order_and_counted_once(tmp_path, marked):
    tellings = [(LOG, EVENT), (RESTRICTED_LOG, marked), (LOG, EVENT)]
    bases = [
        built(tmp_path / f"{number}.duckdb", each) for number, each in enumerate(itertools.permutations(tellings))
    ]
    for base in bases:
        assert base.query("SELECT count(*), bool_and(restricted) FROM facts WHERE kind = 'incident_reported'") == [
            (1, True)
        ]
        assert base.changed(0, [""], 9) == [], "no page that may not see it is told of it"
        assert differences(fingerprint(bases[0]), fingerprint(base)) == []
    for base in bases:
        base.close()


def test_the_same_id_with_other_content_counts_once(tmp_path):
    other = dataclasses.replace(EVENT, data={**EVENT.data, "category": "100200"}, sequence=EVENT.sequence)
    base = built(tmp_path / "facts.duckdb", [(LOG, EVENT), (LOG, other)])
    assert base.query("SELECT count(*) FROM facts WHERE kind = 'incident_reported'") == [(1,)]
    base.close()
