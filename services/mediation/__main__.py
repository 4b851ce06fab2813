"""Runs the mediation service: ``python -m services.mediation``, configured by LIANFANG_* variables."""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

from lianfang.runtime.service import serve
from services.mediation.entrypoints.service import MediationService
from services.mediation.wiring import build

if __name__ == "__main__":
    serve(MediationService, build)
