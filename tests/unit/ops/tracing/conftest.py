from tests.fixtures.traced import traced  # noqa: F401
