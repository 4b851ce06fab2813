"""The roster as answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.mediation.app.roster import codec
from services.mediation.domain.roster.mediator import Mediator
from services.mediation.domain.roster.studio import Studio
from services.mediation.domain.roster.suggest import Suggestion


def studio(it: Studio) -> dict[str, Any]:
    """Return a studio."""
    return codec.studio_document(it)


def mediator(it: Mediator, load: int, personal: Mapping[str, str] | None) -> dict[str, Any]:
    """Return a mediator. load: open cases. personal: name and phone, None for who may not see them."""
    shown = codec.mediator_document(it)
    del shown["sealed"]
    return {**shown, "open_cases": load, **({} if personal is None else {"name": "", "phone": "", **personal})}


def suggestions(found: Iterable[Suggestion]) -> dict[str, Any]:
    """Return whom to ask with every point's reason, and apart from them who can't be asked and why."""
    listed = list(found)
    return {
        "suggested": [
            {
                "mediator": each.mediator, "score": each.score,
                "reasons": [{"factor": r.factor, "value": r.value, "points": r.points} for r in each.reasons],
            }
            for each in listed if not each.excluded
        ],
        "excluded": [
            {"mediator": each.mediator, "reasons": [{"reason": why, "detail": text} for why, text in each.excluded]}
            for each in listed if each.excluded
        ],
    }  # fmt: skip
