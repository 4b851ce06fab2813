"""``python -m scenarios.shouning.stories``: tells the four disputes, into docs/mediation-shown.md and a picture."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pypdfium2

from scenarios.shouning.play.desk import Desk
from scenarios.shouning.play.reports import read_disputes
from scenarios.shouning.play.stage import stage
from scenarios.shouning.stories import four
from scenarios.shouning.stories.told import Tale

DOCS = Path(__file__).parents[3] / "docs"
HEAD = """# Mediation, shown

Four disputes, lived through by `make stories` against the running services on a clock that the script moves. What
stands here is what the services answered; people are made up.
"""


def main() -> int:
    """Tell them, and return 0."""
    with (
        tempfile.TemporaryDirectory(prefix="stories-") as home,
        stage(Path(home), read_disputes(1)[0], lambda line: print(line, file=sys.stderr)) as it,
    ):
        lines, desk = [HEAD], Desk(it.target)
        tales = [Tale(it.target, desk, it.clock) for _ in range(4)]
        pdf = four.kept(tales[0])
        four.returned(tales[1])
        four.red(tales[2])
        four.grudge(tales[3])
        for tale in tales:
            lines += tale.lines
    (DOCS / "mediation-shown.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    (DOCS / "pictures").mkdir(exist_ok=True)
    page = pypdfium2.PdfDocument(pdf)[0]
    page.render(scale=1.4, grayscale=True).to_pil().save(DOCS / "pictures" / "agreement.png", optimize=True)
    print("docs/mediation-shown.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
