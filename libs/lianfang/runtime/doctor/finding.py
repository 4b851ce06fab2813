"""One result of an examination."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw.

    name: what was checked. ok: whether it is as it should be. detail: what was seen, without secrets.
    remedy: what to do when it is not; empty when it is.
    """

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def judged(name: str, ok: bool, detail: str, remedy: str) -> Finding:
    """Return a finding whose remedy is only there when it is needed."""
    return Finding(name, ok, detail, "" if ok else remedy)
