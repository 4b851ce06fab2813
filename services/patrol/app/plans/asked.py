"""What is asked of a planning job and kept with its result: one document each, resumed after a crash."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.steps import step
from lianfang.persistence.store import Collection, Condition, Eq, Page, Range, Store
from lianfang.regions.codes import upwards
from services.patrol.app.plans.ports import Jobs, NoSuchPlan
from services.patrol.app.shifts.codec import time_to

PLANS, SITINGS = "patrol_plans", "sitings"
SOURCE = "/services/patrol"
STARTING_S = 15
"""A process needs some seconds to start and to tell, besides those of the solver."""
AGAIN = timedelta(seconds=20)
State = dict[str, Any]
Events = Callable[[State], list[NewEvent]]


def collections() -> tuple[Collection, ...]:
    """Declare patrol plans and sitings."""
    return tuple(
        each
        for name in (PLANS, SITINGS)
        for each in (collection(name, key("regions", many=True), key("unit"), key("start")), archive(name))
    )


def no_events(_state: State) -> list[NewEvent]:
    """Tell nobody."""
    return []


class Asked:
    """One kind of such documents. state: planning, ready, failed."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], jobs: Jobs,
        name: str, kind: str,
    ) -> None:  # fmt: skip
        """name: of the collection. kind: of the jobs."""
        self._of: Aggregates[State] = Aggregates(
            store, name, source=SOURCE, clock=clock, hand_over=hand_over, encode=dict, decode=dict
        )
        self._jobs, self._kind, self._clock, self._name = jobs, kind, clock, name

    def get(self, id: str) -> State:
        """Return one. Raises NoSuchPlan."""
        stored = self._of.get(id)
        if stored is None:
            raise NoSuchPlan
        return stored.state

    def page(self, region: str, unit: str = "", limit: int = 50, cursor: str | None = None) -> Page:
        """Return a page of a region, the latest first; see `lianfang.persistence.store`."""
        where: list[Condition] = [Eq("regions", region), *([Eq("unit", unit)] if unit else [])]
        return self._of.store.find(self._name, *where, sort="start", descending=True, limit=limit, cursor=cursor)

    def ask(self, id: str, state: Mapping[str, Any], command: Command) -> State:
        """Keep what is asked and have it worked on. state: county, unit, start, seconds and the problem at least.

        A repeat of the command gets what the first time got. Raises Refused when too many are waiting, ReusedId,
        StoreUnavailable.
        """
        fresh = {**state, "id": id, "state": "planning", "job": "", "reason": "", "by": command.actor,
                 "asked_at": time_to(self._clock())}  # fmt: skip

        def decide(known: State | None) -> Change[State]:
            if known is not None:
                return Change(None)
            self._jobs.require_room(fresh["county"])
            return self._change(fresh)

        self._of.execute(id, command, decide)
        return self.resume(id)

    def resume(self, id: str) -> State:
        """Ask for the job, if nobody has; a repeat changes nothing."""
        state = self.get(id)
        if state["state"] != "planning" or state["job"]:
            return state
        payload = {"problem": state["problem"], "seconds": state["seconds"]}
        job = self._jobs.ask(
            self._kind, id, payload, seconds=state["seconds"] + STARTING_S, command=step(f"ask/{id}"),
            region=state["county"],
        )  # fmt: skip

        def asked(known: State | None) -> Change[State]:
            return Change(None) if known is None or known["job"] else self._change({**known, "job": job})

        self._of.execute(id, step(f"asked/{id}"), asked)
        return self.get(id)

    def sweep(self) -> int:
        """Take up what a crash left; return how many."""
        due = self._of.store.find(self._name, Range("due", high=time_to(self._clock())), sort="due").documents
        for document in due:
            self.resume(document["id"])
        return len(due)

    def end(self, id: str, after: Mapping[str, Any], events: Events = no_events) -> None:
        """Keep what came of it, once."""

        def ended(known: State | None) -> Change[State]:
            if known is None or known["state"] != "planning":
                return Change(None)
            done = {**known, **after}
            return self._change(done, events(done))

        self._of.execute(id, step(f"done/{id}"), ended)

    def _change(self, state: State, events: list[NewEvent] | None = None) -> Change[State]:
        keys = {"regions": upwards(state["county"]), "unit": state["unit"], "start": state["start"]}
        waits = state["state"] == "planning" and not state["job"]
        return Change(state, events or [], due=self._clock() + AGAIN if waits else None, keys=keys)
