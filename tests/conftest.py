"""Fixtures every test may use."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.fixtures.broker", "tests.fixtures.accounts", "tests.fixtures.sharing"]

# How fast a busy machine draws examples is no promise of ours.
settings.register_profile("lianfang", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lianfang")
