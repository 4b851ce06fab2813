"""The commands of a runbook's page: a test types what the page says, so the two cannot drift apart."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = Path(__file__).parents[2] / "docs" / "runbooks"
_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b")


def commands(page: str, heading: str, block: int = 0, **filled: object) -> list[str]:
    """Return the lines of a heading's shell block (the first is 0), placeholders such as BACKUP filled in."""
    text = (PAGES / f"{page}.md").read_text("utf-8")
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", sections[heading], re.MULTILINE | re.DOTALL)
    lines = [line.partition("  #")[0].strip() for line in blocks[block].splitlines()]
    return [_fill(line, filled) for line in lines if line]


def blocks(page: str) -> int:
    """Return how many shell blocks a page has, so that a test can say that it types all of them."""
    return len(re.findall(r"^ *```sh\n", (PAGES / f"{page}.md").read_text("utf-8"), re.MULTILINE))


def _fill(line: str, filled: dict[str, object]) -> str:
    for name in set(_PLACEHOLDER.findall(line)):
        assert name in filled, f"{line}: nothing to fill in for {name}"
        line = re.sub(rf"\b{name}\b", str(filled[name]), line)
    return line
