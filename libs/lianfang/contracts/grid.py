"""The grid service's contracts: releases of the registry, page by page, and snapshots of them on request."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range, Regexp

from lianfang.contracts.registry import command, event

REPLICAS = ("analytics", "incident", "mediation", "patrol")
"""Services that keep a replica of the registry; each takes ``<service>.replica_page`` as a command."""

_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_HEAD: dict[str, Any] = {
    "release_id": "350924-r0002-9f86d081884c", "county": "350924", "number": 2, "pages": 5, "content_hash": _HASH,
}  # fmt: skip
_ITEM = {"kind": "village", "county": "350924", "code": "350924100001", "name": "北凤社区"}
_PAGE = {**_HEAD, "page": 1, "items": [_ITEM]}
_REQUEST = "7f9c0a8e-6f0c-4d43-9a6e-0d3c0a1f7c13"


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"description": text}, **more}


class _Release(Schema):
    release_id = fields.String(required=True, **_about("the release", validate=Length(1, 128)))
    county = fields.String(required=True, **_about("county, six digits", validate=Regexp(r"\d{6}\Z")))
    number = fields.Integer(
        required=True, **_about("counts the county's releases; a lower one is older", validate=Range(min=1))
    )
    pages = fields.Integer(required=True, **_about("how many pages the release has", validate=Range(min=1)))
    content_hash = fields.String(
        required=True, **_about("SHA-256 over all its items in order", validate=Regexp(r"[0-9a-f]{64}\Z"))
    )


class _Page(_Release):
    page = fields.Integer(required=True, **_about("this page, from 1", validate=Range(min=1)))
    items = fields.List(
        fields.Dict(keys=fields.String()),
        required=True,
        **_about("records {kind, county, code, …}: county, township, village, grid, zone, station, team, …"),
    )


@event("grid", "release_page", summary="A page of a release, in full; counts once it is published.", example=_PAGE)
class ReleasePage(_Page):
    """Consumers stage the pages and change over when all are there and the release is published."""


@event(
    "grid",
    "release_published",
    summary="A county's registry is now this release: the pointer has flipped.",
    example={**_HEAD, "counts": {"grid": 1327, "team": 20}, "previous": "350924-r0001-2c26b46b68ff"},
)
class ReleasePublished(_Release):
    """Comes after its pages, but may overtake them on the way."""

    counts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, **_about("how many items of each kind")
    )
    previous = fields.String(required=True, **_about("id of the release before, empty for the first"))


@command(
    "grid",
    "request_snapshot",
    summary="A new or gapped service asks for the current releases; the pages come as <service>.replica_page.",
    example={"request_id": _REQUEST, "service": "incident", "county": ""},
)
class RequestSnapshot(Schema):
    """Answered once per request id."""

    request_id = fields.String(required=True, **_about("made by who asks", validate=Length(1, 64)))
    service = fields.String(required=True, **_about("who asks", validate=Regexp(r"[a-z][a-z0-9_]*\Z")))
    county = fields.String(
        required=True, **_about("county, six digits, or empty for all", validate=Regexp(r"(\d{6})?\Z"))
    )


for _service in REPLICAS:

    @command(
        _service,
        "replica_page",
        summary="A page of a published release, as an answer to grid.request_snapshot.",
        example={**_PAGE, "request_id": _REQUEST},
    )
    class ReplicaPage(_Page):
        """The release is published: the replica changes over once all pages are there."""

        request_id = fields.String(required=True, **_about("the request", validate=Length(1, 64)))
