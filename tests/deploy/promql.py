"""What a PromQL expression asks for: names of metrics, and the labels it matches them by."""

import re
from collections.abc import Iterator

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")
_WORD = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_OPERATORS = {"and", "or", "unless", "bool", "offset", "inf", "nan"}
_SUFFIXES = ("_bucket", "_count", "_sum")


def asked(expression: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each metric with the labels that the expression matches it by."""
    text = _GROUPING.sub(" ", _STRING.sub('""', expression))
    text = re.sub(r"\[[^\]]*\]", " ", text)
    while found := re.search(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\s*\{([^}]*)\}", text):
        yield found[1], frozenset(_WORD.findall(found[2]))
        text = text[: found.start()] + " " + text[found.end() :]
    for word in re.finditer(r"(?<![0-9a-zA-Z_:.])[a-zA-Z_:][a-zA-Z0-9_:]*(?!\s*\()(?![a-zA-Z0-9_:])", text):
        if word[0] not in _OPERATORS:
            yield word[0], frozenset()


def grouped_by(expression: str) -> set[str]:
    """Return the labels by which the expression groups."""
    plain = _STRING.sub('""', expression)
    return {name for each in re.findall(r"\bby\s*\(([^)]*)\)", plain) for name in _WORD.findall(each)}


def base(metric: str, known: set[str]) -> str:
    """Return the name of the histogram that a series like ``…_bucket`` is part of, else the name itself."""
    for suffix in _SUFFIXES:
        if metric.endswith(suffix) and metric not in known:
            return metric.removesuffix(suffix)
    return metric
