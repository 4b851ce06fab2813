"""Runs the grid service: ``python -m services.grid``, configured by LIANFANG_* variables."""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

from lianfang.runtime.service import serve
from services.grid.entrypoints.service import GridService
from services.grid.wiring import build

if __name__ == "__main__":
    serve(GridService, build)
