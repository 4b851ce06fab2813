"""Tonight's duty: command rooms and patrols have a roster, people check in, marks are visited or not."""

from __future__ import annotations

import csv
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from lianfang.runtime.operating.duty import load_duty
from lianfang.runtime.operating.tonight import publish_today
from scenarios.duty.office import Office
from scenarios.insight.room import Room
from scenarios.shouning.play.actors import COUNTY

HERE = Path(__file__).parent
PATROL = HERE.parent / "shouning" / "patrol"
STREET = f"{COUNTY}.aoyang.street"
OFFICERS, ROOMS = 10, 4
Json = dict[str, Any]


class Tonight:
    """See the module's text."""

    def __init__(self, room: Room, office: Office, home: Path) -> None:
        """home: a folder for what is loaded."""
        self.room, self.office = room, office
        self.posts = yaml.safe_load((HERE / "streets.yaml").read_text("utf-8"))
        self._load(home)
        with (home / "people.csv").open(encoding="utf-8-sig", newline="") as file:
            everybody = [office.me(row["ref"], COUNTY) for row in csv.DictReader(file)]
        self.people = {me.id: me for me in everybody}

    def _load(self, home: Path) -> None:
        pack = yaml.safe_load((PATROL / "posts.yaml").read_text("utf-8"))
        pack["duties"] |= self.posts["duties"]
        pack["posts"] += [{**post, "unit": STREET, "duties": ["evening"]} for post in self.posts["posts"]]
        (home / "posts.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), encoding="utf-8")
        people = (PATROL / "people.csv").read_text(encoding="utf-8-sig").rstrip().splitlines()
        people += [
            f"{COUNTY}-street-officer-{n:02},演练民警巡{n:02},1000925{n:04},{STREET},officer,,350924100,from:county,,"
            for n in range(1, OFFICERS + 1)
        ]
        (home / "people.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
        load_duty(self.room.target, home, COUNTY, self.room.say)

    def planned(self, morning: datetime) -> None:
        """Publish the day's rosters, and man the command rooms."""
        self.room.move(morning)
        publish_today(self.room.target, COUNTY, morning.date())
        self.room.move(morning.replace(hour=7, minute=50))
        for shift in self._all("command-room", number=ROOMS):
            self._arrive(shift)

    def begun(self, evening: datetime) -> None:
        """Let the patrols begin at the hour of `evening`: all come but one."""
        self.room.move(evening - timedelta(minutes=10))
        streets = [post["id"].rpartition(".")[2] for post in self.posts["posts"]]
        shifts = self._all(*streets, number=len(streets))
        for number, shift in enumerate(shifts):
            self._arrive(shift, all_of_them=number > 0)

    def _all(self, *words: str, number: int) -> list[Json]:
        """Return these posts' shifts once they are all there: they open a moment after the roster is published."""
        return list(self.room.until("shift", lambda: len(found := self._shifts(*words)) >= number and found))

    def _shifts(self, *words: str) -> list[Json]:
        found = self.office.get(COUNTY, f"/v1/shifts?region={COUNTY}&limit=200")["items"]
        return [shift for shift in found if shift["post"].rpartition(".")[2] in words]

    def seen(self, *posts: str) -> None:
        """Let these posts' patrols visit all their marks at this moment."""
        for shift in self._shifts(*posts):
            post = self._post(shift)
            for mark in post["marks"]:
                self._check_in(shift["places"][1]["person"], shift, post, mark)

    def _arrive(self, shift: Json, *, all_of_them: bool = True) -> None:
        post = self._post(shift)
        for place in shift["places"] if all_of_them else shift["places"][1:]:
            self._check_in(place["person"], shift, post, post["marks"][0])

    def _post(self, shift: Json) -> Json:
        return dict(self.office.get(COUNTY, f"/v1/posts/{shift['post']}"))

    def _check_in(self, person: str, shift: Json, post: Json, mark: Json) -> None:
        self.people[person].post("/v1/check-ins", {
            "id": uuid.uuid4().hex, "at": self.room.clocks["patrol"]().isoformat(),
            "mark": f"{post['id']}:{mark['id']}", "lon": mark["lon"], "lat": mark["lat"], "accuracy": 8,
            "shift": shift["id"],
        })  # fmt: skip
