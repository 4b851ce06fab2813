"""What a service's policy documents look like, and how one becomes the domain's policy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from marshmallow import Schema

from lianfang import datafile
from lianfang.datafile import NotValid, Wrong

DEFAULT = "default"
Document = dict[str, Any]


class Versioned(Protocol):
    """A policy of any service: frozen, and it knows its version."""

    @property
    def version(self) -> str:
        """``<county or default>-<n>-<hash8>``."""


P = TypeVar("P", bound=Versioned)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[P]):
    """A policy and the whole document it was made from."""

    policy: P
    document: Document


class Shape(Generic[P]):
    """See the module's text."""

    def __init__(
        self, schema: Schema, make: Callable[[Mapping[str, Any], str], P], file: Path, *, units: Collection[str],
        of_county: Callable[[Loaded[P], str], P] | None = None, everywhere: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """make: from what the schema loads, and the version. file: the platform's own rules, with an ``edition``.

        units: a mapping with one of these names is a measure (``{hours: 24, source: …}``) and is replaced whole.
        of_county: gives a county what the document has for it by name. everywhere: sections that no county may
        change -> why.
        """
        self._schema, self._make, self._file, self._units = schema, make, file, frozenset(units)
        self._of_county, self._everywhere = of_county, dict(everywhere or {})

    @cached_property
    def standard(self) -> Loaded[P]:
        """The rules that come with the platform."""
        return self.load_file()

    def load_file(self, path: Path | None = None) -> Loaded[P]:
        """Load the rules of a file as the default. Raises datafile.NotValid with line and remedy of each fault."""
        file = datafile.read(path or self._file)
        loaded = datafile.load(self._schema, file.data, file)
        return Loaded(self._make(loaded, version_of(DEFAULT, loaded["edition"], file.data)), file.data)

    def build(self, document: Mapping[str, Any], version: str) -> P:
        """Make a policy of a whole document. Raises datafile.NotValid with every wrong field and its remedy."""
        return self._make(datafile.load(self._schema, document), version)

    def merge(self, base: Any, over: Any) -> Any:
        """Return `base` with `over` laid on it: mappings are merged, all else is replaced, and so are measures.

        A measure is replaced whole, source included: a county's own number does not come from the default's law.
        """
        if not isinstance(base, Mapping) or not isinstance(over, Mapping) or not self._units.isdisjoint(over):
            return over
        return {**base, **{name: self.merge(base.get(name), value) for name, value in over.items()}}

    def laid_over(self, standard: Loaded[P], partial: Mapping[str, Any]) -> Document:
        """Return a county's whole document. Raises datafile.NotValid for a section that is not the county's."""
        remedy = "leave it out; it belongs into the platform's own file"
        if wrongs := [Wrong(name, what, remedy) for name, what in self._everywhere.items() if partial.get(name)]:
            raise NotValid(wrongs)
        document: Document = self.merge(standard.document, partial)
        return document

    def of_county(self, loaded: Loaded[P], county: str) -> P:
        """Return the policy as it holds in a county."""
        return self._of_county(loaded, county) if self._of_county else loaded.policy


def version_of(owner: str, number: int, document: Mapping[str, Any]) -> str:
    """Return ``<county or default>-<n>-<hash8>``."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{owner}-{number}-{hashlib.sha256(canonical.encode()).hexdigest()[:8]}"


def owner_of(version: str) -> str:
    """Return the county whose version it is, or ``default``."""
    owner = version.partition("-")[0]
    return owner if owner == DEFAULT or (owner.isdecimal() and len(owner) == 6) else ""


def tupled(value: Any) -> Any:
    """Return lists as tuples, at every depth: policies are frozen."""
    if isinstance(value, list):
        return tuple(tupled(part) for part in value)
    return {name: tupled(part) for name, part in value.items()} if isinstance(value, dict) else value
