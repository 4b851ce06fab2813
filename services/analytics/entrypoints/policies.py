"""HTTP and a timer: the rules of a county are read, put, and followed."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.policies_api import policies_api
from lianfang.runtime.wired import Wired

POLICIES_S = 2
_Api: Any = policies_api("analytics")


class PoliciesApi(_Api):
    """Needs `app.policies`."""

    app: Any = Wired()

    @timer(POLICIES_S)
    @patient
    def follow_policies(self) -> None:
        """Take the rules that another process was given."""
        self.app.policies.refresh()
