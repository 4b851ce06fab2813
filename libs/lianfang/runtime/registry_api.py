"""HTTP of a service that follows the registry: which releases this process works by."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call


class RegistryAnswer(Schema):
    """County -> id of its release."""

    releases = fields.Dict(keys=fields.String(), values=fields.String())


class RegistryApi:
    """A mixin for nameko classes whose app has `replica`."""

    app: Any = Wired()

    @api("GET", "/v1/registry", response=RegistryAnswer, summary="The release of each county that is in use here")
    def get_registry(self, _call: Call) -> Any:
        """Return the releases; whoever imported one can wait until this service works by it."""
        return {"releases": dict(self.app.replica.view().releases)}
