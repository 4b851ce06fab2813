"""What a module of decisions offers: order type -> handler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact

Handlers = dict[type, Callable[[Case, Any, Context], list[Fact]]]
