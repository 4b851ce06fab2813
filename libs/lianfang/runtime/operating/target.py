"""What a command talks to: the running embedded stack (its ``stack.json``), or what the environment names.

The environment wins, so that the same commands serve a cluster: LIANFANG_BUS_URI, LIANFANG_BUS_MANAGEMENT_URI,
LIANFANG_TOKEN_KEY, LIANFANG_<SERVICE>_URL, LIANFANG_<SERVICE>_STORE_URI, LIANFANG_TOKEN.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_state import StackState

HOME = "LIANFANG_HOME"
DEFAULT_HOME = Path("var")
_STORE = re.compile(r"LIANFANG_(\w+)_STORE_URI\Z")
_REMEDY = "start the stack with `lianfang up`"


def home() -> Path:
    """Return the folder of the embedded stack: LIANFANG_HOME, else ``var`` here."""
    return Path(os.environ.get(HOME) or DEFAULT_HOME)


@dataclass(frozen=True, slots=True)
class Target:
    """Addresses and keys; a property raises Failure naming the variable when it is asked for and unknown."""

    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def find(cls, state: StackState | None = None) -> Target:
        """Take what the running stack says (or `state`), then the environment over it."""
        state = state or Stack.running(home())
        values = _values(state) if state else {}
        ours = {key: value for key, value in os.environ.items() if key.startswith("LIANFANG_") and value}
        return cls(values | ours)

    @property
    def bus_uri(self) -> str:
        """AMQP URI with an operator's account."""
        return self._need("LIANFANG_BUS_URI")

    @property
    def management_uri(self) -> str:
        """URI of the management API with an administrator's account."""
        return self._need("LIANFANG_BUS_MANAGEMENT_URI")

    @property
    def vhost(self) -> str:
        """The virtual host of the bus URI."""
        path = urlsplit(self.bus_uri).path.removeprefix("/")
        return unquote(path) or "/"

    @property
    def token_key(self) -> str:
        """The shared key that tokens are signed with; embedded stack only."""
        return self._need("LIANFANG_TOKEN_KEY")

    @property
    def field_keys(self) -> str:
        """The keys of personal fields, comma separated, the first encrypting."""
        return self._need("LIANFANG_FIELD_KEYS")

    @property
    def token(self) -> str:
        """A bearer token given by the caller, empty when there is none."""
        return self.values.get("LIANFANG_TOKEN", "")

    @property
    def services(self) -> list[str]:
        """Names of the services whose store is known."""
        found = (_STORE.match(key) for key in self.values)
        return sorted(match[1].lower() for match in found if match)

    def url(self, service: str) -> str:
        """Return a service's HTTP address."""
        return self._need(f"LIANFANG_{service.upper()}_URL").rstrip("/")

    def store_uri(self, service: str) -> str:
        """Return a service's store."""
        return self._need(f"LIANFANG_{service.upper()}_STORE_URI")

    def _need(self, name: str) -> str:
        value = self.values.get(name)
        if not value:
            raise Failure(f"{name} is not known: {_REMEDY} (or name its folder in {HOME}), or set {name}")
        return value


def _values(state: StackState) -> dict[str, str]:
    values = {
        "LIANFANG_BUS_URI": state.bus_uri,
        "LIANFANG_BUS_MANAGEMENT_URI": state.management_uri,
        "LIANFANG_TOKEN_KEY": state.token_key,
        "LIANFANG_FIELD_KEYS": ",".join(state.field_keys),
    }
    for name, service in state.services.items():
        values[f"LIANFANG_{name.upper()}_URL"] = service.http
        values[f"LIANFANG_{name.upper()}_STORE_URI"] = service.store_uri
    return values
