"""docs/runbooks/rolling-upgrade.md: an old release, this one and the next run side by side, forth and back."""

from __future__ import annotations

import json
import sys
from contextlib import closing

import pytest
import requests

from lianfang.messaging.management import Management
from lianfang.persistence.uri import open_store
from lianfang.runtime.demo.day import read_day
from lianfang.runtime.operating.accounts import accounts_of
from lianfang_district import Subscriber
from services.mediation.app import cases
from services.mediation.app.policies.load import default
from tests.e2e.counties import SHOUNING
from tests.e2e.listening import Ear
from tests.runbooks.next_contract import V1, V2
from tests.runbooks.old_release import old_release, run_from_its_folder
from tests.runbooks.pages import told
from tests.runbooks.replicas import Replicas
from tests.runbooks.traffic import Traffic
from tests.runbooks.whole import loaded, running, typed

pytestmark = [pytest.mark.runbooks, pytest.mark.rabbit, pytest.mark.timeout(3600)]
PAGE = "rolling-upgrade"
QUEUE, KEY = "mediation.incidents", f"{V2}.#"
NEXT_INCIDENT = (sys.executable, "-m", "tests.runbooks.next_incident")
NEXT_MEDIATION = (sys.executable, "-m", "tests.runbooks.next_mediation")


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    with running(tmp_path_factory.mktemp("upgrade"), "grid", "incident", "mediation") as stack:
        yield stack


@pytest.fixture(scope="module")
def county(stack):
    return loaded(stack)


def knows_findings(url):
    """Tell whether that replica is of this version: the old one had no findings."""
    return "/v1/incidents/{id}/findings" in requests.get(f"{url}/openapi.json", timeout=60).json()["paths"]


def close(traffic, incident, outcome="handled"):
    """Close an incident through whichever replica has its turn: it may have been written by another version."""
    answer = traffic.router.send(
        "POST", f"/v1/incidents/{incident}/close", {"outcome": outcome}, **{"Idempotency-Key": f"close-{incident}"}
    )
    assert answer.status_code == 200, answer.text


def bound(target, on):
    """Bind the queue of mediation to version 2, or unbind it, as `topology apply` of the next release does."""
    with closing(Management(target.management_uri, target.vhost)) as management:
        for exchange in ("lianfang.events", "lianfang.restricted"):
            if on:
                management.bind(exchange, QUEUE, KEY)
            else:
                management.unbind(exchange, QUEUE, KEY)


def dead(stack):
    """What `lianfang dead list` says of mediation's queue, 0 when nothing is parked."""
    done = typed(f"{told(PAGE, 'lianfang dead list')} --json", stack.home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout).get(QUEUE, 0)


def opened(stack):
    """How many cases mediation has."""
    store = open_store(stack.state.services["mediation"].store_uri)
    store.declare(*cases.collections())
    try:
        return store.count(cases.NAME)
    finally:
        store.close()


def test_an_old_release_and_this_one_share_store_and_queues_forth_and_back(stack, county, tmp_path, shown):
    old = old_release(tmp_path)
    target, pack = county
    this = Replicas(stack, "incident")
    try:
        with Traffic(target, pack) as traffic:
            traffic.router.urls = this.urls
            traffic.flow(6)
            for name, how in (("back", {"cwd": old, "command": run_from_its_folder("incident")}), ("forth", {})):
                first = traffic.open_to_districts()[-1]  # the others are not a dispatcher's to see

                def both(first=first):
                    versions = {knows_findings(url) for url in this.urls()}
                    written = traffic.open_to_districts()[-1]
                    traffic.flow(4)
                    close(traffic, first)
                    close(traffic, written)
                    return versions

                mixed = []
                this.roll(between=lambda: mixed.append(both()), **how)  # noqa: B023 - used at once
                assert mixed[0] == {True, False}, "one of each release was at work"
                assert mixed[1] == {name == "forth"}
            traffic.flow(6)
        shown(f"{traffic.balanced('old release and this one')}; {len(this.ended)} replicas ended with 0")
    finally:
        this.end()


def test_events_of_two_versions_are_in_flight_and_each_report_has_its_effect_once(stack, county, shown):
    target, pack = county
    with accounts_of(target) as accounts:
        district = accounts.add_district("350924").uri
    incident, mediation = Replicas(stack, "incident"), Replicas(stack, "mediation", count=1)
    before, categories = opened(stack), default().policy.dispute_categories
    disputes_first = sorted(read_day(SHOUNING), key=lambda report: not report["category"].startswith(categories))
    try:
        with Ear(Subscriber(district)) as ear, Traffic(target, pack, reports=disputes_first) as traffic:
            traffic.router.urls = incident.urls
            traffic.flow(8)
            # The wrong order on purpose: the next incident service tells of version 2 while mediation knows only 1
            bound(target, on=True)
            incident.roll(command=NEXT_INCIDENT, between=lambda: traffic.flow(6))
            ear.wait(lambda ear: ear.heard(type=V2), 120)
            parked = dead(stack)
            assert parked > 0, "what the old one does not know is kept aside"
            mediation.roll(command=NEXT_MEDIATION, between=lambda: traffic.flow(6))
            replayed = typed(told(PAGE, f"lianfang dead replay {QUEUE}"), stack.home)
            assert replayed.returncode == 0, replayed.stderr
            traffic.flow(6)
            assert dead(stack) == 0
            # Back again, in the order of the page: nobody is told of version 2 any more, then the programs
            incident.roll(between=lambda: traffic.flow(4))
            bound(target, on=False)
            traffic.flow(4)
            mediation.roll(between=lambda: traffic.flow(4))
            line = traffic.balanced("two versions in flight")
            wanted = set(traffic.open_to_districts())
            ear.wait(lambda ear: wanted <= {e.data["incident_id"] for e in ear.heard(type=V1)}, 240)
            first = [e.data["incident_id"] for e in ear.heard(type=V1)]
            second = [e.data["incident_id"] for e in ear.heard(type=V2)]
            assert len(first) == len(set(first)), "a report was told twice in version 1"
            assert 0 < len(second) == len(set(second)) < len(first)
            assert set(second) <= set(first), "who knows version 1 only has heard of all"
            disputes = traffic.of_category(*categories)
            assert disputes > 20
            ear.wait(lambda _: opened(stack) - before >= disputes, 240)
            assert (opened(stack) - before, dead(stack)) == (disputes, 0)
            shown(
                f"{line}; told in version 1: {len(first)}, in both: {len(second)}; parked {parked}, replayed; "
                f"disputes {disputes}, cases opened {opened(stack) - before}"
            )
    finally:
        incident.end()
        mediation.end()
