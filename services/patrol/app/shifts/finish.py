"""Doing what changes of shifts left to do elsewhere: right after the change, or later by whoever comes by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from lianfang.persistence.store import Conflict, Document, Eq, Replace, Store
from services.patrol.app.guarded import guarded
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

    def all(self, shifts: Sequence[str]) -> None:
        """Do what is left of many, with few flushes; whoever was changed meanwhile is done singly."""
        found = [document for id in shifts if (document := self._store.get(NAME, id)) is not None]
        waiting = [document for document in found if document["state"]["todo"]]
        steps = [(document["id"], step) for document in waiting for step in document["state"]["todo"]]
        self._notices.put_all([_notice(shift, step) for shift, step in steps if step["do"] == NOTICE])
        for shift, step in steps:
            if step["do"] != NOTICE:
                self._do(shift, step)
        cleared = [Replace(NAME, _without(each, each["state"]["todo"]), each["revision"]) for each in waiting]
        errors = self._store.bulk(cleared).errors if cleared else []
        for document, error in zip(waiting, errors, strict=True):
            if error is not None:
                self(document["id"])

    def sweep(self, at_once: int = 200) -> int:
        """Do what crashes left, and return of how many shifts. Raises StoreUnavailable."""
        found = self._store.find(NAME, Eq("todo", YES), limit=at_once)
        return sum(guarded(partial(self, each["id"]), "finishing a shift", each["id"]) for each in found.documents)

    def _clear(self, document: Document, done: list[Json]) -> Document | None:
        """Take the done steps off; others may have been added meanwhile: they are at the end."""
        try:
            return self._store.replace(NAME, _without(document, done), document["revision"])
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
            self._notices.put_all([_notice(shift, step)])
        else:
            raise ValueError(f"shift {shift}: unknown step {step['do']}")


def _without(document: Document, done: Sequence[Json]) -> Document:
    left = [each for each in document["state"]["todo"] if each not in done]
    return {
        **document, "state": {**document["state"], "todo": left},
        "keys": {**document["keys"], "todo": YES if left else None},
    }  # fmt: skip


def _notice(shift: str, step: Json) -> Json:
    said = ("id", "person", "name", "data", "at", "start", "end", "post")
    return {**{name: step[name] for name in said}, "shift": shift}
