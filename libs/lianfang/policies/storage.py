"""The rules in force by county, and every version that ever was, in the store.

A county's document is a partial one, merged over the platform's default and stored whole: a new default reaches the
county when it is put again, not behind its back. Counties without one follow the default of the release.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from lianfang.datafile import NotValid
from lianfang.persistence import aggregate
from lianfang.persistence.aggregate import Aggregates, Change, Command, Pending
from lianfang.persistence.handled import archive
from lianfang.persistence.store import AlreadyExists, Collection, Store, find_all
from lianfang.policies.shape import Document, Loaded, P, Shape, version_of

POLICIES, VERSIONS = "policies", "policy_versions"
_log = logging.getLogger(__name__)


class UnknownPolicy(LookupError):
    """There is no such version of any policy; the message is fit for callers."""


@dataclass(frozen=True, slots=True)
class Put:
    """How a put ended, or would. new: False when the county has these very rules already; nothing changes then."""

    version: str
    new: bool
    document: Document


def collections() -> tuple[Collection, ...]:
    """Return the collections to declare before use."""
    return aggregate.collection(POLICIES), archive(POLICIES), Collection(VERSIONS)


class CountyPolicies(Generic[P]):
    """Rules by county and by version. A timer in every process calls `refresh`; no reader waits for it."""

    def __init__(
        self, shape: Shape[P], store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None],
        *, source: str, standard: Loaded[P] | None = None,
    ) -> None:  # fmt: skip
        """source: ``/services/<service>``.

        standard: the rules of counties without their own, by default those that come with the platform.
        """
        self._shape, self._store, self._clock = shape, store, clock
        self._standard = standard or shape.standard
        self._pointers: Aggregates[dict[str, Any]] = Aggregates(
            store, POLICIES, source=source, clock=clock, hand_over=hand_over, encode=dict, decode=dict
        )
        self._by_version: dict[str, Loaded[P]] = {self._standard.policy.version: self._standard}
        self._held: dict[str, str] | None = None  # county -> version in force; None before the first look
        self._ready: dict[tuple[str, str], P] = {}

    def for_county(self, county: str) -> P:
        """Return the rules in force in a county as of the last refresh. StoreUnavailable before the first one."""
        version = self._version(county)
        ready = self._ready.get((county, version))
        if ready is None:
            ready = self._ready[county, version] = self._shape.of_county(self._at(version), county)
        return ready

    def at(self, version: str) -> P:
        """Return the rules of a version, whatever is in force now. Raises UnknownPolicy, StoreUnavailable."""
        return self._at(version).policy

    def document(self, version: str) -> Document:
        """Return the whole document of a version. Raises UnknownPolicy, StoreUnavailable."""
        return self._at(version).document

    def refresh(self) -> list[str]:
        """Follow the pointers; return the counties whose rules changed. Raises StoreUnavailable."""
        if self._held is None:
            self._keep(self._standard.policy.version, self._standard.document, "platform")
        held = dict(self._held or {})
        changed = []
        for document in find_all(self._store, POLICIES):
            county, version = document["id"], document["state"]["version"]
            if held.get(county) == version:
                continue
            try:
                self._at(version)
            except (NotValid, UnknownPolicy) as error:  # written by another release of the software
                _log.error("a policy can't be used", extra={"version": version, "reason": str(error)})
                continue
            held[county] = version
            changed.append(county)
        self._held = held
        return changed

    def check(self, county: str, partial: Mapping[str, Any]) -> Put:
        """Tell what a put would do. Raises NotValid with every wrong field."""
        document = self._shape.laid_over(self._standard, partial)
        stored = self._pointers.get(county)
        return self._judged(county, document, stored.state if stored else None)

    def put(self, county: str, partial: Mapping[str, Any], command: Command) -> Put:
        """Make the default with `partial` laid on it a county's rules. Raises NotValid, ReusedId, Conflict."""
        document = self._shape.laid_over(self._standard, partial)

        def decide(state: dict[str, Any] | None) -> Change[dict[str, Any]]:
            put = self._judged(county, document, state)
            if not put.new:
                return Change(None, result={"version": put.version, "new": False})
            # Before the pointer: whoever follows it finds the version. Writing it again does nothing.
            self._keep(put.version, document, command.actor)
            number = (state["number"] if state else 0) + 1
            fresh = {"number": number, "version": put.version, "partial": dict(partial)}
            return Change(fresh, result={"version": put.version, "new": True})

        result = self._pointers.execute(county, command, decide).result
        self.refresh()
        return Put(result["version"], result["new"], self.document(result["version"]))

    def _judged(self, county: str, document: Document, state: Mapping[str, Any] | None) -> Put:
        number = state["number"] if state else 0
        if state and version_of(county, number, document) == state["version"]:
            return Put(state["version"], False, document)
        version = version_of(county, number + 1, document)
        self._shape.build(document, version)
        return Put(version, True, document)

    def _version(self, county: str) -> str:
        if self._held is None:
            self.refresh()
        return (self._held or {}).get(county, self._standard.policy.version)

    def _at(self, version: str) -> Loaded[P]:
        known = self._by_version.get(version)
        if known is None:
            stored = self._store.get(VERSIONS, version)
            if stored is None:
                raise UnknownPolicy(f"There is no version {version} of the policies.")
            known = self._by_version[version] = self._loaded(version, stored["document"])
        return known

    def _loaded(self, version: str, document: Document) -> Loaded[P]:
        try:
            return Loaded(self._shape.build(document, version), document)
        except NotValid:  # older than a rule that this release asks for: take what is missing from its default
            whole = self._shape.merge(self._standard.document, document)
            return Loaded(self._shape.build(whole, version), document)

    def _keep(self, version: str, document: Document, actor: str) -> None:
        kept = {"id": version, "document": document, "actor": actor, "at": self._clock().isoformat()}
        try:
            self._store.insert(VERSIONS, kept)
        except AlreadyExists:
            return
