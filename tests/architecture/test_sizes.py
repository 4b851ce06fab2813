"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
from statistics import median

import pytest

from tests.architecture.source_tree import python, text, tree

MEDIAN, NINE_OF_TEN, LARGEST, FUNCTION = 100, 300, 500, 60


@pytest.fixture(scope="module")
def sizes():
    """Lines of every file with code in it, smallest first."""
    counted = [(text(path).count("\n") + 1, str(path)) for path in python("services", "libs")]
    return sorted(pair for pair in counted if pair[0] > 1)


def test_median_file(sizes):
    assert median(lines for lines, _ in sizes) <= MEDIAN


def test_nine_of_ten_files(sizes):
    allowed = sizes[: len(sizes) * 9 // 10]
    assert [pair for pair in allowed if pair[0] > NINE_OF_TEN] == []


def test_largest_file(sizes):
    assert [pair for pair in sizes if pair[0] > LARGEST] == []


def test_functions():
    long = [
        f"{path}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in python("services", "libs")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > FUNCTION
    ]
    assert long == []
