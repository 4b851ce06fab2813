"""The commands that a runbook's page tells to type, so that a test types those and no others."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "runbooks"


def told(page: str, line: str) -> str:
    """Return `line`, which must stand on the page in code, to the letter but for what the reader fills in.

    Words in capitals on the page (CODE, T) stand for one word each.
    """
    text = (FOLDER / f"{page}.md").read_text()
    shown = [*re.findall(r"`([^`\n]+)`", text), *(each.strip() for each in re.findall(r"^    (.+)$", text, re.M))]
    assert any(_is(each, line) for each in shown), f"{page}.md does not tell to type: {line}"
    return line


def _is(shown: str, line: str) -> bool:
    words, typed = shown.split(), line.split()
    return len(words) == len(typed) and all(
        word == other or re.fullmatch(r"[A-Z][A-Z_]*", word) for word, other in zip(words, typed, strict=True)
    )
