"""From a pack to the pages of a release: all the CPU work of an import, touching no store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lianfang.regions.pack import Pack, require_valid
from lianfang.regions.pack.items import to_items
from lianfang.regions.pack.pages import Page, to_pages
from lianfang.regions.pack.problems import Problem


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pack that was found valid, cut into pages. counts: items by kind. warnings: for people to judge.

    pages: may be read from a file, page by page, as often as asked. warned: how many warnings there were, of which
    `warnings` may hold the first only.
    """

    county: str
    label: str
    content_hash: str
    page_count: int
    counts: Mapping[str, int]
    pages: Iterable[Page]
    warnings: Sequence[Problem] = field(default=())
    warned: int = 0


def prepare(pack: Pack) -> Prepared:
    """Judge a pack and cut it into pages. Raises PackError with every error when it is not valid."""
    report = require_valid(pack)
    items = to_items(pack)
    pages = to_pages(items)
    counts = dict(sorted(Counter(item["kind"] for item in items).items()))
    return Prepared(
        pack.county.code, pack.county.label, pages[0].content_hash, len(pages), counts, pages,
        tuple(report.warnings), len(report.warnings),
    )  # fmt: skip
