"""The daily brief: issued by its timer, as text, as a table, as PDF; and who may not read it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pypdfium2

from scenarios.insight.room import COUNTY, Room, local
from scenarios.insight.season import LAST
from scenarios.insight.traced import ELSEWHERE
from scenarios.shouning.play.actors import READER, Actor

ID = f"daily.{COUNTY}.{LAST}"
PICTURE = "daily-brief.png"
_SHOWN = ("figure", "name_zh", "unit", "value", "numerator", "denominator", "previous_value", "previous_p")


def brief(room: Room, pictures: Path) -> None:
    """Wait for it, tell it, and write the picture of its page."""
    report = room.until("printed brief", lambda: _printed(room))
    rows = list(csv.DictReader(io.StringIO(room.file(f"/v1/reports/{ID}/csv").content.decode("utf-8-sig"))))
    pdf = room.file(f"/v1/reports/{ID}/pdf").content
    page = room.file(f"/v1/reports/{ID}/page?lang=en")
    room.tell(
        "## The daily brief", "",
        f"Due at 07:30, made by the service's timer at {local(report['made_at'])}: `{report['id']}`,"
        f" {report['zh']} of {report['place']}. `GET /v1/reports/{ID}/csv` begins:", "",
        f"| {' | '.join(_SHOWN)} |", "|" + "---|" * len(_SHOWN),
    )  # fmt: skip
    for row in rows[:12]:
        room.tell("| " + " | ".join(_short(row[name]) for name in _SHOWN) + " |")
    fonts = sorted({name.decode().split("+")[-1] for name in _fonts(pdf)})
    room.tell(
        "", f"{len(rows)} lines in all. `…/page?lang=en` is {len(page.content):,} bytes of HTML without a script;"
        f" `…/pdf` is {len(pdf):,} bytes, PDF/A-2b, with its fonts inside ({', '.join(fonts)}); SHA-256"
        f" `{report['printing']['sha256'][:16]}…`:", "", f"![the daily brief](pictures/{PICTURE})", "",
        f"- A reader of another county: *{room.refused(f'/v1/reports/{ID}/pdf', ELSEWHERE)}*",
        f"- A report that is not there: *{room.refused(f'/v1/reports/daily.{COUNTY}.2020-01-01', READER)}*",
        f"- A team: *{room.refused(f'/v1/reports/{ID}', Actor('play-team', ('team',)))}*", "",
    )  # fmt: skip
    pypdfium2.PdfDocument(pdf)[0].render(scale=1.4, grayscale=True).to_pil().save(pictures / PICTURE, optimize=True)


def _printed(room: Room) -> dict[str, object] | None:
    answer = room.file(f"/v1/reports/{ID}")
    told = answer.json() if answer.ok else {"printing": {"state": ""}}
    return told if told["printing"]["state"] == "made" else None


def _short(text: str) -> str:
    try:
        return f"{float(text):.4g}"
    except ValueError:
        return text or "–"


def _fonts(pdf: bytes) -> set[bytes]:
    """Return the names of the fonts that a document embeds."""
    return set(re.findall(rb"/FontName\s*/([A-Za-z0-9+-]+)", pdf))
