"""docs/runbooks/rotating-passwords.md: passwords at the broker change while reports come."""

from __future__ import annotations

import json
import secrets
import time
from contextlib import closing
from urllib.parse import quote

import pytest
import requests

from lianfang.messaging.accounts.credentials import uri_for
from lianfang.messaging.management import Management
from lianfang_district import Refused, Subscriber
from tests.e2e.listening import Ear
from tests.runbooks.pages import told
from tests.runbooks.traffic import Traffic
from tests.runbooks.whole import replica, typed

pytestmark = [pytest.mark.runbooks, pytest.mark.rabbit, pytest.mark.timeout(3600)]
PAGE = "rotating-passwords"
PROVISION = "python -m lianfang.runtime.provisioning"


def changed(small, target, service):
    """Give the service's account a new password as the page says; return the settings that a restart needs."""
    word = secrets.token_hex(16)
    done = typed(
        told(PAGE, PROVISION), small.home, LIANFANG_ACCOUNTS=f"{service}={word}",
        LIANFANG_BUS_MANAGEMENT_URI=target.management_uri, LIANFANG_BUS_VHOST=target.vhost,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    account = f"svc-{service}"
    return {
        "BUS_URI": uri_for(target.bus_uri, account, word),
        "BUS_MANAGEMENT_URI": uri_for(target.management_uri, account, word),
    }


def cut(target, account):
    """Close all connections of an account, as a broker that restarts does."""
    with closing(Management(target.management_uri, target.vhost)) as management:
        management.delete("connections", "username", quote(account, safe=""), reason="a test of the runbook")


def test_a_services_password_changes_and_its_connections_are_lost_before_it_is_restarted(
    small, county, incidents, shown
):
    target, pack = county
    with Traffic(target, pack) as traffic:
        traffic.router.urls = incidents.urls
        traffic.flow(8)
        settings = changed(small, target, "incident")
        traffic.flow(6)
        assert all(process.ready() for process in incidents.live), "open connections stay"
        cut(target, "svc-incident")
        since, ops = time.monotonic(), [process.ops_port for process in incidents.live]
        traffic.flow(8)
        for port in ops:
            assert requests.get(f"http://127.0.0.1:{port}/readyz", timeout=60).status_code == 503
            assert requests.get(f"http://127.0.0.1:{port}/readyz/http", timeout=60).status_code == 200
        assert "ACCESS_REFUSED" in incidents.logs()
        incidents.roll(**settings)
        away = time.monotonic() - since
        traffic.flow(8)
        line = traffic.balanced("a service's password")
        shown(f"{line}; without the broker for {away:.0f} s")
    assert typed(told(PAGE, "lianfang dead list"), small.home).returncode == 0


def test_the_registrys_password_changes_by_a_second_process_beside_the_first(small, county, incidents, shown):
    target, pack = county
    with Traffic(target, pack) as traffic:
        traffic.router.urls = incidents.urls
        settings = changed(small, target, "grid")
        fresh = replica(small, "grid", **settings)
        fresh.start()
        try:
            fresh.wait_ready(300)
            assert small.processes["grid"].terminate() == 0
            traffic.flow(8)
            shown(traffic.balanced("the registry's password"))
        finally:
            assert fresh.terminate() == 0


def test_a_districts_password_changes_and_it_gets_all_that_came_meanwhile(
    small, county, incidents, tmp_path, shown
):
    target, pack = county
    seen = tmp_path / "seen.db"
    first = json.loads(typed("lianfang district add 350924 --json", small.home).stdout)
    refusals = []

    class Listening(Ear):
        def _run(self):
            try:
                super()._run()
            except Refused as refused:
                refusals.append(str(refused))

    with Traffic(target, pack) as traffic:
        traffic.router.urls = incidents.urls
        with Listening(Subscriber(first["uri"], dedupe=seen, refused_for_s=2)) as before:
            traffic.flow(8)
            line = f"{told(PAGE, 'lianfang district add 350924 --rotate')} --json"
            second = json.loads(typed(line, small.home).stdout)
            before.wait(lambda _: refusals, 240)
        traffic.flow(6)
        with Ear(Subscriber(second["uri"], dedupe=seen)) as after:
            traffic.end()
            wanted = set(traffic.open_to_districts())

            def heard():
                both = [*before.heard(type="incident.reported.v1"), *after.heard(type="incident.reported.v1")]
                return [event.data["incident_id"] for event in both]

            after.wait(lambda _: wanted <= set(heard()), 240)
            assert len(heard()) == len(set(heard())), "an event was handed over twice"
        shown(f"refused with: {refusals[0]}")
        line = traffic.balanced("a district's password")
        shown(f"{line}; heard of {len(set(heard()))}, none twice")
    typed("lianfang district revoke 350924", small.home)
