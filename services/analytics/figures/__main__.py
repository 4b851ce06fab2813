"""Writes docs/figures.md from the catalogue: ``python -m services.analytics.figures [--check]``."""

from __future__ import annotations

import sys
from pathlib import Path

from lianfang.datafile import NotValid
from services.analytics.app.figures.catalogue import load_catalogue
from services.analytics.figures.page import document

PAGE = Path(__file__).parents[3] / "docs" / "figures.md"


def run(page: Path, *, check: bool = False) -> int:
    """Write the page, or with `check` compare it. Return 0, or 1 with the faults on stderr."""
    try:
        made = document(load_catalogue())
    except NotValid as error:
        print("\n".join(f"figures: {each}" for each in error.wrongs), file=sys.stderr)
        return 1
    if not check:
        page.write_text(made, encoding="utf-8")
        return 0
    if page.is_file() and page.read_text(encoding="utf-8") == made:
        return 0
    print(
        f"figures: {page.name} is not what the catalogue says: run python -m services.analytics.figures",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    unknown = [each for each in sys.argv[1:] if each != "--check"]
    if unknown:
        print(f"figures: unknown option {unknown[0]}; there is --check", file=sys.stderr)
        sys.exit(2)
    sys.exit(run(PAGE, check="--check" in sys.argv))
