"""Starting the planning process; what it says is heard line by line."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

from lianfang.runtime.talking_child import TalkingChild, talking_child


def run(request: Iterable[str]) -> AbstractContextManager[TalkingChild]:
    """Start ``python -m services.patrol.planning`` with a request; the port `Run` of app/jobs."""
    return talking_child("services.patrol.planning", request)
