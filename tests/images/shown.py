"""``python -m tests.images.shown``: docs/images-shown.md, from the images and what the tests' last run showed."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from tests.images.limits import LIMITS_MB, MB
from tests.images.podman import HOME, IMAGES, ROOT, SITE, Layer, inspected, layers, podman

PAGE = ROOT / "docs/images-shown.md"
_HEAVY = 8


def parts(name: str) -> list[int]:
    """Return the bytes of an image by kind: base, shared system layer, extras, third-party packages, our code."""
    sizes = [layer.size for layer in layers(name)]
    return [sizes[0], sum(sizes[1:-3]), sizes[-3], sizes[-2], sizes[-1]]


def heaviest(layer: Layer) -> list[tuple[str, int]]:
    """Return what weighs most among the third-party packages, by their folder: name and bytes."""
    found: Counter[str] = Counter()
    for path in layer.files():
        inside = path.relative_to(layer.folder)
        if inside.is_relative_to(SITE):
            found[inside.relative_to(SITE).parts[0].removesuffix(".libs")] += path.stat().st_size
    return found.most_common(_HEAVY)


def sizes() -> list[str]:
    """Return the table of sizes as lines of Markdown."""
    lines = [
        "| image | size, MB | at most | base | Python, certificates | fonts or curl | packages | our code |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name in IMAGES:
        told = " | ".join(f"{each / MB:.1f}" for each in parts(name))
        lines.append(f"| {name} | {inspected(name)['Size'] / MB:.0f} | {LIMITS_MB[name]} | {told} |")
    return lines


def weights() -> list[str]:
    """Return what weighs most in each image's packages."""
    lines = ["| image | its heaviest packages, MB |", "|---|---|"]
    for name in IMAGES:
        told = ", ".join(f"{package} {size / MB:.1f}" for package, size in heaviest(layers(name)[-2]))
        lines.append(f"| {name} | {told} |")
    return lines


def run() -> list[str]:
    """Return what the last run of the platform out of its images showed."""
    told: dict[str, Any] = json.loads((HOME / "run.json").read_text())
    per_service = "| | " + " | ".join(told["ready_s"]) + " |"
    rows = [per_service, "|---|" + "--:|" * len(told["ready_s"])]
    for title, key in (("ready after, s", "ready_s"), ("ended after SIGTERM, s", "ended_s")):
        rows.append(f"| {title} | " + " | ".join(str(each) for each in told[key].values()) + " |")
    call = told["call"]
    return [
        f"Broker: {told['broker']}. Stores: SQLite on a volume.", "", *rows, "",
        f"A call: `{call['team']}` {' → '.join(call['steps'])}, {call['seconds']} s from the call to the"
        " acknowledgement, its account made by `lianfang team add` in between.",
        "",
        "A replay by `lianfang demo`, run in the image `tools`:", "", "```json", json.dumps(told["books"]), "```",
    ]  # fmt: skip


def main() -> int:
    """Write the page and print the sizes; return 0."""
    version = podman("--version").strip()
    table = sizes()
    page = [
        "# Images, shown", "",
        f"Written by `make image-test`, with {version}. What it does: [deploying.md](deploying.md#images).", "",
        "## Sizes", "", "Bytes of files, uncompressed. All images share the first two layers.", "", *table, "",
        *weights(), "", "## The platform out of them", "", *run(), "",
    ]  # fmt: skip
    PAGE.write_text("\n".join(page))
    print("\n".join(table))
    return 0


if __name__ == "__main__":
    sys.exit(main())
