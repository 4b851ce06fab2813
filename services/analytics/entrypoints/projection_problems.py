"""The exceptions of the facts' base as problems: one answer, whichever question met them."""

from __future__ import annotations

from lianfang.web.problems import RETRY_AFTER_S, know
from services.analytics.app.ports import NotReady, Rebuilding

know(NotReady, 503, "Not ready", headers={"Retry-After": str(RETRY_AFTER_S)}, detail=(
    "The facts are in another process's hands, or being opened. Try again in a moment."
))  # fmt: skip
know(Rebuilding, 409, "A rebuild is under way")
