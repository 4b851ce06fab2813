"""``python -m scenarios.duty``: plans rosters, lives through a night, into docs/patrol-shown.md and a picture."""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path

from lianfang.runtime.operating.duty import load_duty
from scenarios.clock import ZONE
from scenarios.duty.night import Night
from scenarios.duty.office import Office
from scenarios.duty.rosters import command_room, night_market, rural_post
from scenarios.shouning.play.desk import Desk
from scenarios.staging import staged

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
COUNTIES = {"350924": "shouning", "350429": "taining", "360103": "nanchang"}
STARTS = datetime(2026, 11, 23, 9, tzinfo=ZONE)
HEAD = """# Patrol, shown

Rosters of three counties, and a night in which somebody does not come, by `make duties` against the running
services. What stands here is what the service answered; people are made up, and the numbers of people with them.
The run of 100,000 volunteers and the public benchmark stand in [performance.md](performance.md).
"""


def main() -> int:
    """Show it, and return 0."""
    with (
        tempfile.TemporaryDirectory(prefix="duties-") as home,
        staged(Path(home), "patrol", STARTS, say, only=("grid", "patrol")) as it,
    ):
        for county, name in COUNTIES.items():
            load_duty(it.target, ROOT / "scenarios" / name / "patrol", county, say)
        office = Office(it.target, Desk(it.target), say)
        room, picture = command_room(office)
        lines = [HEAD, *room, *rural_post(office), *night_market(office), *Night(office, it.clock).tell()]
    (DOCS / "patrol-shown.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    (DOCS / "pictures" / "command-room.svg").write_text(picture, encoding="utf-8")
    print("docs/patrol-shown.md")
    return 0


def say(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
