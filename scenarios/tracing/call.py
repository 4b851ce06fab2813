"""One quarrel between neighbours of 寿宁 on a private stack that traces: reported, taken, acknowledged."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianfang.messaging.accounts import Accounts
from lianfang.messaging.management import Management
from lianfang.messaging.topology import load
from lianfang.ops.tracing.reading import Trace, read, traces
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.loading import load_county
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack
from lianfang_district import Event, TeamClient

COUNTY = "350924"
PACK = Path(__file__).parents[1] / "shouning" / "pack"
_PATIENCE_S = 90.0
PEOPLE = {
    "name": "张三（演练）", "phone": "13800000000", "address": "鳌阳镇胜利街一号",
    "text": "胜利街一号后门，李四家旁边", "description": "李四 35092419900101123X 又把水引到我家",
}  # fmt: skip
"""What a caller says that names people; none of it may be found in a span."""

CALL = {
    "source": "call", "category": "200302", "description": PEOPLE["description"],
    "place": {"lon": 119.5012, "lat": 27.4604, "text": PEOPLE["text"]},
    "reporter": {name: PEOPLE[name] for name in ("name", "phone", "address")},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Played:
    """What happened. correlation: under which the call is found; team: who took it; spans: the file."""

    correlation: str
    incident: str
    team: str
    spans: Path

    def trace(self) -> Trace:
        """Return the call's trace. Raises ValueError when it is not one."""
        (found,) = [
            each for each in traces(read(self.spans)) if any(s.correlation == self.correlation for s in each.spans)
        ]
        return found


def play(home: Path, say: Callable[[str], None]) -> Played:
    """Play it in an empty folder and return when everything has ended, the spans written."""
    file = home / "spans.jsonl"
    stack = Stack(home / "stack", free_ports=True, say=say)
    with _environment({"LIANFANG_TRACES": f"file:{file}", "OTEL_BSP_SCHEDULE_DELAY": "500"}):
        try:
            stack.up(timeout=240)
            played = _call(Target.find(stack.state), file, say)
            for process in stack.processes.values():
                process.terminate()  # at SIGTERM they write the spans that are left
        finally:
            if stack.broker is not None:
                stack.broker.kill()  # its data are thrown away with the folder
            for process in stack.processes.values():
                process.kill()
            stack.down()
    return played


def _call(target: Target, file: Path, say: Callable[[str], None]) -> Played:
    load_county(target, PACK, say)
    correlation = f"traced-{uuid.uuid4()}"
    intake = ServiceClient(target, "incident", ("intake", "dispatcher"), region=COUNTY)
    told = {"Idempotency-Key": uuid.uuid4().hex, "X-Correlation-Id": correlation}
    incident: dict[str, Any] = intake.call("POST", "/v1/incidents", CALL, **told)
    team = incident["tasks"][0]["team"]
    say(f"{team} takes incident {incident['id']}")
    with closing(Management(target.management_uri, target.vhost)) as management:
        uri = Accounts(management, load(), target.bus_uri).add_team(team).uri
    with TeamClient(uri, stop_on_sigterm=False) as client:
        _take(client, str(incident["id"]))
    _until(lambda: _seen_everywhere(file, correlation), "all services handled it")
    return Played(correlation, str(incident["id"]), team, file)


def _take(client: TeamClient, incident: str) -> None:
    """Give the receipt, take the task, and return once the incident's answer is there."""
    for event in client:
        if event.data.get("incident_id") == incident and _answered(client, event):
            return


def _answered(client: TeamClient, event: Event) -> bool:
    if event.name == "task_requested":
        client.receipt(event)
        client.acknowledge(event)
    return event.name == "task_acknowledged"


def _seen_everywhere(file: Path, correlation: str) -> bool:
    """Tell whether each service that takes such a call has said so, and the acknowledgement was handled."""
    spans = [span for span in read(file) if span.correlation == correlation] if file.exists() else []
    types = {str(span.attributes.get("cloudevents.event_type")) for span in spans if span.service == "analytics"}
    return {"mediation", "patrol", "analytics"} <= {span.service for span in spans} and (
        "incident.task_acknowledged.v1" in types
    )


def _until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not happened():
        if time.monotonic() > deadline:
            raise RuntimeError(f"it did not come to: {what}")
        time.sleep(0.3)


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set variables that the services inherit, for a while."""
    dropped = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("OTEL_")}
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]
        os.environ.update(dropped)
