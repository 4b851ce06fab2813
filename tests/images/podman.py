"""podman as the scripts use it, and what an image consists of: its rootfs, its layers, its history."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("LIANFANG_IMAGES") or ROOT / "var/images")
SERVICES = ("incident", "grid", "mediation", "patrol", "analytics")
IMAGES = (*SERVICES, "tools")
SITE = "opt/lianfang/lib/python3.11/site-packages"
BASE = "docker.io/library/debian:bookworm-slim"


class PodmanFailed(AssertionError):
    """podman did not do what was asked; its own words."""


def podman(*arguments: str, timeout: float = 300) -> str:
    """Run podman on our own storage and return its output. Raises PodmanFailed."""
    done = tried(*arguments, timeout=timeout)
    if done.returncode:
        raise PodmanFailed(f"podman {' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout


def tried(*arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run podman and return how it ended."""
    program = str(ROOT / "scripts/image-podman.sh")
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=timeout, check=False)


def reference(name: str) -> str:
    """Return the name of one of our images in var/images."""
    return f"localhost/lianfang/{name}:test"


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: the folder of what it adds or changes (deletions are device nodes in it), and its bytes."""

    folder: Path

    def files(self) -> Iterator[Path]:
        """Yield its regular files."""
        for parent, _, names in os.walk(self.folder):
            for name in names:
                path = Path(parent) / name
                if path.is_file() and not path.is_symlink():
                    yield path

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(path.stat().st_size for path in self.files())


@cache
def inspected(name: str) -> dict[str, Any]:
    """Return what podman knows of an image of ours."""
    found: dict[str, Any] = json.loads(podman("image", "inspect", reference(name)))[0]
    return found


def layers(name: str) -> list[Layer]:
    """Return an image's layers, the base first."""
    data = inspected(name)["GraphDriver"]["Data"]
    folders = [data["UpperDir"], *filter(None, data.get("LowerDir", "").split(":"))]
    return [Layer(Path(folder)) for folder in reversed(folders)]


def holds(name: str, path: str) -> list[str]:
    """Return what of an image's layers matches a pattern such as ``usr/bin/gcc*``, relative to the root."""
    return sorted(
        str(found.relative_to(layer.folder)) for layer in layers(name) for found in layer.folder.glob(path)
    )
