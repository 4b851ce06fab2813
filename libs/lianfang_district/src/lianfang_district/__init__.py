"""Receive a district's events, or a team's tasks, from Lianfang (联防)."""

from lianfang_district.backoff import Backoff
from lianfang_district.event import Event, NotAnEvent
from lianfang_district.link import NotSent, Refused
from lianfang_district.seen import MemoryWindow, Seen, SqliteWindow
from lianfang_district.subscriber import Subscriber
from lianfang_district.team import Task, TeamClient

__all__ = [
    "Backoff",
    "Event",
    "MemoryWindow",
    "NotAnEvent",
    "NotSent",
    "Refused",
    "Seen",
    "SqliteWindow",
    "Subscriber",
    "Task",
    "TeamClient",
]
