"""The project's files as the architecture tests see them: parsed once, named by their path from the root."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXTS = {".py", ".md", ".toml", ".yaml", ".yml", ".sh", ".lock", ".in", ".json", ".cfg", ".html", ""}
MAX_TEXT_BYTES = 400_000  # generated data is bigger, and is not read by people


@dataclass(frozen=True)
class Import:
    """One import statement: the module it names, absolute, and where it stands."""

    file: Path
    line: int
    module: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.module}"


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is or will be committed, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(path for path in map(Path, sorted(listed)) if path.parts and (ROOT / path).is_file())


def python(*roots: str) -> list[Path]:
    """Return the Python files below the given top folders."""
    return [path for path in files() if path.suffix == ".py" and path.parts[0] in roots]


@cache
def text(path: Path) -> str:
    """Return a file's text."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(text(path))


def texts() -> list[Path]:
    """Return the files that people write and read."""
    return [path for path in files() if path.suffix in TEXTS and (ROOT / path).stat().st_size <= MAX_TEXT_BYTES]


def imports(path: Path) -> Iterator[Import]:
    """Yield what a file imports, wherever in the file; relative imports resolved from the root."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (Import(path, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(path.parent.parts[: len(path.parent.parts) - node.level + 1]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield Import(path, node.lineno, module)
