"""The mediation service exactly as `python -m services.mediation` runs it, but on the scenario's clock.

``python -m scenarios.shouning.play.clocked <file of the clock>``. The service itself has no such switch. Deadlines
are looked at twenty times a second, because months pass in a minute.
"""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

import sys
from pathlib import Path
from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.parts import Parts
from lianfang.runtime.service import serve
from scenarios.shouning.play.clock import Shifted
from services.mediation.entrypoints.service import MediationService
from services.mediation.wiring import build

LOOK_S = 0.05


class ClockedMediation(MediationService):
    """The service, with one more timer."""

    name = MediationService.name

    @timer(LOOK_S)
    @patient
    def quick_deadlines(self) -> None:
        """Fire what is due on the scenario's clock."""
        while self.app.fire_deadlines():
            continue


def clocked(file: Path) -> Any:
    """Return the service's wiring with the clock in `file`."""

    def wired(parts: Parts) -> Any:
        parts.clock = Shifted(file)
        return build(parts)

    return wired


if __name__ == "__main__":
    serve(ClockedMediation, clocked(Path(sys.argv[1])))
