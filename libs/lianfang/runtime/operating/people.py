"""Sending a file of people to the patrol service, and telling how far it is."""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests

from lianfang.runtime.operating.client import ServiceClient, problem_text
from lianfang.runtime.operating.failure import BadInput, Failure
from lianfang.runtime.operating.target import Target

Report = dict[str, Any]
_LOOK_EVERY_S, _WITHIN_S = 1.0, 3600.0


def import_people(
    target: Target, file: Path, county: str, told: Callable[[Report], None], *, dry_run: bool = False,
    whole: bool = False, key: str = "",
) -> Report:  # fmt: skip
    """Send the file and return the report; its state is ``refused`` when nothing was taken.

    told: is shown the report as it grows, about once a second. key: of an earlier call that broke off, to get its
    report; by default this is a new import, which changes only what differs. Raises BadInput, Failure.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror or error}") from None
    client = ServiceClient(target, "patrol", ("planner",), region=county, timeout_s=_WITHIN_S)
    key = key or f"{hashlib.sha256(content).hexdigest()[:32]}-{uuid.uuid4().hex}"
    query = urlencode({"county": county, "dry_run": str(dry_run).lower(), "whole": str(whole).lower()})
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(client, key, done, told), daemon=True)
    watcher.start()
    try:
        answer = client.send(
            "POST", f"/v1/people/import?{query}", content, **{"Content-Type": "text/csv", "Idempotency-Key": key}
        )
    finally:
        done.set()
        watcher.join()
    return _report(answer)


def _watch(client: ServiceClient, key: str, done: threading.Event, told: Callable[[Report], None]) -> None:
    while not done.wait(_LOOK_EVERY_S):
        try:
            answer = client.send("GET", f"/v1/people/import?{urlencode({'key': key})}")
        except requests.RequestException:
            continue
        if answer.ok:
            told(answer.json())


def _report(answer: requests.Response) -> Report:
    if answer.ok:
        taken: Report = answer.json()
        return taken
    try:
        refused = answer.json().get("report")
    except (ValueError, AttributeError):
        refused = None
    if isinstance(refused, dict):
        return refused
    raise Failure(f"POST /v1/people/import: {problem_text(answer)}")
