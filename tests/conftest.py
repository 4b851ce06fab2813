"""Fixtures every test may use."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.fixtures.broker", "tests.fixtures.accounts", "tests.fixtures.browser", "tests.fixtures.sharing",
]  # fmt: skip

# The resolver that eventlet brings along costs each of some hundred processes 0.3 s at its start, and all that
# tests reach is 127.0.0.1. The demo's test starts everything as it is shipped.
os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")

# How fast a busy machine draws examples is no promise of ours. The whole suite has eight minutes on two cores, so
# each law is tried on some examples by default, and on many by `make laws` (LIANFANG_TEST_EXAMPLES).
settings.register_profile(
    "lianfang", deadline=None, suppress_health_check=[HealthCheck.too_slow],
    max_examples=int(os.environ.get("LIANFANG_TEST_EXAMPLES", "10")),
)  # fmt: skip
settings.load_profile("lianfang")
