"""How a name sounds (pypinyin), and how alike two names are (rapidfuzz)."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, pinyin
from rapidfuzz.distance import Indel

from services.mediation.domain.people.agreement import Likeness

_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"))


@lru_cache(maxsize=50_000)
def sound(name: str) -> str:
    """Return pinyin without tones, a character at a time, with what southern speech does not tell apart as one.

    A clerk who writes by ear confuses zh/z, ch/c, sh/s, n/l at the beginning and -ng/-n at the end. Each character
    has its first reading wherever it stands, so that one written for another of the same sound changes no other.
    """
    return " ".join(_merged(pinyin(c, style=Style.NORMAL, errors=lambda text: text)[0][0]) for c in name)


def _merged(syllable: str) -> str:
    for spoken, heard in _MERGED:
        if syllable.startswith(spoken):
            syllable = heard + syllable[len(spoken) :]
    if syllable.startswith("n") and len(syllable) > 1:
        syllable = "l" + syllable[1:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


def similar(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: the share of characters they have in common, in order."""
    return Indel.normalized_similarity(one, other)


LIKENESS = Likeness(sound, similar)
