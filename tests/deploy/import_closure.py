"""Which distributions a program needs: everything its modules import, and the modules these import in turn."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.deploy.places import ROOT

_OURS = {"lianfang": ROOT / "libs", "services": ROOT, "lianfang_district": ROOT / "libs/lianfang_district/src"}
_OWNERS = packages_distributions()


def needed(*starts: str) -> dict[str, str]:
    """Return each distribution that the modules `starts` need, with a module of ours that imports it.

    Of ours only the districts' SDK counts as one: it is copied into an image by itself.
    """
    found: dict[str, str] = {}
    seen: set[Path] = set()
    waiting = [path for start in starts for path in _files(start)]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in _imports(path):
            top = name.partition(".")[0]
            if top == "lianfang_district":
                found.setdefault("lianfang-district", str(path.relative_to(ROOT)))
            if top in _OURS:
                waiting += _files(name)
            elif top not in sys.stdlib_module_names:
                for owner in _OWNERS.get(top, [top]):
                    found.setdefault(canonicalize_name(owner), str(path.relative_to(ROOT)))
    return found


def _files(module: str) -> Iterator[Path]:
    """Yield the files that importing a dotted name runs; of a name inside a module, the module's."""
    folder = _OURS[module.partition(".")[0]]
    for word in module.split("."):
        folder /= word
        if folder.is_dir():
            if (folder / "__init__.py").exists():
                yield folder / "__init__.py"
        elif folder.with_suffix(".py").exists():
            yield folder.with_suffix(".py")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)
