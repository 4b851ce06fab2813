"""A service exactly as ``python -m services.<name>`` runs it, but on a scenario's clock.

``python -m scenarios.clocked <service> <file of the clock>``. The services themselves have no such switch. What is
due is looked at twenty times a second, because months pass in a minute.
"""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from lianfang.runtime.parts import Parts
from lianfang.runtime.service import serve
from scenarios.clock import Shifted

LOOK_S = 0.05


def clocked(build: Callable[[Parts], Any], file: Path) -> Callable[[Parts], Any]:
    """Return a service's wiring with the clock in `file`."""

    def wired(parts: Parts) -> Any:
        parts.clock = Shifted(file)
        return build(parts)

    return wired


def main(service: str, file: Path) -> None:
    """Run a service until it is ended; the others' modules are not loaded."""
    module = import_module(f"scenarios.clocks.{service}")
    serve(module.KIND, clocked(module.build, file))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
