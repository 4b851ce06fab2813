"""The same stack as the end-to-end tests'."""

from tests.e2e.conftest import (  # noqa: F401 - fixtures
    accounts,
    before_any_release,
    books,
    spine,
    stack,
    steady_team,
)
from tests.e2e.mediation.conftest import office, second_replica  # noqa: F401 - fixtures
