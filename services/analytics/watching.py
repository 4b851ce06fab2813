"""Asks a service's health port how it is, and the broker how long its queues are. No port is opened for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import requests

from lianfang.messaging.management import Management, ManagementError

_PATIENCE_S = 2.0
_MEASURES: dict[str, tuple[str, Callable[[list[float]], float]]] = {
    "outbox_s": ("lianfang_outbox_oldest_pending_seconds", max),
    "in_hand": ("lianfang_messages_in_flight", sum),
    "parked": ("lianfang_messages_parked_total", sum),
    "retried": ("lianfang_messages_retried_total", sum),
    "streams": ("lianfang_http_streams", sum),
}  # fmt: skip
"""What is told -> a metric of libs/lianfang/ops/metrics.py, and how its labels are put together."""
QueueList = Callable[[], Mapping[str, Any]]


def probe(address: str) -> dict[str, Any]:
    """Return whether the service at `address` is ready, its problems, how long it took to say so, its measures.

    measures: the oldest event not yet published in seconds, messages in hand, and since the process began: messages
    parked as dead letters and retried. Empty when it does not tell.
    """
    began = time.monotonic()
    base = address.rstrip("/")
    try:
        said = requests.get(f"{base}/readyz", timeout=_PATIENCE_S).json()
        ready, problems = bool(said.get("ready")), dict(said.get("problems") or {})
    except (requests.RequestException, ValueError, TypeError, AttributeError):
        return {"ready": False, "problems": {"health": "does not answer"}, "ms": _ms_since(began), "measures": {}}
    ms = _ms_since(began)
    try:
        text = requests.get(f"{base}/metrics", timeout=_PATIENCE_S).text
    except requests.RequestException:
        text = ""
    return {"ready": ready, "problems": problems, "ms": ms, "measures": measures(text)}


def measures(text: str) -> dict[str, float]:
    """Return what is wanted out of metrics in Prometheus' text format; what is not there is left out."""
    wanted = {metric: name for name, (metric, _) in _MEASURES.items()}
    found: dict[str, list[float]] = {}
    for line in text.splitlines():
        metric, _, rest = line.partition("{" if "{" in line else " ")
        if metric in wanted:
            found.setdefault(wanted[metric], []).append(float(rest.rpartition(" ")[2]))
    return {name: float(_MEASURES[name][1](values)) for name, values in found.items()}


def queues_of(management_uri: str, bus_uri: str) -> QueueList | None:
    """Return what asks the broker for its queues, None where no management API is configured.

    It gives ``{"queues": [{"name", "kind", "waiting"}], "problem": None or why not}`` and never raises.
    kind: queue, dead, retry or stream (waiting is then what the log holds).
    """
    if not management_uri:
        return None
    vhost = unquote(urlsplit(bus_uri).path[1:]) or "/"
    management = Management(management_uri, vhost, timeout_s=_PATIENCE_S)

    def ask() -> dict[str, Any]:
        try:
            found = [_whole(management, each) for each in management.queues()]
        except ManagementError as error:
            return {"queues": [], "problem": str(error)}
        shown = [
            {"name": each["name"], "kind": _kind(each), "waiting": int(each.get("messages", 0))} for each in found
        ]
        return {"queues": sorted(shown, key=lambda each: each["name"]), "problem": None}

    return ask


def _whole(management: Management, queue: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the queue; a stream is asked for by its name, for the list tells no length of it."""
    if _kind(queue) != "stream":
        return queue
    return {**queue, **(management.find("queues", management.vhost, str(queue["name"])) or {})}


def _kind(queue: Mapping[str, Any]) -> str:
    name = str(queue["name"])
    if queue.get("type") == "stream" or queue.get("arguments", {}).get("x-queue-type") == "stream":
        return "stream"
    if name.endswith(".dead"):
        return "dead"
    return "retry" if name.startswith("lianfang.retry.") else "queue"


def _ms_since(began: float) -> float:
    return round((time.monotonic() - began) * 1000, 1)
