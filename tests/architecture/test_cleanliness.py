"""What never gets committed: leftovers, this or that machine's paths, addresses of registries, swallowed errors."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source_tree import python, text, texts, tree

# Written so that this file itself does not match.
LEFTOVERS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
MACHINE = re.compile(r"(?<![\w.])/(?:wo" r"rk|fa" r"rm|ho" r"me/\w+|Us" r"ers)/|/ro" r"ot/[.\w]|/var/t" r"mp/")
REGISTRIES = re.compile(r"py" r"pi\.org|pythonho" r"sted|npm" r"js\.|proxy\.go" r"lang|deb\.deb" r"ian\.org")


def lines(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in texts()
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    "pattern", [LEFTOVERS, MACHINE, REGISTRIES], ids=["leftovers", "machine paths", "registry hosts"]
)
def test_nothing_of_the_kind_is_committed(pattern):
    assert lines(pattern) == []


def test_patterns_recognise_what_they_are_for():
    for pattern, sample in [
        (LEFTOVERS, "# TO" + "DO: later"), (MACHINE, "see /wo" + "rk/main"), (MACHINE, "/ro" + "ot/.bashrc"),
        (MACHINE, '"/ho' + 'me/me/x"'), (REGISTRIES, "https://py" + "pi.org/simple"),
    ]:  # fmt: skip
        assert pattern.search(sample), sample


def test_lock_files_hold_versions_and_hashes_only():
    locks = [path for path in texts() if path.suffix == ".lock" and path.parts[0] == "requirements"]
    assert {path.name for path in locks} >= {"run.lock", "dev.lock"}
    for path in locks:
        lines = text(path).splitlines()
        wrong = [line for line in lines if not re.match(r"[a-z0-9][\w.-]*==|    --hash=sha256:[0-9a-f]{64}", line)]
        assert wrong == [], path


def test_no_handler_swallows_every_error():
    found = [
        f"{path}:{node.lineno}"
        for path in python("services", "libs", "tests", "bench")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and all(isinstance(statement, ast.Pass) for statement in node.body)
    ]
    assert found == []
