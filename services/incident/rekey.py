"""``python -m services.incident.rekey``: see lianfang.runtime.rekeying."""

from __future__ import annotations

import sys

from lianfang.runtime.rekeying import main
from services.incident.wiring import collections

if __name__ == "__main__":
    sys.exit(main("incident", collections()))
