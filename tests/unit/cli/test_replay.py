"""What `lianfang replay` sends for a row, and how it refuses bad options."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lianfang.runtime.calllog.layout import PRESETS
from lianfang.runtime.calllog.pace import MAX, Pace
from lianfang.runtime.calllog.rows import BadRow, Row
from lianfang.runtime.calllog.send import Summary
from lianfang.runtime.cli.app import run
from lianfang.runtime.cli.replay import body_of, reports, speed_of


def row(**more) -> Row:
    facts = {"number": 1, "time": datetime(2025, 3, 1, tzinfo=UTC), "type": "EMS: FEVER", "place": "HATFIELD"}
    return Row(**{**facts, "lon": -75.5, "lat": 40.2, "key": "k", **more})


def test_a_row_becomes_a_report_with_its_source_point_and_words() -> None:
    assert body_of(row(), PRESETS["montgomery"]) == {
        "source": "call", "category": "500000", "priority": 2, "description": "EMS: FEVER",
        "place": {"lon": -75.5, "lat": 40.2, "text": "HATFIELD"},
    }  # fmt: skip


def test_civic_reports_come_as_grid_reports() -> None:
    assert body_of(row(type="Graffiti Removal"), PRESETS["boston"])["source"] == "grid"


def test_a_row_without_point_or_place_is_reported_all_the_same() -> None:
    assert body_of(row(lon=None, lat=None, place=""), PRESETS["boone"])["place"] == {}


def test_rows_that_can_not_be_read_are_refused_and_counted_the_rest_goes_on() -> None:
    summary = Summary()
    sent = list(reports(iter([BadRow(1, "is no time"), row()]), PRESETS["boone"], Pace(MAX), summary))
    assert [key for _, key in sent] == ["k"]
    assert summary.reasons == {"row: is no time": 1}


@pytest.mark.parametrize(("text", "factor"), [("max", MAX), ("60", 60.0), ("0.5", 0.5)])
def test_speed(text: str, factor: float) -> None:
    assert speed_of(text) == factor


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--speed", "0"], "--speed"),
        (["--speed", "fast"], "--speed"),
        (["--speed", "inf"], "--speed"),
        (["--preset", "paris"], "montgomery, boone, boston"),
        (["--timezone", "Mars/Base"], "--timezone"),
        (["--limit", "0"], "limit"),
        (["--time", "when"], "LIANFANG"),
    ],
)
def test_bad_options_are_one_line(
    arguments: list[str], names: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LIANFANG_HOME", raising=False)
    (tmp_path / "log.csv").write_text("time,type,lon,lat,place\n", "utf-8")
    assert run(["replay", "log.csv", *arguments]) in (1, 2)
    told = capsys.readouterr().err
    assert names in told
    assert told.count("\n") == 1
