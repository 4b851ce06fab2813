"""`python -m lianfang.contracts [--check] [--allow-breaking] [--root DIR]`: generate or check."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lianfang.contracts.catalogue import catalogue
from lianfang.contracts.generate import breaking, drift, generate, write
from lianfang.contracts.registry import Contract


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0 fine, 1 drift or a breaking change."""
    parser = argparse.ArgumentParser(prog="python -m lianfang.contracts", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail on drift or a breaking change")
    parser.add_argument("--allow-breaking", action="store_true", help="overwrite contracts nobody consumes yet")
    parser.add_argument("--root", type=Path, default=Path(), help="the project's root (default: here)")
    options = parser.parse_args(arguments)
    return run(catalogue(), options.root, check=options.check, allow_breaking=options.allow_breaking)


def run(contracts: list[Contract], root: Path, *, check: bool, allow_breaking: bool = False) -> int:
    """Generate into `root` (or check it), telling on stderr each field that breaks and the remedy."""
    broken = [] if allow_breaking and not check else breaking(root, contracts)
    for change in broken:
        print(f"breaking: {change}", file=sys.stderr)
    if broken and not check:
        print("nothing was written; --allow-breaking overwrites what nobody consumes yet", file=sys.stderr)
        return 1
    files = generate(contracts)
    if not check:
        print(f"{len(contracts)} contracts, {write(root, files)} of {len(files)} files changed")
        return 0
    drifted = drift(root, files)
    for line in drifted:
        print(f"drift: {line}; run `make contracts` and commit the result", file=sys.stderr)
    return 1 if broken or drifted else 0


if __name__ == "__main__":
    sys.exit(main())
