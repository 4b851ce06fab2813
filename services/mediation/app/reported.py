"""The people of a report on a dispute that has a case already: the report's refs are its own, not the case's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace

from lianfang.persistence.sealed import Cipher, unseal
from services.mediation.app.said import PartySaid
from services.mediation.domain.case import Case
from services.mediation.domain.parts import Party


def with_own_refs(case: Case, parties: Sequence[PartySaid], cipher: Cipher, report: str) -> list[PartySaid]:
    """Return the parties under refs that stand for nobody else in the case. report: its name, a repeat's too.

    So ``p1`` of a second report never becomes ``p1`` of the first.
    """
    stated = {each.ref: unseal(cipher, each.sealed).get("stated") for each in case.parties}
    refs = {
        each.ref: f"{each.ref}.{report}"
        for each in parties
        if each.ref in stated and stated[each.ref] != asdict(each.stated)
    }
    return [
        replace(
            each, ref=refs.get(each.ref, each.ref), of=refs.get(each.of, each.of),
            kin=tuple(replace(kin, ref=refs.get(kin.ref, kin.ref)) for kin in each.kin),
        )
        for each in parties
    ]  # fmt: skip


def newcomers(case: Case, parties: Sequence[Party], same: Callable[[str], Collection[str]]) -> list[Party]:
    """Return whom the case lacks, on the side where it has the others of their side, standing for whom it knows.

    same: person -> all ids in the register that are this person.
    """
    there = {person: each for each in case.parties for person in same(each.person)}
    known = {each.ref: there[each.person] for each in parties if each.person in there}
    sides = {each.side: known[each.ref].side for each in parties if each.ref in known}
    return [
        replace(each, side=sides.get(each.side, each.side), of=known[each.of].ref if each.of in known else each.of)
        for each in parties
        if each.ref not in known
    ]
