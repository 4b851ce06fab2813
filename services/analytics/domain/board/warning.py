"""An early warning on the board, with its reasons, until it is dismissed or expires."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.analytics.domain.board.draft import Draft
from services.analytics.domain.board.folding import Data, Folding, some
from services.analytics.domain.event_like import EventLike

_HEAD = ("figure", "category", "method", "state", "since", "day", "observed", "expected", "expires", "reason")
_ENDED = ("dismissed", "expired")


def _warning(draft: Draft, event: EventLike, data: Data) -> None:
    draft.put("head", {**some(data, *_HEAD), "region": data["place"], "at": event.time})
    if "reasons" in data:
        draft.put("reasons", {"reasons": [dict(each) for each in data["reasons"]]})


def _over(body: Mapping[str, Any]) -> bool:
    return body.get("state") in _ENDED


_FOLDINGS = (Folding("warning", lambda data: str(data["warning"]), _warning, _over),)

WARNING: Mapping[str, tuple[Folding, ...]] = {
    f"analytics.warning_{name}.v1": _FOLDINGS for name in ("raised", "dismissed", "expired")
}
"""What each event type changes."""
