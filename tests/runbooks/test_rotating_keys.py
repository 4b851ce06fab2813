"""docs/runbooks/rotating-keys.md: field keys and token keys are changed while reports come and people read."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import pytest
import requests

from lianfang.web import tokens
from tests.runbooks.identity_provider import IdentityProvider
from tests.runbooks.pages import told
from tests.runbooks.traffic import ROLES, Traffic
from tests.runbooks.whole import typed

pytestmark = [pytest.mark.runbooks, pytest.mark.rabbit, pytest.mark.timeout(3600)]
PAGE = "rotating-keys"
WAIT_S = 10
"""As the page says, between publishing a key and signing with it."""


class Reader:
    """Reads reporters' names again and again, from each replica in turn, as people in the command room do."""

    def __init__(self, traffic, token_key):
        self._traffic, self._token_key, self.read, self.failed = traffic, token_key, 0, []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ending.set()
        self._thread.join(30)

    def _run(self):
        while not self._ending.wait(0.1):
            taken, urls = self._traffic.open_to_districts(), self._traffic.router.urls()
            for incident in (taken[:1] + taken[-3:-1]) if len(taken) > 3 else ():
                for url in urls:
                    self._ask(url, incident)

    def _ask(self, url, incident):
        token = tokens.issue(self._token_key, "room", (*ROLES, "reporter-data"), region="350924")
        try:
            answer = requests.get(
                f"{url}/v1/incidents/{incident}/reporter", headers={"Authorization": f"Bearer {token}"}, timeout=10
            )
        except requests.RequestException:
            return  # that replica has just been replaced
        if answer.ok:
            self.read += 1
        else:
            self.failed.append(f"{answer.status_code} {answer.text}")


def test_field_keys_are_replaced_while_people_are_read_and_reported(small, county, incidents, shown):
    target, pack = county
    old = small.state.field_keys[0]
    new = typed(told(PAGE, "lianfang keys make"), small.home).stdout.strip()
    with Traffic(target, pack) as traffic, Reader(traffic, target.token_key) as reader:
        traffic.router.urls = incidents.urls
        traffic.flow(10)
        incidents.roll(FIELD_KEYS=f"{old},{new}", between=lambda: traffic.flow(4))
        incidents.roll(FIELD_KEYS=f"{new},{old}", between=lambda: traffic.flow(4))
        both = {"LIANFANG_FIELD_KEYS": f"{new},{old}"}
        before = typed(told(PAGE, "lianfang keys rotate --service incident --check"), small.home, **both)
        walked = typed(told(PAGE, "lianfang keys rotate --service incident"), small.home, **both)
        after = typed("lianfang keys rotate --service incident --check", small.home, **both)
        shown(before.stdout + walked.stdout + after.stdout)
        assert (before.returncode, walked.returncode, after.returncode) == (1, 0, 0), walked.stderr + after.stderr
        incidents.roll(FIELD_KEYS=new, between=lambda: traffic.flow(4))
        traffic.flow(6)
        time.sleep(1)
        assert not reader.failed, reader.failed[:3]
        assert reader.read > 20
    shown(f"{traffic.balanced('field keys')}; reporters read {reader.read}, refused 0")
    verified = typed(told(PAGE, "lianfang audit verify"), small.home)
    shown(verified.stdout)
    assert verified.returncode == 0, verified.stdout


def test_token_keys_of_the_identity_provider_are_replaced_without_a_refused_call(small, county, incidents, shown):
    target, pack = county
    traffic = Traffic(target, pack)
    with IdentityProvider() as provider, ExitStack() as ends:
        first = provider.new_key("first")
        incidents.roll(TOKEN_KEY="", OIDC_JWKS_URI=provider.uri)  # as an installation has it
        traffic.router.urls = incidents.urls
        traffic.router.token = lambda: provider.token(first, ROLES, "350924")
        ends.enter_context(traffic)
        traffic.flow(8)
        second = provider.new_key("second")
        time.sleep(WAIT_S)
        traffic.flow(4)
        traffic.router.token = lambda: provider.token(second, ROLES, "350924")
        traffic.flow(8)
        provider.forget(first)
        incidents.roll(between=lambda: traffic.flow(4))
        late = requests.get(
            f"{incidents.urls()[0]}/v1/incidents", timeout=10,
            headers={"Authorization": f"Bearer {provider.token(first, ROLES, '350924')}"},
        )  # fmt: skip
        assert (late.status_code, "not signed by a key that is trusted" in late.text) == (401, True), late.text
        assert traffic.router.answered[401] == 0
        shown(f"{traffic.balanced('token keys')}; refused while keys changed 0, fetched {provider.fetched} times")
    incidents.settings.pop("OIDC_JWKS_URI")
    incidents.roll(TOKEN_KEY=target.token_key)
