"""The broker's topology: declared in one file, applied and checked over the management API."""

from lianfang.messaging.topology.addresses import Team, district_code, district_queue, team_queue
from lianfang.messaging.topology.applying import Change, apply, apply_over
from lianfang.messaging.topology.checking import Difference, check, check_over
from lianfang.messaging.topology.loading import load
from lianfang.messaging.topology.model import (
    Binding,
    Exchange,
    Policy,
    Queue,
    Template,
    Topology,
    TopologyError,
)  # fmt: skip

__all__ = [
    "Binding",
    "Change",
    "Difference",
    "Exchange",
    "Policy",
    "Queue",
    "Team",
    "Template",
    "Topology",
    "TopologyError",
    "apply",
    "apply_over",
    "check",
    "check_over",
    "district_code",
    "district_queue",
    "load",
    "team_queue",
]
