"""The stage: a private stack whose mediation runs on the scenario's clock, with 寿宁 and its roster loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from lianfang.runtime.operating.loading import load_county
from scenarios.shouning.play import actors
from scenarios.shouning.play.desk import Desk
from scenarios.shouning.play.reports import Dispute
from scenarios.staging import Stage, staged

SCENARIO = Path(__file__).parent.parent
MEDIATION = "mediation"
SERVICES = ("grid", "incident", MEDIATION)
_EARLIER = timedelta(days=1)


@contextmanager
def stage(home: Path, first: Dispute, say: Callable[[str], None] = lambda line: None) -> Iterator[Stage]:
    """Start what disputes need in the folder `home`, the clock a day before the first; end it all afterwards.

    Raises StackError, PackError, Failure, Refusal.
    """
    starts = datetime.fromisoformat(first["at"]) - _EARLIER
    with staged(home, MEDIATION, starts, say, only=SERVICES) as it:
        load_county(it.target, SCENARIO / "pack", say)
        Desk(it.target).put(MEDIATION, f"/v1/roster/{actors.COUNTY}", actors.REGISTRAR, roster())
        yield it


def roster() -> object:
    """Return 寿宁's roster."""
    return yaml.safe_load((SCENARIO / MEDIATION / "roster.yaml").read_text("utf-8"))
