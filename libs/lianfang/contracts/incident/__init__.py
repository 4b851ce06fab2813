"""The incident service's contracts (警情): its events, and the commands it takes from teams."""

from lianfang.contracts.incident import commands, events, tasks, units

__all__ = ["commands", "events", "tasks", "units"]
