"""Categories (警情类别): six digits, of which the first two are the class. The county's table is data in its pack.

An unknown category is never a reason to turn a caller away: it becomes 990000, flagged, the original kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.incident.domain.registry import Registry

COMPLAINT, TIP, OTHER = "95", "90", "99"
UNKNOWN = "990000"
CLASS_PRIORITY = {
    "10": 1, "20": 2, "30": 2, "40": 1, "50": 3, "60": 3, "65": 3, "70": 1, "80": 1, "90": 3, "95": 3, "99": 3,
}  # fmt: skip
"""The twelve classes, with the priority taken when neither the caller nor the county's table says one."""

KEPT_ORIGINAL = 64


@dataclass(frozen=True, slots=True)
class Category:
    """A category as it will be handled. original: what the caller said, when it was not that."""

    code: str
    priority: int
    original: str = ""
    flags: tuple[str, ...] = ()


def resolve(said: str, place: str, registry: Registry) -> Category:
    """Return the category for what a caller said; two to six digits of a known class are that class.

    Reading "95" as 950000 is the safe side: a complaint is never handled in the open for a missing digit.
    """
    text = said.strip()
    known_class = text.isascii() and text.isdigit() and 2 <= len(text) <= 6 and text[:2] in CLASS_PRIORITY
    if not known_class:
        return Category(UNKNOWN, CLASS_PRIORITY[OTHER], text[:KEPT_ORIGINAL], ("unknown_category",))
    code = text.ljust(6, "0")
    original = text if text != code else ""
    priority = registry.category_priority(code, place)
    if priority is not None:
        return Category(code, priority, original)
    return Category(code, CLASS_PRIORITY[code[:2]], original, ("unlisted_category",))


def is_restricted(category: str, duress: bool) -> bool:
    """Tell whether an incident is for few eyes: complaints (95), tips (90), duress."""
    return duress or category[:2] in (COMPLAINT, TIP)
