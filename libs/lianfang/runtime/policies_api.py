"""HTTP of every service that has policies: the rules of a county are read and put."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from lianfang.datafile import NotValid
from lianfang.policies.shape import DEFAULT, owner_of
from lianfang.policies.storage import Put, UnknownPolicy
from lianfang.regions.codes import contains
from lianfang.runtime.wired import Wired
from lianfang.web.access import Caller, require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.problems import FieldError, Forbidden, NotFound, Problem, know

know(UnknownPolicy, 404, "Not found")


class PolicyBody(Schema):
    """A partial document, in the shape of the default."""

    policy = fields.Dict(
        keys=fields.String(), required=True,
        metadata={"description": "what differs from the default: mappings are merged, lists and terms replaced"},
    )  # fmt: skip


class PutQuery(Schema):
    """How a policy is put."""

    dry_run = fields.Boolean(
        load_default=False, metadata={"description": "check, merge and answer; change nothing"}
    )


class PolicyAnswer(Schema):
    """The rules of a version, whole. new: after a put, whether it makes a new version."""

    county = fields.String(required=True)
    version = fields.String(required=True)
    policy = fields.Dict(keys=fields.String(), required=True)
    new = fields.Boolean()
    dry_run = fields.Boolean()


def policies_api(service: str) -> Any:
    """Return the mixin of entrypoints for the nameko class of `service`.

    Its `app` must have `policies`, a lianfang.policies.storage.CountyPolicies. Typed Any because type checkers take
    no computed class as a base.
    """
    remedy = f"see services/{service}/policy/default.yaml for the whole shape"

    class PoliciesApi:
        """See the module's text."""

        app: Any = Wired()

        @api(
            "GET", "/v1/policies/<county>", response=PolicyAnswer,
            summary="The rules in force in a county, merged whole; `default` for those of the platform",
        )  # fmt: skip
        def policy(self, call: Call) -> Any:
            """Return them with the version that what they govern records."""
            county = call.path["county"]
            _require_reader(call.caller, county)
            version = self.app.policies.for_county(county).version
            return {"county": county, "version": version, "policy": self.app.policies.document(version)}

        @api(
            "GET", "/v1/policies/<county>/versions/<version>", response=PolicyAnswer,
            summary="A version, old or new",
        )  # fmt: skip
        def policy_version(self, call: Call) -> Any:
            """Return what was decided by; the default's versions are found under every county."""
            county, version = call.path["county"], call.path["version"]
            _require_reader(call.caller, county)
            if owner_of(version) not in {county, DEFAULT}:
                raise NotFound(f"County {county} has no version {version}.")
            return {"county": county, "version": version, "policy": self.app.policies.document(version)}

        @api(
            "PUT", "/v1/policies/<county>", roles={"registry"}, body=PolicyBody, query=PutQuery, idempotent=True,
            response=PolicyAnswer,
            summary="Put what differs in a county: checked whole, 422 with all that is wrong",
        )  # fmt: skip
        def put_policy(self, call: Call) -> Reply:
            """Make a new version of a county's rules; what is open keeps the version it began under."""
            return _put(self.app.policies, call, remedy)

    return PoliciesApi


def _put(policies: Any, call: Call, remedy: str) -> Reply:
    county = call.path["county"]
    _require_county(county)
    require_region(call.caller, county)
    dry_run, partial = call.query["dry_run"], call.body["policy"]
    try:
        put: Put = policies.check(county, partial) if dry_run else policies.put(county, partial, call.command())
    except NotValid as wrong:
        raise _refusal(wrong, remedy) from None
    answer = {"county": county, "version": put.version, "policy": put.document}
    return Reply({**answer, "new": put.new, "dry_run": dry_run})


def _require_reader(caller: Caller, county: str) -> None:
    """Let in whose region holds the county or lies in it; the default is everybody's."""
    if county == DEFAULT:
        return
    _require_county(county)
    if not (caller.may_see(county) or contains(county, caller.region)):
        raise Forbidden(f"County {county} is outside your region ({caller.region or 'country'}).")


def _require_county(county: str) -> None:
    if not (len(county) == 6 and county.isascii() and county.isdecimal()):
        raise NotFound(f"There is no county {county}: a county's code has six digits.")


def _refusal(wrong: NotValid, remedy: str) -> Problem:
    errors = [
        FieldError(field=f"policy.{each.field}".rstrip("."), message=each.what, remedy=each.remedy or remedy)
        for each in wrong.wrongs
    ]
    detail = f"{len(errors)} field(s) of the merged policy are wrong; nothing was changed."
    return Problem(422, "Invalid policy", detail, errors)
