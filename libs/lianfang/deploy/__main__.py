"""``python -m lianfang.deploy [--check] [FOLDER]``: write what is generated under ``deploy/``, or name the old."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lianfang.deploy.files import stale, write


def main() -> int:
    """Return the exit code: 1 when `--check` found something stale."""
    parser = argparse.ArgumentParser(prog="python -m lianfang.deploy", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("deploy"), help="default: deploy")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is stale")
    given = parser.parse_args()
    if not given.folder.is_dir():
        print(f"folder: {given.folder} is none; run this at the project's root", file=sys.stderr)
        return 2
    changed = stale(given.folder) if given.check else write(given.folder)
    for path in changed:
        print(f"{'stale' if given.check else 'written'}: {given.folder / path}")
    return 1 if given.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
