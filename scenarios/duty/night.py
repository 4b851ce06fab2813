"""One night at the night market: a clerk does not come, and the next fittest of the same shop stands in."""

from __future__ import annotations

import csv
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scenarios.clock import ZONE, Clock
from scenarios.duty.office import Me, Office
from scenarios.duty.rosters import FOOD_STREET, Lines, short

COUNTY = FOOD_STREET[:6]
PEOPLE = Path(__file__).parents[1] / "nanchang" / "patrol" / "people.csv"
_WITHIN_S = 20.0


def _names(notices: list[Any]) -> str:
    return ", ".join(f"`{name}`" for name in sorted({each["name"] for each in notices}))


class Night:
    """The first shift of the year's first roster, from ten minutes before it to its end."""

    def __init__(self, office: Office, clock: Clock) -> None:
        self.office, self.clock = office, clock
        with PEOPLE.open(encoding="utf-8-sig", newline="") as file:
            everybody = [office.me(row["ref"], COUNTY) for row in csv.DictReader(file)]
        self.by_id = {me.id: me for me in everybody}
        found = office.get(COUNTY, f"/v1/shifts?unit={FOOD_STREET}&limit=1")["items"]
        self.id: str = found[0]["id"]
        self.start = datetime.fromisoformat(found[0]["start"])
        self.end = datetime.fromisoformat(found[0]["end"])
        self.lines: Lines = []

    def tell(self) -> Lines:
        """Live through it and return the text."""
        before = self._shift()["places"]
        missing = next(place for place in before if place["role"] == "volunteer")
        self.clock.move(self.start - timedelta(minutes=10))
        for place in before:
            if place is not missing:
                self._check_in(self.by_id[place["person"]])
        self.clock.move(self.start + timedelta(minutes=15, seconds=1))
        ask = self._wait("somebody is asked", lambda: self._asked(missing["number"]))
        stand_in = self.by_id[ask["person"]]
        notices = self._wait("the notice of it", lambda: self._told(stand_in))
        self.clock.move(self.start + timedelta(minutes=17))
        stand_in.post(f"/v1/shifts/{self.id}/asks/accept", {})
        self.clock.move(self.start + timedelta(minutes=24))
        self._check_in(stand_in)
        after = self._shift()["places"]
        self.clock.move(self.end + timedelta(seconds=1))
        self._wait("the end", lambda: self._shift()["state"] == "ended")
        credits = self._wait("the credit", lambda: stand_in.get("/v1/people/me/credits")["items"])
        self._write(before, after, missing, ask, notices, credits[0])
        return self.lines

    def _write(
        self, before: list[Any], after: list[Any], missing: Any, ask: Any, notices: list[Any], credit: Any
    ) -> None:
        begins = self.start.astimezone(ZONE)
        self.lines += [
            "## A no-show, replaced live",
            "",
            f"{begins:%Y-%m-%d}, 船山路, 22:00. The clock is moved; all else is the running service. Everybody but "
            "one clerk checks in by position at the post. A quarter of an hour after the start nobody has to do "
            f"anything: the service finds the no-show and asks `{short(ask['person'])}`, the fittest of the same "
            f"shop, because: {'; '.join(ask['why'])}. In the stand-in's inbox: {_names(notices)}.",
            "",
            "| place | rostered | came | arrived |",
            "|---|---|---|---|",
        ]
        for was, is_ in zip(before, after, strict=True):
            arrived = datetime.fromisoformat(is_["arrived"]).astimezone(ZONE)
            came = f"`{short(is_['person'])}`" + (" **stand-in**" if is_["person"] != was["person"] else "")
            self.lines.append(f"| {was['role']} | `{short(was['person'])}` | {came} | {arrived:%H:%M} |")
        changed = sum(was["person"] != is_["person"] for was, is_ in zip(before, after, strict=True))
        self.lines += [
            "",
            f"{changed} of {len(before)} places changed, that of `{short(missing['person'])}`. At two o'clock the "
            f"stand-in is credited with {credit['minutes']} minutes and {credit['points']} points.",
            "",
        ]

    def _check_in(self, me: Me) -> None:
        post = self.office.get(COUNTY, f"/v1/posts/{self._shift()['post']}")
        mark = post["marks"][0]
        me.post("/v1/check-ins", {
            "id": uuid.uuid4().hex, "at": self.clock().isoformat(), "mark": f"{post['id']}:{mark['id']}",
            "lon": mark["lon"], "lat": mark["lat"], "accuracy": 8, "shift": self.id,
        })  # fmt: skip

    def _shift(self) -> dict[str, Any]:
        found: dict[str, Any] = self.office.get(COUNTY, f"/v1/shifts/{self.id}")
        return found

    def _asked(self, number: int) -> dict[str, Any] | None:
        asks = self._shift()["places"][number]["asks"]
        return dict(asks[-1]) if asks else None

    def _told(self, me: Me) -> list[Any]:
        """Return somebody's inbox once it tells of the ask."""
        notices: list[Any] = me.get("/v1/me/notices")["items"]
        return notices if any(each["name"] == "replacement_asked" for each in notices) else []

    def _wait(self, what: str, look: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + _WITHIN_S
        while not (found := look()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what} did not come about")
            time.sleep(0.1)
        return found
