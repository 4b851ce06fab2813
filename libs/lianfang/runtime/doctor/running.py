"""Checks of a running stack: broker, topology, services, stores."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import unquote, urlsplit

import requests

from lianfang.runtime.doctor import facts
from lianfang.runtime.doctor.finding import Finding, judged
from lianfang.runtime.stack_state import ServiceState, StackState

# Given the management URI and the virtual host, returns one line per difference from the declared topology.
TopologyCheck = Callable[[str, str], list[str]]
_TIMEOUT = 5


def broker(state: StackState) -> Finding:
    """The broker's management API answers and no alarm blocks publishers."""
    remedy = "read var/broker/log, then end the stack and start it again with `lianfang up`"
    try:
        answer = _get(f"{state.management_uri}/api/health/checks/local-alarms")
    except requests.RequestException as error:
        return Finding("broker", False, f"no answer ({type(error).__name__})", remedy)
    if answer.status_code == requests.codes.unauthorized:
        return Finding("broker", False, "it refuses the administrator's password", remedy)
    if answer.status_code == requests.codes.service_unavailable:
        return Finding("broker", False, "an alarm blocks publishers", "free memory or disk on the broker's machine")
    return judged("broker", answer.ok, f"answers with {answer.status_code}", remedy)


def topology(state: StackState, check: TopologyCheck) -> Finding:
    """Exchanges, queues, bindings and policies are as declared."""
    try:
        differences = check(state.management_uri, state.vhost)
    except (RuntimeError, OSError) as error:
        return Finding("topology", False, f"cannot be read: {error}", "mend the broker first")
    detail = "; ".join(differences[:3]) + (f" and {len(differences) - 3} more" if len(differences) > 3 else "")
    return judged("topology", not differences, detail or "as declared", "run `lianfang topology apply`")


def service(state: ServiceState) -> Finding:
    """A service says that it is ready."""
    name = f"service {state.name}"
    remedy = f"read {state.log}"
    try:
        answer = _get(f"{state.ops}/readyz")
    except requests.RequestException as error:
        return Finding(name, False, f"no answer on port {state.ops_port} ({type(error).__name__})", remedy)
    detail = "ready" if answer.ok else f"not ready: {answer.text.strip()[:300]}"
    return judged(name, answer.ok, detail, remedy)


def store(state: ServiceState) -> Finding:
    """A service's SQLite store takes a write lock (another store is the business of its readiness)."""
    name = f"store {state.name}"
    parts = urlsplit(state.store_uri)
    if parts.scheme != "sqlite":
        return Finding(name, True, f"{parts.scheme}: see the service's readiness")
    path = unquote(parts.path)
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=2)) as database:
            database.execute("BEGIN IMMEDIATE")
            database.rollback()
    except sqlite3.Error as error:
        return Finding(name, False, f"{path}: {error}", f"make {path} and its folder writable, and free disk space")
    return Finding(name, True, f"{path} can be written")


def all_of(state: StackState, check: TopologyCheck) -> Iterator[Finding]:
    """Yield every finding about a running stack."""
    yield broker(state)
    yield topology(state, check)
    for each in state.services.values():
        yield service(each)
        yield store(each)
    yield from facts.all_of(state)


def _get(url: str) -> requests.Response:
    with requests.Session() as http:
        http.trust_env = False  # loopback: no proxy of the environment
        return http.get(url, timeout=_TIMEOUT)
