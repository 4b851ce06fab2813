"""Builds the service from its parts."""

import os
from datetime import timedelta

from cattrs.preconf.json import make_converter

from tests.example.callback import contracts  # noqa: F401 - registers what it publishes
from tests.example.callback.app import Callbacks
from tests.example.callback.domain import Callback

JSON = make_converter()
WITHIN = timedelta(seconds=float(os.environ.get("CALLBACK_WITHIN_S", "86400")))


def build(parts):
    calls = parts.aggregates("callbacks", encode=JSON.unstructure, decode=lambda raw: JSON.structure(raw, Callback))
    return Callbacks(calls, parts.clock, WITHIN)
