"""A thin client of RabbitMQ's management HTTP API, bound to one virtual host."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

_TIMEOUT_S = 60.0
_ONCE_MORE = Retry(total=None, connect=0, read=1, status=0, other=0, allowed_methods={"GET", "PUT"})
"""A kept connection may be closed under a question, which then has no answer; asking twice does no harm."""
_FAILED_LOGIN = {"Login failed", "Not_Authorized"}


class ManagementError(RuntimeError):
    """The management API refused or failed; the message names what was asked, why, and the remedy."""


class Unreachable(ManagementError):
    """Nothing answers at the management URI."""


class Unauthorised(ManagementError):
    """The account is unknown, its password is wrong, or it may not do this."""


class Absent(ManagementError):
    """The thing (or the virtual host) does not exist."""


class Management:
    """Reads and writes the objects of `vhost`.

    uri: ``http://user:password@host:port``, an account with the tag administrator (monitoring to read only);
        ``https://…?cacertfile=/path`` trusts that authority instead of the machine's.
    vhost: the virtual host, unquoted.
    timeout_s: how long one call may take, in seconds; GET and PUT are asked once more when unanswered.

    Every method raises ManagementError (Unreachable, Unauthorised, Absent) with a text fit for an operator.
    """

    def __init__(self, uri: str, vhost: str, timeout_s: float = _TIMEOUT_S) -> None:
        parts = urlsplit(uri)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ManagementError(
                f"management URI {_masked(uri)!r} is none: set LIANFANG_BUS_MANAGEMENT_URI to "
                "http://user:password@host:port"
            )
        host = parts.netloc.rpartition("@")[2]
        self.address = f"{parts.scheme}://{host}{parts.path.rstrip('/')}"
        self.vhost = vhost
        self._timeout_s = timeout_s
        self._http = requests.Session()
        self._http.mount(f"{parts.scheme}://", HTTPAdapter(max_retries=_ONCE_MORE))
        authority = dict(parse_qsl(parts.query)).get("cacertfile")  # as in the bus's address, see `dialling`
        self._http.verify = authority or True
        self._http.trust_env = False  # no proxy of the environment, and no .netrc that replaces our account
        self.user = _unquoted(parts.username)
        self._http.auth = (self.user, _unquoted(parts.password))

    def close(self) -> None:
        """Give back the pooled connections."""
        self._http.close()

    # -- the four verbs; the words of a path are quoted here and nowhere else

    def get(self, *path: str, **query: str) -> Any:
        """Return the JSON found at the path."""
        return self._call("GET", path, None, query)

    def find(self, *path: str, **query: str) -> Any | None:
        """Return the JSON found at the path, None when there is nothing."""
        try:
            return self._call("GET", path, None, query)
        except Absent:
            return None

    def put(self, *path: str, body: Mapping[str, Any]) -> None:
        """Create or replace."""
        self._call("PUT", path, body, {})

    def post(self, *path: str, body: Mapping[str, Any]) -> Any:
        """Create, or call an operation; return its JSON, None when there is none."""
        return self._call("POST", path, body, {})

    def delete(self, *path: str, reason: str = "") -> bool:
        """Delete; tell whether there was something. `reason` is told to the client of a closed connection."""
        try:
            self._call("DELETE", path, None, {}, {"X-Reason": reason} if reason else None)
        except Absent:
            return False
        return True

    # -- what several callers read

    def version(self) -> tuple[int, ...]:
        """Return the server's version, ``(3, 10, 8)``."""
        text: str = self.get("overview")["rabbitmq_version"]
        return tuple(int(digits) for digits in re.findall(r"\d+", text)[:3])

    def exchanges(self) -> list[dict[str, Any]]:
        """Return all exchanges of the virtual host, the predeclared ones included."""
        return list(self.get("exchanges", self.vhost))

    def queues(self) -> list[dict[str, Any]]:
        """Return all queues with arguments and policy as they are now, and totals some 5 s old."""
        return list(self.get("queues", self.vhost, disable_stats="true", enable_queue_totals="true"))

    def bindings(self) -> list[dict[str, Any]]:
        """Return all bindings but those of the default exchange."""
        return [binding for binding in self.get("bindings", self.vhost) if binding["source"]]

    def policies(self) -> list[dict[str, Any]]:
        """Return all policies of the virtual host."""
        return list(self.get("policies", self.vhost))

    def bind(self, exchange: str, queue: str, key: str) -> None:
        """Bind a queue; a binding that exists stays as it is."""
        self.post("bindings", self.vhost, "e", exchange, "q", queue, body={"routing_key": key})

    def unbind(self, exchange: str, queue: str, properties_key: str) -> None:
        """Remove one binding, named by the `properties_key` that bindings() gives."""
        self.delete("bindings", self.vhost, "e", exchange, "q", queue, properties_key)

    def _call(
        self, verb: str, path: tuple[str, ...], body: Mapping[str, Any] | None, query: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
    ) -> Any:  # fmt: skip
        url = "/".join([self.address, "api", *(quote(word, safe="") for word in path)])
        what = f"{verb} {'/'.join(path)} at {self.address}"
        try:
            answer = self._http.request(
                verb, url, json=body, params=query, headers=headers, timeout=self._timeout_s
            )
        except requests.RequestException as error:
            raise Unreachable(
                f"RabbitMQ's management API at {self.address} does not answer ({type(error).__name__}): is the "
                "broker up, is its management plugin enabled, is LIANFANG_BUS_MANAGEMENT_URI right?"
            ) from error
        if answer.ok:
            return answer.json() if answer.content else None
        raise _error(answer, what, self.user)


def _error(answer: requests.Response, what: str, user: str) -> ManagementError:
    try:
        reason = str(answer.json().get("reason", answer.text))
    except (ValueError, AttributeError):
        reason = answer.text
    reason = reason.strip() or str(answer.reason)
    # RabbitMQ says 401 for a failed login, and also for a known user without the right.
    if answer.status_code == requests.codes.unauthorized and reason in _FAILED_LOGIN:
        return Unauthorised(
            f"{what}: account {user!r} is refused ({reason}): check its name and password in "
            "LIANFANG_BUS_MANAGEMENT_URI, and that it has the tag administrator"
        )
    if answer.status_code in (requests.codes.unauthorized, requests.codes.forbidden):
        return Unauthorised(f"{what}: account {user!r} may not do this ({reason})")
    if answer.status_code == requests.codes.not_found:
        return Absent(f"{what}: it does not exist, or its virtual host does not ({reason})")
    return ManagementError(f"{what}: {answer.status_code} {reason}")


def _unquoted(text: str | None) -> str:
    return unquote(text or "")


def _masked(uri: str) -> str:
    return "…@" + uri.rpartition("@")[2] if "@" in uri else uri
