"""Calling a service's HTTP API: token, problem+json as a Failure, one session per thread."""

from __future__ import annotations

import threading
from typing import Any

import requests

from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.operating.target import Target
from lianfang.web import tokens

TIMEOUT_S = 60.0
_SHOWN = 5


class ServiceClient:
    """A service as one caller sees it.

    roles, region: what the token says when it is made here under the stack's key; LIANFANG_TOKEN replaces it.
    """

    def __init__(
        self, target: Target, service: str, roles: tuple[str, ...], region: str = "", timeout_s: float = TIMEOUT_S
    ) -> None:
        self.url = target.url(service)
        token = target.token or tokens.issue(target.token_key, "cli", roles, region=region)
        self._authorization = f"Bearer {token}"
        self._timeout_s = timeout_s
        self._local = threading.local()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """Send a request, bytes as they are and anything else as JSON, and return whatever is answered.

        Raises requests.RequestException.
        """
        sent = {"data" if isinstance(body, bytes) else "json": body}
        answer: requests.Response = self._session().request(
            method, f"{self.url}{path}", headers=headers, timeout=self._timeout_s, **sent
        )
        return answer

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request and return its JSON. Raises Failure with the problem's field and remedy."""
        answer = self.send(method, path, body, **headers)
        if not answer.ok:
            raise Failure(f"{method} {path}: {problem_text(answer)}")
        return answer.json() if answer.content else None

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False  # services are ours: no proxy of the environment
            session.headers["Authorization"] = self._authorization
            self._local.session = session
        return session


def problem_text(answer: requests.Response) -> str:
    """Return a problem+json (RFC 9457) as one line, with the first errors that it lists."""
    try:
        problem = answer.json()
        details = [
            f"{each.get('field', '')}: {each.get('message', '')} {each.get('remedy', '')}".strip()
            for each in problem.get("errors") or []
        ]
        if len(details) > _SHOWN:
            details[_SHOWN:] = [f"and {len(details) - _SHOWN} more"]
        text = problem.get("detail") or problem.get("title") or ""
    except (ValueError, AttributeError):
        return f"{answer.status_code} {answer.reason}"
    return " ".join([str(answer.status_code), text, "; ".join(details)]).strip()
