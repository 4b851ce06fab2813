"""The commands a runbook's page tells to type: a test types those and no others, so the two cannot drift apart."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = Path(__file__).parents[2] / "docs" / "runbooks"
_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b")


def commands(page: str, heading: str, block: int = 0, **filled: object) -> list[str]:
    """Return the lines of a heading's shell block (the first is 0), placeholders such as BACKUP filled in."""
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", _text(page), re.MULTILINE | re.DOTALL))
    lines = [line.partition("  #")[0].strip() for line in _blocks(sections[heading])[block].splitlines()]
    return [_fill(line, filled) for line in lines if line]


def blocks(page: str) -> int:
    """Return how many shell blocks a page has, so that a test can say that it types all of them."""
    return len(_blocks(_text(page)))


def told(page: str, line: str) -> str:
    """Return `line`, which must stand on the page in code, to the letter but for what the reader fills in.

    Words in capitals on the page (CODE, T) stand for one word each.
    """
    text = _text(page)
    shown = [*re.findall(r"`([^`\n]+)`", text), *(each.strip() for each in re.findall(r"^    (.+)$", text, re.M))]
    assert any(_is(each, line) for each in shown), f"{page}.md does not tell to type: {line}"
    return line


def _text(page: str) -> str:
    return (PAGES / f"{page}.md").read_text("utf-8")


def _blocks(text: str) -> list[str]:
    return re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)


def _fill(line: str, filled: dict[str, object]) -> str:
    for name in set(_PLACEHOLDER.findall(line)):
        assert name in filled, f"{line}: nothing to fill in for {name}"
        line = re.sub(rf"\b{name}\b", str(filled[name]), line)
    return line


def _is(shown: str, line: str) -> bool:
    words, typed = shown.split(), line.split()
    return len(words) == len(typed) and all(
        word == other or re.fullmatch(r"[A-Z][A-Z_]*", word) for word, other in zip(words, typed, strict=True)
    )
