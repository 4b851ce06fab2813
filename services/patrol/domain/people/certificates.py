"""Certificates (资格): told by their holder or a planner, seen by a planner, and valid until they are not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from services.patrol.domain.people.joining import serving
from services.patrol.domain.people.person import Certificate, Person
from services.patrol.domain.people.step import Fact, Step, about
from services.patrol.domain.refused import Refused

SKILL = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
MOST = 40
_EARLIEST, _LATEST = 2000, 9000


def add(person: Person, skill: str, until: date | None, *, verified: bool) -> Step:
    """Somebody has a certificate; an unverified one of the same skill is replaced, a verified one stands beside it.

    verified: a planner has seen it. Raises Refused.
    """
    serving(person)
    if not SKILL.match(skill):
        raise Refused("invalid", "is no skill's word", "write a-z, 0-9 and _, such as first_aid", field="skill")
    if until is not None and not _EARLIEST <= until.year <= _LATEST:
        raise Refused("invalid", "is no year of a certificate", f"{_EARLIEST} to {_LATEST}", field="until")
    fresh = Certificate(skill, until, verified)
    if fresh in person.certificates or (not verified and Certificate(skill, until, True) in person.certificates):
        return Step(person)
    others = tuple(each for each in person.certificates if each.skill != skill or (each.verified and not verified))
    if len(others) >= MOST:
        raise Refused("too_many", f"nobody keeps more than {MOST} certificates", "take an old one away")
    after = replace(person, certificates=(*others, fresh))
    return Step(after, (_said(after, "certificate_verified", fresh),) if verified else ())


def verify(person: Person, skill: str) -> Step:
    """A planner has seen the certificate; it takes the place of an older one of the skill. Raises Refused."""
    told = [each for each in serving(person).certificates if each.skill == skill and not each.verified]
    if told:
        return add(person, skill, told[0].until, verified=True)
    if any(each.skill == skill for each in person.certificates):
        return Step(person)
    raise Refused("no_certificate", "there is no such certificate", "the holder tells of it first", field="skill")


def remove(person: Person, skill: str) -> Step:
    """A certificate was false or was taken back: the skill counts no more."""
    kept = tuple(each for each in person.certificates if each.skill != skill)
    if kept == person.certificates:
        return Step(person)
    after = replace(person, certificates=kept)
    return Step(after, (about(after, "person_changed", fields=["certificates"]),))


def next_warning(person: Person, warned: Collection[str], ahead: timedelta, zone: tzinfo) -> datetime | None:
    """Return when the next certificate is to be warned of: `ahead` of the end of its last day; None: no more."""
    return min((_warn_at(each, ahead, zone) for each in _to_warn(person, warned)), default=None)


def warn(
    person: Person, warned: Collection[str], now: datetime, ahead: timedelta, zone: tzinfo
) -> tuple[Step, list[str]]:
    """Return what expires soon as facts, and the marks by which it is known that it was told."""
    due = [each for each in _to_warn(person, warned) if _warn_at(each, ahead, zone) <= now]
    facts = tuple(_said(person, "certificate_expiring", each) for each in due)
    return Step(person, facts), [mark(each) for each in due]


def mark(certificate: Certificate) -> str:
    """Return what tells one certificate from the next of its skill."""
    return f"{certificate.skill}@{certificate.until}"


def _to_warn(person: Person, warned: Collection[str]) -> Iterable[Certificate]:
    if person.state == "left":
        return ()
    return (
        each
        for each in person.certificates
        if each.verified and each.until is not None and mark(each) not in warned
    )


def _warn_at(certificate: Certificate, ahead: timedelta, zone: tzinfo) -> datetime:
    assert certificate.until is not None
    return datetime.combine(certificate.until + timedelta(days=1), time(), zone) - ahead


def _said(person: Person, name: str, certificate: Certificate) -> Fact:
    until = certificate.until.isoformat() if certificate.until else None
    return about(person, name, skill=certificate.skill, until=until)
