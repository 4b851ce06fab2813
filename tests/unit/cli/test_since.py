from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lianfang.runtime.cli.since import moment
from lianfang.runtime.operating.failure import BadInput


def test_a_moment_with_its_offset_is_that_moment() -> None:
    assert moment("2025-03-01T08:00:00+08:00") == datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(("text", "ago"), [("90s", 90), ("30m", 1800), ("6h", 21600), ("7d", 604800)])
def test_how_long_ago(text: str, ago: int) -> None:
    assert abs(datetime.now(UTC) - timedelta(seconds=ago) - moment(text)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("text", "says"), [("2025-03-01T08:00:00", "offset"), ("yesterday", "no time"), ("5w", "no time")]
)
def test_what_is_no_moment_says_how_to_write_one(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        moment(text)
