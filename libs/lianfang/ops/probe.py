"""``python -m lianfang.ops.probe``: is the process beside us alive? For a container's own health check.

Asks ``/livez`` on LIANFANG_OPS_PORT, over loopback; exit code 0 or 1.
"""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection

_PATIENCE_S = 4.0


def alive(port: int) -> bool:
    """Return whether ``/livez`` on that port answers with 200 in time."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_S)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if alive(int(os.environ.get("LIANFANG_OPS_PORT") or 0)) else 1)
