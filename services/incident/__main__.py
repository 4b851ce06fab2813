"""Runs the incident service: ``python -m services.incident``, configured by LIANFANG_* variables."""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

from lianfang.runtime.service import serve
from services.incident.entrypoints.service import IncidentService
from services.incident.wiring import build

if __name__ == "__main__":
    serve(IncidentService, build)
