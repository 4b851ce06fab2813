"""Starting, health, stopping: on a real process."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.fixtures.http_process import HttpProcess
from tests.fixtures.waiting import until

WORKERS = 66  # 64 and twice the prefetch of 1


def get(url, **more):
    return requests.get(url, timeout=60, **more)


def refused_start(service, **environment):
    done = subprocess.run(
        [sys.executable, "-m", service.module], env=service.environment | environment, capture_output=True,
        text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    return line


@pytest.mark.parametrize("which", ["HTTP", "OPS"])
def test_a_busy_port_fails_at_once_and_names_the_setting(notes, fresh_notes, which):
    port = notes.http_port if which == "HTTP" else notes.ops_port
    line = refused_start(fresh_notes, **{f"LIANFANG_{which}_PORT": str(port)})
    assert line.startswith(f"notes: LIANFANG_{which}_PORT={port} on 127.0.0.1: another program listens there")


def test_a_missing_setting_is_one_line_with_its_remedy(fresh_notes):
    assert "LIANFANG_STORE_URI" in refused_start(fresh_notes, LIANFANG_STORE_URI="")


def test_readiness_tells_the_reason(notes):
    response = get(f"{notes.ops}/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "ready": False, "problems": {"publisher": "no usable connection to the broker"},
    }  # fmt: skip
    assert "lianfang_ready 0.0" in get(f"{notes.ops}/metrics").text


def test_calls_are_taken_and_the_process_left_alone_while_the_broker_is_away(notes):
    response = get(f"{notes.ops}/readyz/http")
    assert (response.status_code, response.json()) == (200, {"ready": True, "problems": {}})
    assert get(f"{notes.ops}/livez").status_code == 200


def test_the_event_loops_lag_is_measured(notes):
    def measured():
        lines = get(f"{notes.ops}/metrics").text.splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("lianfang_loop_lag_seconds_count"))

    before = measured()
    until(lambda: measured() > before)


def test_a_store_that_is_away_at_the_start_is_waited_for(fresh_notes, tmp_path):
    blocked = tmp_path / "later"
    blocked.write_text("a file, where the store's folder should be")
    fresh_notes.environment["LIANFANG_STORE_URI"] = f"sqlite:///{blocked / 'store.db'}"
    fresh_notes.start(until="waiting for the store")
    assert get(f"{fresh_notes.ops}/livez").status_code == 200
    response = get(f"{fresh_notes.ops}/readyz")
    assert (response.status_code, response.json()["problems"]) == (503, {"start": "starting"})
    blocked.unlink()
    blocked.mkdir()
    fresh_notes.wait_for("started")
    assert fresh_notes.count() == 0


def test_health_answers_while_all_workers_are_busy(fresh_notes):
    fresh_notes.environment["LIANFANG_PREFETCH"] = "1"
    fresh_notes.start()
    with ThreadPoolExecutor(WORKERS + 4) as pool:
        slow = [pool.submit(get, f"{fresh_notes.url}/slow?seconds=5") for _ in range(WORKERS)]
        while f"lianfang_http_in_flight {WORKERS}.0" not in get(f"{fresh_notes.ops}/metrics").text:
            time.sleep(0.05)
        waiting = pool.submit(get, f"{fresh_notes.url}/count")
        assert get(f"{fresh_notes.ops}/livez").status_code == 200
        assert not waiting.done()  # it answered while all were busy
        assert {each.result().status_code for each in slow} == {200}
        assert waiting.result().status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_answers_what_is_in_flight_and_exits_0(fresh_notes, number):
    fresh_notes.start()
    idle = requests.Session()
    idle.get(f"{fresh_notes.url}/count", timeout=60)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(get, f"{fresh_notes.url}/slow?seconds=4")
        until(lambda: "lianfang_http_in_flight 1.0" in get(f"{fresh_notes.ops}/metrics").text)
        fresh_notes.process.send_signal(number)
        until(lambda: get(f"{fresh_notes.ops}/readyz").json()["problems"] == {"process": "stopping"})
        with pytest.raises(requests.ConnectionError):
            get(f"{fresh_notes.url}/count")
        response = slow.result()
    assert (response.status_code, response.json()) == (200, {"slept": 4})
    assert response.headers["Connection"] == "close"
    assert fresh_notes.process.wait(60) == 0
    assert fresh_notes.lines[-1]["message"] == "stopped"


def test_a_second_signal_ends_it_at_once(fresh_notes):
    fresh_notes.start()
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(get, f"{fresh_notes.url}/slow?seconds=20")
        until(lambda: "lianfang_http_in_flight 1.0" in get(f"{fresh_notes.ops}/metrics").text)
        fresh_notes.terminate()
        until(lambda: get(f"{fresh_notes.ops}/readyz").json()["problems"] == {"process": "stopping"})
        time.sleep(0.8)  # one that comes sooner is the same wish
        assert fresh_notes.process.poll() is None
        fresh_notes.terminate()
        assert fresh_notes.process.wait(60) == 128 + signal.SIGTERM
        with pytest.raises(requests.ConnectionError):
            slow.result()


def test_a_crashed_managed_thread_ends_the_process(fresh_notes):
    fresh_notes.start()
    requests.post(f"{fresh_notes.url}/die", timeout=60)
    assert fresh_notes.process.wait(60) == 1
    assert any(line["message"] == "an entrypoint crashed" for line in fresh_notes.lines)


def test_what_was_accepted_is_there_after_a_kill(fresh_notes):
    fresh_notes.start()
    headers = {**fresh_notes.headers(), "Idempotency-Key": "the-key"}
    body = {"text": "x", "region": "350924"}
    first = requests.post(f"{fresh_notes.url}/notes", json=body, headers=headers, timeout=60)
    os.kill(fresh_notes.process.pid, signal.SIGKILL)
    fresh_notes.process.wait(60)
    fresh_notes.log_path.unlink()
    fresh_notes.start()
    again = requests.post(f"{fresh_notes.url}/notes", json=body, headers=headers, timeout=60)
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert fresh_notes.count() == 1


def test_loopback_only_by_default(notes: HttpProcess):
    assert notes.lines[0]["config"]["http_host"] == "127.0.0.1"
