"""The platform runs out of its images, locked up as in production, and its books balance."""

import json
import time
import uuid

import pytest
import requests

from lianfang.web import tokens
from lianfang_district import TeamClient
from tests.images.containers import GRACE_S
from tests.images.podman import SERVICES, podman, tried

pytestmark = [pytest.mark.images, pytest.mark.timeout(1800)]
REPORTS = 60


def status_of(platform, name):
    """What the kernel says of the container's first process."""
    lines = podman("exec", platform.name(name), "cat", "/proc/1/status").splitlines()
    return {key: value.split() for key, _, value in (line.partition(":") for line in lines)}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_as_10001_without_any_privilege(platform, name):
    status = status_of(platform, name)
    assert status["Uid"] == status["Gid"] == ["10001"] * 4
    assert {status[f"Cap{each}"][0] for each in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert status["NoNewPrivs"] == ["1"]


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("folder", ["/", "/etc", "/opt/lianfang/code", "/var/tmp", "/run", "/home"])
def test_nothing_can_be_written_but_where_it_is_meant(platform, name, folder):
    written = tried("exec", "--user=0", platform.name(name), "sh", "-c", f"echo x > {folder}/written")
    assert written.returncode != 0
    assert "Read-only file system" in written.stderr
    for allowed in ("/tmp", "/var/lib/lianfang"):
        podman("exec", platform.name(name), "sh", "-c", f"echo x > {allowed}/written && rm {allowed}/written")


@pytest.mark.parametrize("name", SERVICES)
def test_the_image_s_own_health_check_is_good(platform, name):
    assert tried("healthcheck", "run", platform.name(name)).returncode == 0


def test_the_health_check_says_no_where_nothing_lives(platform):
    probe = ("exec", "--env=LIANFANG_OPS_PORT=1", platform.name("incident"), "/opt/lianfang/bin/probe")
    assert tried(*probe).returncode == 1


def test_a_call_goes_through_and_its_team_takes_the_task(platform, shown):
    token = tokens.issue(platform.token_key, "intake", ["intake"], region="350924")
    began = time.monotonic()
    answer = requests.post(
        f"http://127.0.0.1:{platform.http['incident']}/v1/incidents",
        json={"source": "call", "category": "200100", "place": {"lon": 119.473591, "lat": 27.207906}},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}, timeout=60,
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    incident = answer.json()
    team = incident["tasks"][0]["team"]
    account = json.loads(platform.tools("team", "add", team, "--json"))
    steps = []
    with TeamClient(account["uri"], contexts=["incident"], stop_on_sigterm=False) as client:
        for event in client:
            if event.data.get("incident_id") != incident["id"]:
                continue
            steps.append(event.name)
            if event.name == "task_requested":
                client.receipt(event)
            elif event.name == "task_notified":
                client.acknowledge(event)
            elif event.name in ("task_acknowledged", "command_refused"):
                break
    assert steps == ["task_requested", "task_notified", "task_acknowledged"]
    shown["call"] = {"team": team, "steps": steps, "seconds": round(time.monotonic() - began, 1)}


def test_a_call_without_a_token_is_refused(platform):
    address = f"http://127.0.0.1:{platform.http['incident']}/v1/incidents"
    assert requests.post(address, json={}, timeout=60).status_code == 401


def test_the_books_of_a_replay_balance(platform, shown):
    options = ("--scenario", "/scenarios/shouning", "--limit", str(REPORTS), "--speed", "20000", "--json")
    books = json.loads(platform.tools("demo", *options).splitlines()[-1])
    shown["books"] = books
    assert books["accepted"] == REPORTS
    assert books["tasks_delivered"] == books["tasks_expected"] > REPORTS
    assert (books["lost"], books["duplicated"], books["misrouted"]) == (0, 0, 0)


def test_a_term_signal_ends_each_within_its_grace(platform, shown):
    shown["ended_s"] = ended = {}
    for name in SERVICES:
        began = time.monotonic()
        podman("stop", f"--time={GRACE_S}", platform.name(name))
        ended[name] = round(time.monotonic() - began, 1)
        state = json.loads(podman("inspect", platform.name(name)))[0]["State"]
        assert (state["ExitCode"], state["OOMKilled"]) == (0, False), platform.log(name)[-3000:]
    assert max(ended.values()) < GRACE_S
