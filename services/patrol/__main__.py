"""Runs the patrol service: ``python -m services.patrol``, configured by LIANFANG_* variables."""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

from lianfang.runtime.service import serve
from services.patrol.entrypoints.service import PatrolService
from services.patrol.wiring import build

if __name__ == "__main__":
    serve(PatrolService, build)
