"""Who belongs to whom: kinds of edges between people, each stated in the record of one of this service's cases.

Edges never come from population data (户籍): what no party said of itself in a case is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the end of an edge is to its start: ``FATHER`` leads from a person to the father."""

    FATHER = "father"
    MOTHER = "mother"
    PARENT = "parent"
    SON = "son"
    DAUGHTER = "daughter"
    CHILD = "child"
    SPOUSE = "spouse"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    OTHER_KIN = "other_kin"
    SAME_HOUSEHOLD = "same_household"
    COLLEAGUE = "colleague"
    FORMER_COLLEAGUE = "former_colleague"
    SAME_AS = "same_as"


class Tie(StrEnum):
    """How an edge binds, the closest first."""

    IDENTITY = "identity"
    FAMILY = "family"
    HOUSEHOLD = "household"
    WORK = "work"


_INVERSE = {
    Kind.FATHER: Kind.CHILD, Kind.MOTHER: Kind.CHILD, Kind.PARENT: Kind.CHILD,
    Kind.SON: Kind.PARENT, Kind.DAUGHTER: Kind.PARENT, Kind.CHILD: Kind.PARENT,
    Kind.GRANDPARENT: Kind.GRANDCHILD, Kind.GRANDCHILD: Kind.GRANDPARENT,
}  # fmt: skip
_TIES = {
    Kind.SAME_AS: Tie.IDENTITY, Kind.SAME_HOUSEHOLD: Tie.HOUSEHOLD,
    Kind.COLLEAGUE: Tie.WORK, Kind.FORMER_COLLEAGUE: Tie.WORK,
}  # fmt: skip
STATABLE = tuple(kind for kind in Kind if kind is not Kind.SAME_AS)
"""Kinds that a record may state; that two people are one is said by an officer only."""


def inverse(kind: Kind) -> Kind:
    """Return what the start is to the end: a father's inverse is the child, son or daughter not being known."""
    return _INVERSE.get(kind, kind)


def tie_of(kind: Kind) -> Tie:
    """Return how an edge of this kind binds."""
    return _TIES.get(kind, Tie.FAMILY)


@dataclass(frozen=True, slots=True)
class Edge:
    """`end` is the `kind` of `start`, as stated in the record of `case`.

    Raises ValueError for an edge to itself, or one of no case (only SAME_AS, which officers confirm, needs none).
    """

    start: str
    end: str
    kind: Kind
    case: str

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError(f"{self.kind}: nobody is their own {self.kind}")
        if not self.case and self.kind is not Kind.SAME_AS:
            raise ValueError(f"{self.kind}: tell in which case this was stated")

    def turned(self) -> Edge:
        """The same edge from its other end."""
        return Edge(self.end, self.start, inverse(self.kind), self.case)
