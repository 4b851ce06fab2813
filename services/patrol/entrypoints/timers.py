"""Timers besides those that stand with their topic. Each fires on every process, with one effect."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired

POLICIES_S, CERTIFICATES_S = 2, 60


class Timers:
    """See the module's text."""

    app: Any = Wired()

    @timer(POLICIES_S)
    @patient
    def follow_policies(self) -> None:
        """Take the rules that another process was given."""
        self.app.policies.refresh()

    @timer(CERTIFICATES_S)
    @patient
    def warn_of_certificates(self) -> None:
        """Tell of certificates that are about to end."""
        while self.app.warn_of_expiry():
            continue
