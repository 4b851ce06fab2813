"""Named fault points: a test aid that kills this process, without warning, at the nastiest moments.

``LIANFANG_FAULT=relay.after_confirm`` makes the process SIGKILL itself the first time it passes that point,
``LIANFANG_FAULT=relay.after_confirm:3`` the third time. Unset, which is always so outside tests, `here` costs one
comparison. The points: usecase.after_commit, relay.after_confirm, relay.before_clear, relay.after_clear,
subscription.before_handler, subscription.before_ack, subscription.before_retry, printing.after_render,
printing.after_file, jobs.after_result, jobs.after_taking, rosters.after_problem, rosters.after_begin,
rosters.after_ask, rosters.after_pages, rosters.after_try, rosters.after_claim, rosters.before_flip,
rosters.after_flip, rosters.after_giving_up, rosters.after_shifts, rosters.after_closing.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "LIANFANG_FAULT"
_name, _, _count = os.environ.get(VARIABLE, "").partition(":")
_passes_left = int(_count or 1)


def here(name: str) -> None:
    """Pass the fault point `name`: return, or die by SIGKILL when it is the one asked for."""
    global _passes_left  # noqa: PLW0603 - one fault per process, counted
    if name != _name:
        return
    _passes_left -= 1
    if _passes_left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
