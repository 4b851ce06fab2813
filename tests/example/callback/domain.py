"""The rule (回访): after an incident is closed somebody calls back in time."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Callback:
    incident: str
    region: str
    due: datetime | None
    done_by: str = ""

    def called(self, by):
        return replace(self, due=None, done_by=by)

    def forgotten(self, now):
        return replace(self, due=None) if self.due is not None and self.due <= now else None
