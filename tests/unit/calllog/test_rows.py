from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lianfang.runtime.calllog.layout import PLAIN, PRESETS, BadLayout
from lianfang.runtime.calllog.rows import BadRow, Row, count_rows, read_rows

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEAD = "time,type,lon,lat,place\n"


@pytest.fixture
def log(tmp_path: Path):
    def write(text: str, name: str = "log.csv") -> Path:
        path = tmp_path / name
        data = text.encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return write


def rows(path: Path, layout=PLAIN, **more):
    return list(read_rows(path, layout, SHANGHAI, **more))


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz"])
def test_plain_and_gzipped_logs_read_the_same(log, name: str) -> None:
    path = log(HEAD + "2025-03-01 08:00:00,noise,119.5,27.4,茗溪\n", name)
    (row,) = rows(path)
    assert (row.type, row.place, row.lon, row.lat) == ("noise", "茗溪", 119.5, 27.4)
    assert row.time == datetime(2025, 3, 1, tzinfo=UTC)
    assert count_rows(path) == 1


def test_the_same_row_is_the_same_report_and_another_is_not(log) -> None:
    line = "2025-03-01 08:00:00,noise,119.5,27.4,a\n"
    first, repeat, other = rows(log(HEAD + line + line + line.replace("27.4", "27.5")))
    assert first.key == repeat.key != other.key


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("yesterday,noise,1,2,a", "is no time"),
        ("2025-03-01,noise,x,2,a", "no numbers"),
        ("2025-03-01,noise", "cut short"),
    ],
)
def test_a_bad_row_says_why_and_the_rest_goes_on(log, line: str, reason: str) -> None:
    bad, good = rows(log(f"{HEAD}{line}\n2025-03-01,noise,1,2,a\n"))
    assert isinstance(bad, BadRow)
    assert reason in bad.reason
    assert isinstance(good, Row)


def test_a_row_without_a_point_is_kept_with_its_place(log) -> None:
    (row,) = rows(log(HEAD + "2025-03-01,noise,,,茗溪\n"))
    assert (row.lon, row.lat, row.place) == (None, None, "茗溪")


@pytest.mark.parametrize("text", ["01/02/2016 13:47:01", "01/02/2016 01:47:01 PM", "2016-01-02T13:47:01"])
def test_the_known_logs_ways_to_write_a_time(log, text: str) -> None:
    (row,) = rows(log(f"{HEAD}{text},noise,1,2,a\n"))
    assert row.time == datetime(2016, 1, 2, 13, 47, 1, tzinfo=SHANGHAI)


def test_missing_columns_are_named_beside_those_there_are(log) -> None:
    with pytest.raises(BadLayout, match=r"--time timeStamp.*the file has a, b"):
        rows(log("a,b\n1,2\n"), PRESETS["montgomery"])


@pytest.mark.parametrize(("content", "name"), [(b"\xff\xfe\x00x", "log.csv"), (b"not gzip", "log.csv.gz")])
def test_what_is_no_csv_is_said_in_a_line(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadLayout, match="no CSV"):
        rows(tmp_path / name)


def test_limit_counts_rows(log) -> None:
    assert len(rows(log(HEAD + "2025-03-01,noise,1,2,a\n" * 5), limit=3)) == 3
