"""Reporting over HTTP, patiently: while the service is away the same report is sent again under the same key."""

from __future__ import annotations

import time
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from lianfang.runtime.calllog.send import Sent
from lianfang.runtime.operating.client import ServiceClient, problem_text

PATH = "/v1/incidents"
_AGAIN_S = 0.2
_ROUNDING_S = 1.5  # an HTTP date has whole seconds
_PASSING = {429, 500, 502, 503, 504}


class HttpIntake:
    """The incident service's intake as one caller sees it.

    patience_s: how long a report is sent again when there is no answer, or one that says to try later.
    """

    def __init__(self, client: ServiceClient, patience_s: float = 60.0) -> None:
        self._client, self._patience_s = client, patience_s

    def report(self, body: dict[str, Any], key: str) -> Sent:
        """Send one report under its Idempotency-Key; see Sent. Never raises for what the service answers."""
        started = time.monotonic()
        while True:
            try:
                answer = self._client.send("POST", PATH, body, **{"Idempotency-Key": key})
            except requests.RequestException as error:
                sent, passing = Sent(reason=f"no answer ({type(error).__name__})"), True
            else:
                sent, passing = _sent(answer, started), answer.status_code in _PASSING
            if not passing or time.monotonic() - started > self._patience_s:
                return sent
            time.sleep(_AGAIN_S)


def _sent(answer: requests.Response, started: float) -> Sent:
    if not answer.ok:
        return Sent(reason=problem_text(answer))
    incident = answer.json()
    return Sent(incident["id"], incident, _was_there(answer, incident["opened_at"], started))


def _was_there(answer: requests.Response, opened_at: str, started: float) -> bool:
    """Tell whether the incident is older than our asking; both ages are taken from one clock each, so no skew."""
    if "Date" not in answer.headers:
        return False
    age = (parsedate_to_datetime(answer.headers["Date"]) - datetime.fromisoformat(opened_at)).total_seconds()
    return age > time.monotonic() - started + _ROUNDING_S
