"""A district's subscriber that prints, in ms, how long each report took from its commit."""

from __future__ import annotations

import os
import time
from datetime import datetime

from lianfang_district import Subscriber

if __name__ == "__main__":
    with Subscriber(os.environ["PEER_BUS_URI"], contexts=["incident"], events=["reported"]) as events:
        print("ready", flush=True)
        for event in events:
            print(f"{(time.time() - datetime.fromisoformat(event.time).timestamp()) * 1000:.3f}", flush=True)
