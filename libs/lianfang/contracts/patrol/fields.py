"""What events about duty have in common. Nobody is named: a person is an id, which says nothing of who it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import fields
from marshmallow.validate import OneOf, Regexp

from lianfang.contracts.fields import team_field
from lianfang.contracts.registry import S, event, open_to_all

FORCES = ("officer", "auxiliary", "volunteer")
PERSON = "p-5c1f6f0e0a365f0e9f0b2b1d0a1f7c14"
SHIFT = "9d1a7b52-0e9b-5c11-8a4d-7f5f3f7f6a10"
ROSTER = "2b9c6c8e-6f0d-5c33-9f38-0c7f1c0d9e21"
UNIT = "350924.aoyang.command"
POST = "350924.aoyang.command-room"


def person_field(about: str, **options: Any) -> fields.String:
    """A person's id: ``p-`` and 32 hexadecimal digits."""
    return fields.String(validate=Regexp(r"p-[0-9a-f]{32}\Z"), metadata={"description": about}, **options)


def people_field(about: str, **options: Any) -> fields.List[Any]:
    """Ids of people."""
    return fields.List(person_field("a person"), metadata={"description": about}, **options)


def force_field(**options: Any) -> fields.String:
    """What somebody serves as (民警, 辅警, 义警)."""
    return fields.String(
        validate=OneOf(FORCES), metadata={"description": "officer, auxiliary or volunteer"}, **options
    )


def unit_field(about: str = "whose roster it is", **options: Any) -> fields.String:
    """A station or team that has rosters, by its full id."""
    return team_field(about, **options)


def post_field(about: str = "the post (岗位)", **options: Any) -> fields.String:
    """A post, by its full id ``<county>.<zone>.<word>``."""
    return team_field(about, **options)


def word_field(about: str, **options: Any) -> fields.String:
    """An id of ours or a word of a table: no blank, no Chinese, and too short for an encrypted text."""
    return fields.String(
        validate=Regexp(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}\Z"), metadata={"description": about}, **options
    )


def patrol_event(
    name: str, summary: str, *, example: Mapping[str, Any], addressed: bool = False, restricted: bool = False
) -> Callable[[S], S]:
    """Register an event of this context. restricted: none of them is for districts."""
    return event(
        "patrol", name, summary=summary, example=dict(example), addressed=addressed,
        restricted=_to_nobody_else if restricted else open_to_all,
    )  # fmt: skip


def _to_nobody_else(_data: Mapping[str, Any]) -> bool:
    return True
