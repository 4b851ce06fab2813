"""Each county's rules are versioned, followed by every process, and old ones stay readable."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lianfang.datafile import NotValid
from lianfang.persistence.aggregate import Command
from lianfang.persistence.handled import ReusedId
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.persistence.store import find_all
from lianfang.policies.shape import Loaded, version_of
from lianfang.policies.storage import VERSIONS, UnknownPolicy
from services.mediation.app.policies.load import SHAPE, default
from services.mediation.app.policies.storage import Policies, collections

COUNTY, OTHER = "350924", "360103"
FIVE = {"modes": {"people": {"max_rounds": 5}}}
SIX = {"modes": {"people": {"max_rounds": 6}}}
NEWER = SHAPE.merge(default().document, {"edition": 2, "guardian": {"age": 18}})


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "mediation.db")
    store.declare(*collections())
    yield store
    store.close()


@pytest.fixture
def process(store):
    """Starts one more process of the service, perhaps of a release with other default rules."""

    def start(document=None) -> Policies:
        standard = None
        if document is not None:
            version = version_of("default", document["edition"], document)
            standard = Loaded(SHAPE.build(document, version), document)
        return Policies(store, lambda: datetime(2026, 3, 2, tzinfo=UTC), print, standard)

    return start


@pytest.fixture
def policies(process) -> Policies:
    return process()


def command(id="c1", body=""):
    return Command(id, actor="registrar-1", body_hash=body)


def test_without_rules_of_its_own_a_county_has_the_platforms(policies):
    assert policies.for_county(COUNTY).version == default().policy.version
    assert policies.for_county(COUNTY).numbering["prefix"] == "寿"
    assert policies.at(default().policy.version) == default().policy


def test_what_is_put_holds_at_once_here_and_after_a_refresh_elsewhere(policies, process):
    other = process()
    assert other.for_county(COUNTY).modes["people"].max_rounds is None
    put = policies.put(COUNTY, FIVE, command())
    assert (put.new, put.version.rpartition("-")[0]) == (True, f"{COUNTY}-1")
    assert policies.for_county(COUNTY).modes["people"].max_rounds == 5
    assert policies.for_county(OTHER).version == default().policy.version
    assert other.for_county(COUNTY).modes["people"].max_rounds is None
    assert other.refresh() == [COUNTY]
    assert other.for_county(COUNTY) == policies.for_county(COUNTY)
    assert other.refresh() == []


def test_old_versions_stay_as_they_were(policies, process):
    first = policies.put(COUNTY, FIVE, command("c1"))
    second = policies.put(COUNTY, SIX, command("c2"))
    assert first.version != second.version
    later = process()
    assert later.at(first.version).modes["people"].max_rounds == 5
    assert later.at(second.version).modes["people"].max_rounds == 6
    assert later.document(first.version) == first.document


def test_a_repeat_has_no_second_effect_and_the_same_rules_no_new_version(policies, store):
    once = policies.put(COUNTY, FIVE, command("c1", "body"))
    assert policies.put(COUNTY, FIVE, command("c1", "body")) == once
    again = policies.put(COUNTY, FIVE, command("c2"))
    assert (again.version, again.new) == (once.version, False)
    assert len([each for each in find_all(store, VERSIONS) if each["id"].startswith(COUNTY)]) == 1
    with pytest.raises(ReusedId):
        policies.put(COUNTY, SIX, command("c1", "other body"))


def test_going_back_to_earlier_rules_is_a_version_of_its_own(policies):
    versions = [policies.put(COUNTY, part, command(f"c{n}")).version for n, part in enumerate((FIVE, SIX, FIVE))]
    assert [version.split("-")[1] for version in versions] == ["1", "2", "3"]
    assert versions[0].split("-")[2] == versions[2].split("-")[2]


def test_wrong_rules_change_nothing(policies, store):
    before = policies.put(COUNTY, FIVE, command("c1")).version
    for attempt in (policies.check, lambda county, part: policies.put(county, part, command("c2"))):
        with pytest.raises(NotValid):
            attempt(COUNTY, {"modes": {"people": {"max_rounds": -1}}})
    assert policies.for_county(COUNTY).version == before
    assert len(list(find_all(store, VERSIONS))) == 2  # and the default's


def test_a_check_tells_what_a_put_would_do_and_does_not_do_it(policies):
    would = policies.check(COUNTY, FIVE)
    assert policies.for_county(COUNTY).version == default().policy.version
    assert policies.put(COUNTY, FIVE, command()) == would
    assert policies.check(COUNTY, FIVE).new is False


def test_another_default_reaches_counties_without_rules_of_their_own_only(policies, process):
    put = policies.put(COUNTY, FIVE, command())
    upgraded = process(NEWER)
    assert upgraded.for_county(OTHER).guardian_age == 18
    assert upgraded.for_county(COUNTY).version == put.version
    assert upgraded.for_county(COUNTY).guardian_age == 16
    assert upgraded.at(default().policy.version).guardian_age == 16  # cases begun under it go on by it


def test_rules_older_than_what_a_release_asks_for_take_that_from_its_default(policies, process, store):
    put = policies.put(COUNTY, FIVE, command())
    stored = store.get(VERSIONS, put.version)
    del stored["document"]["reopen_within"]
    store.replace(VERSIONS, stored, stored["revision"])
    found = process().for_county(COUNTY)
    assert found.modes["people"].max_rounds == 5
    assert found.reopen_within == default().policy.reopen_within


def test_rules_that_cant_be_used_leave_the_last_good_ones(policies, process, store):
    other = process()
    good = policies.put(COUNTY, FIVE, command("c1")).version
    other.refresh()
    bad = policies.put(COUNTY, SIX, command("c2")).version
    stored = store.get(VERSIONS, bad)
    stored["document"]["guardian"] = "from a later release"
    store.replace(VERSIONS, stored, stored["revision"])
    assert other.refresh() == []
    assert other.for_county(COUNTY).version == good


@pytest.mark.parametrize("version", ["350924-9-00000000", "", "nonsense"])
def test_a_version_that_never_was_is_not_there(policies, version):
    with pytest.raises(UnknownPolicy):
        policies.at(version)


def test_a_county_can_not_weigh_people_by_itself(policies):
    with pytest.raises(NotValid, match="same for all counties"):
        policies.check("350924", {"linking": {"same_at": 20.0}})
