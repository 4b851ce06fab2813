"""Checks of the analytics service: its facts are open and keep up with the logs, and its folder has room."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from lianfang.messaging.link import LINK_ERRORS
from lianfang.messaging.log_reading import ends
from lianfang.runtime.doctor.finding import Finding, judged
from lianfang.runtime.doctor.machine import MIN_FREE_MB
from lianfang.runtime.stack_state import StackState
from lianfang.web import tokens

SERVICE = "analytics"
MOST_BEHIND = 50_000
"""Messages: some seconds of reading."""
_TIMEOUT_S = 5


def all_of(state: StackState) -> Iterator[Finding]:
    """Yield every finding about the facts; none for a stack without them."""
    if SERVICE in state.services:
        yield facts(state)
        yield folder(Path(state.home) / SERVICE)


def facts(state: StackState) -> Finding:
    """The facts are open, the logs are followed, and not far behind. What is lacking for good is told."""
    name, log = "facts", state.services[SERVICE].log
    try:
        found = _status(state)
        if "status" in found:  # a problem (RFC 9457)
            remedy = f"end the other process that holds {state.home}/{SERVICE}, or read {log}"
            return Finding(name, False, f"not open: {found.get('detail', found['status'])}", remedy)
        behind = sum(max(0, _end(state, stream) - place) for stream, place in found["places"].items())
    except (requests.RequestException, ValueError) as error:
        return Finding(name, False, f"no answer ({type(error).__name__})", f"read {log}")
    except LINK_ERRORS as error:
        return Finding(
            name, False, f"the logs can't be asked for ({type(error).__name__})", "mend the broker first"
        )
    if found["problem"]:
        return Finding(name, False, found["problem"], f"mend the broker first, then read {log}")
    lacking = f"{found['gaps']} gaps, {found['aggregates_lacking_events']} aggregates that lack events"
    detail = f"generation {found['generation']}, {behind} events behind; {lacking}"
    remedy = f"look again with `lianfang facts status`; if it does not fall, read {log}"
    return judged(name, behind <= MOST_BEHIND, detail, remedy)


def folder(path: Path) -> Finding:
    """The folder of facts can be written, and has room for a rebuild: a second file beside the first."""
    name = "facts folder"
    if not os.access(path, os.W_OK):
        return Finding(name, False, f"{path} is not writable", f"chown it to yourself: chown -R $USER {path}")
    used = sum(file.stat().st_size for file in path.glob("facts-*")) // 2**20
    free = shutil.disk_usage(path).free // 2**20
    detail = f"{used} MB in {path}, {free} MB free"
    return judged(name, free >= max(MIN_FREE_MB, used), detail, "free some: a rebuild needs as much again")


def _status(state: StackState) -> dict[str, Any]:
    token = tokens.issue(state.token_key, "doctor", ["operator"])
    with requests.Session() as http:
        http.trust_env = False  # loopback: no proxy of the environment
        answer = http.get(
            f"{state.services[SERVICE].http}/v1/projection", headers={"Authorization": f"Bearer {token}"},
            timeout=_TIMEOUT_S,
        )  # fmt: skip
    found: dict[str, Any] = answer.json()
    return found if answer.ok or "status" in found else {"status": answer.status_code}


def _end(state: StackState, stream: str) -> int:
    held = ends(state.bus_uri, stream)
    return held[1] + 1 if held else 0
