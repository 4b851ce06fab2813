"""HTTP: the rules of field records of a county are read and put."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.policies_api import policies_api

PoliciesApi: Any = policies_api("grid")
