"""Doing what changes of shifts left to do elsewhere: right after the change, or later by whoever comes by."""

from __future__ import annotations

from typing import Any

from lianfang.persistence.store import Conflict, Document, Eq, Store
from services.patrol.app.shifts.codec import time_from
from services.patrol.app.shifts.diaries import Diaries
from services.patrol.app.shifts.following import CONFIRM, CREDIT, NOTICE, RELEASE
from services.patrol.app.shifts.notices import Notices
from services.patrol.app.shifts.ports import Credits

NAME = "shifts"
YES = "yes"
Json = dict[str, Any]


class Finish:
    """See the module's text. Every step has one effect however often it is done."""

    def __init__(self, store: Store, diaries: Diaries, notices: Notices, credits: Credits) -> None:
        self._store, self._diaries, self._notices, self._credits = store, diaries, notices, credits

    def __call__(self, shift: str) -> None:
        """Do what is left of one shift, and note that it is done, which is no change of the shift."""
        document = self._store.get(NAME, shift)
        while document is not None and document["state"]["todo"]:
            todo = document["state"]["todo"]
            for step in todo:
                self._do(shift, step)
            document = self._clear(document, todo)

    def sweep(self, at_once: int = 200) -> int:
        """Do what crashes left, and return of how many shifts. Raises StoreUnavailable."""
        found = self._store.find(NAME, Eq("todo", YES), limit=at_once)
        for document in found.documents:
            self(document["id"])
        return len(found.documents)

    def _clear(self, document: Document, done: list[Json]) -> Document | None:
        """Take the done steps off; others may have been added meanwhile: they are at the end."""
        left = [each for each in document["state"]["todo"] if each not in done]
        fresh = {
            **document, "state": {**document["state"], "todo": left},
            "keys": {**document["keys"], "todo": YES if left else None},
        }  # fmt: skip
        try:
            return self._store.replace(NAME, fresh, document["revision"])
        except Conflict:
            return self._store.get(NAME, document["id"])

    def _do(self, shift: str, step: Json) -> None:
        if step["do"] == CONFIRM:
            self._diaries.confirm(step["person"], {step["hold"]})
        elif step["do"] == RELEASE:
            self._diaries.release(step["person"], {step["hold"]})
        elif step["do"] == CREDIT:
            self._credits.credit(
                step["person"], shift, step["place"], step["minutes"], step["points"], time_from(step["at"])
            )  # fmt: skip
        elif step["do"] == NOTICE:
            said = {name: step[name] for name in ("name", "data", "at", "start", "end", "post")}
            self._notices.put(step["id"], step["person"], {**said, "shift": shift})
        else:
            raise ValueError(f"shift {shift}: unknown step {step['do']}")
