"""An overlay as kustomize renders it, its pods, and how many objects of which kind it has."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

TOOLS = Path("var/deploy-tools/bin")
OVERLAYS = Path("deploy/k8s/overlays")

Object = dict[str, Any]


class CheckFailed(RuntimeError):
    """A check could not be made, or did not pass; the text says what is wrong and what to do."""


def tool(name: str) -> str:
    """Return the path of a tool. Raises CheckFailed when `make deploy-tools` was not run."""
    path = TOOLS / name
    if not path.exists():
        raise CheckFailed(f"{name} is not in {TOOLS}: run `make deploy-tools` at the project's root")
    return str(path)


def render(overlay: str) -> list[Object]:
    """Return the objects of an overlay. Raises CheckFailed with what kustomize says."""
    folder = OVERLAYS / overlay
    if not folder.is_dir():
        known = ", ".join(sorted(each.name for each in OVERLAYS.glob("*/")))
        raise CheckFailed(f"overlay {overlay!r} is none (known: {known})")
    done = subprocess.run(
        [tool("kustomize"), "build", str(folder)], capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        raise CheckFailed(f"overlay {overlay}: {done.stderr.strip()}")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [each for each in yaml.load_all(done.stdout, Loader=loader) if each]


def called(each: Object) -> str:
    """Return how people call an object: ``Deployment incident``."""
    return f"{each['kind']} {each['metadata']['name']}"


def counted(objects: Iterable[Object]) -> list[tuple[str, str, int]]:
    """Return apiVersion, kind and number of the objects, by group and kind."""
    found = Counter((each["apiVersion"], each["kind"]) for each in objects)
    return [(version, kind, found[version, kind]) for version, kind in sorted(found)]
