"""One call played once for all tests of it."""

from __future__ import annotations

import sys

import pytest

from scenarios.tracing.call import play


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The call of `make traces`, on a stack of its own that has ended."""
    return play(tmp_path_factory.mktemp("traced"), lambda line: print(line, file=sys.stderr))
