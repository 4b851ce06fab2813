"""Importing this module makes the standard library green (eventlet). A service's ``__main__`` imports it first.

It must come before pymongo, kombu and requests are imported: what they took from the standard library before would
block the event loop for ever after, and nothing would say so. Hence the check.
"""

from __future__ import annotations

import sys
import warnings

# eventlet announces its own retirement at every start; docs/decisions records why and where it is confined.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

_TOO_LATE = ("pymongo", "kombu", "amqp", "requests", "urllib3")

if _early := [name for name in _TOO_LATE if name in sys.modules]:
    raise RuntimeError(f"import lianfang.runtime.patch first: {', '.join(_early)} came before it")

import eventlet  # noqa: E402
import eventlet.debug  # noqa: E402

eventlet.monkey_patch()
# Crashes of greenlets are logged by who waits for them (the container, the runner), not as bare tracebacks too.
eventlet.debug.hub_exceptions(False)
