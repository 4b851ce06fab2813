"""Writes docs/mediation-flow.md from the flow table: ``python -m services.mediation.flowdoc [--check]``."""

from __future__ import annotations

import sys
from pathlib import Path

from services.mediation.app.diagram import document
from services.mediation.app.flows import BadFlow, load_flow

PAGE = Path(__file__).parents[2] / "docs" / "mediation-flow.md"


def run(page: Path, *, check: bool = False) -> int:
    """Write the page, or with `check` compare it. Return 0, or 1 with one line on stderr."""
    try:
        drawn = document(load_flow())
    except BadFlow as error:
        print(f"flowdoc: {error}", file=sys.stderr)
        return 1
    if not check:
        page.write_text(drawn, encoding="utf-8")
        return 0
    if page.is_file() and page.read_text(encoding="utf-8") == drawn:
        return 0
    print(
        f"flowdoc: {page.name} is not what the table says: run python -m services.mediation.flowdoc",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    unknown = [each for each in sys.argv[1:] if each != "--check"]
    if unknown:
        print(f"flowdoc: unknown option {unknown[0]}; there is --check", file=sys.stderr)
        sys.exit(2)
    sys.exit(run(PAGE, check="--check" in sys.argv))
