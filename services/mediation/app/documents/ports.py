"""What printing is asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """One version of one document that is to be printed.

    kind: the template's name. version: from 1. number: as printed, ``寿调协字〔2026〕00012号``.
    sealed_data: a token of the JSON object that is printed, a snapshot of the moment when it was requested.
    """

    case_id: str
    document_id: str
    kind: str
    version: int
    number: str
    sealed_data: str

    @property
    def id(self) -> str:
        """The id of its file."""
        return f"{self.case_id}:{self.document_id}:{self.version}"
