"""The use cases: owe a call, make it, notice that nobody did."""

from lianfang.ops.metrics import DEADLINES_MISSED
from lianfang.persistence.aggregate import Change, Command, NewEvent
from lianfang.persistence.due import fire_due
from lianfang.web.problems import NotFound
from tests.example.callback.domain import Callback


class Callbacks:
    def __init__(self, callbacks, clock, within):
        self.callbacks, self.clock, self.within = callbacks, clock, within

    def owe(self, closed):
        owed = Callback(closed.subject, closed.region, self.clock() + self.within)
        self.callbacks.execute(closed.subject, Command(closed.id), lambda known: change(known or owed))

    def call(self, incident, command):
        def decide(owed):
            if owed is None:
                raise NotFound(f"No call is owed for incident {incident}.")
            return change(owed.called(command.actor))

        return self.callbacks.execute(incident, command, decide)

    def notice_forgotten(self):
        def forget(owed):
            late = owed.forgotten(self.clock())
            return late and change(
                late, NewEvent("callback.forgotten.v1", {"incident": owed.incident}, owed.region)
            )

        DEADLINES_MISSED.labels("callback").inc(len(fire_due(self.callbacks, self.clock, forget)))


def change(owed, *events):
    return Change(owed, events, due=owed.due)
