"""The services' HTTP APIs as the people of the play use them: each with a token, connections kept open."""

from __future__ import annotations

import threading
import time
import uuid
from typing import Any

import requests

from lianfang.runtime.operating.client import problem_text
from lianfang.runtime.operating.target import Target
from lianfang.web import tokens
from scenarios.shouning.play.actors import Actor

_PATIENCE_S, _AGAIN_S, _TIMEOUT_S = 30.0, 0.2, 30.0
_PASSING = frozenset({429, 503})


class Refusal(Exception):
    """A service said no; the play expects none, so this is a slip in the rules of conduct or in the service."""


class Desk:
    """Sends requests for actors. Commands carry an Idempotency-Key, and are repeated while a service is away."""

    def __init__(self, target: Target) -> None:
        self._target, self._local = target, threading.local()
        self._tokens: dict[Actor, str] = {}
        self.calls = 0

    def get(self, service: str, path: str, actor: Actor) -> Any:
        """Return what is there. Raises Refusal, requests.RequestException."""
        return self._send("GET", service, path, actor, None)

    def post(self, service: str, path: str, actor: Actor, body: Any) -> Any:
        """Send a command. Raises Refusal, requests.RequestException."""
        return self._send("POST", service, path, actor, body)

    def put(self, service: str, path: str, actor: Actor, body: Any) -> Any:
        """Replace something. Raises Refusal, requests.RequestException."""
        return self._send("PUT", service, path, actor, body)

    def _send(self, method: str, service: str, path: str, actor: Actor, body: Any) -> Any:
        key, until = uuid.uuid4().hex, time.monotonic() + _PATIENCE_S
        headers = {"Authorization": f"Bearer {self._token(actor)}", "Idempotency-Key": key}
        while True:
            self.calls += 1
            try:
                answer = self._session().request(
                    method, f"{self._target.url(service)}{path}", json=body, headers=headers, timeout=_TIMEOUT_S
                )
            except requests.ConnectionError:
                if time.monotonic() > until:
                    raise
            else:
                if answer.ok:
                    return answer.json()
                if answer.status_code not in _PASSING or time.monotonic() > until:
                    raise Refusal(f"{actor.subject}: {method} {path}: {problem_text(answer)}")
            time.sleep(_AGAIN_S)

    def _token(self, actor: Actor) -> str:
        if actor not in self._tokens:
            self._tokens[actor] = tokens.issue(
                self._target.token_key, actor.subject, actor.roles, region=actor.region, team=actor.team
            )
        return self._tokens[actor]

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.trust_env = False  # services are ours: no proxy of the environment
        return session
