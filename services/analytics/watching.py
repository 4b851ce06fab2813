"""Asks a service's health port how it is."""

from __future__ import annotations

import time
from typing import Any

import requests

_PATIENCE_S = 2.0


def probe(address: str) -> dict[str, Any]:
    """Return whether the service at `address` is ready, its problems, and how long it took to say so."""
    began = time.monotonic()
    try:
        said = requests.get(f"{address.rstrip('/')}/readyz", timeout=_PATIENCE_S).json()
        ready, problems = bool(said.get("ready")), dict(said.get("problems") or {})
    except (requests.RequestException, ValueError, TypeError, AttributeError):
        ready, problems = False, {"health": "does not answer"}
    return {"ready": ready, "problems": problems, "ms": round((time.monotonic() - began) * 1000, 1)}
