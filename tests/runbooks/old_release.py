"""The sources of an earlier version of this project, taken out of its own history."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BEFORE = "2026-11-22T15:00:00+00:00"
"""Before incidents had findings and copies for other counties, before analytics and tracing."""


def old_release(folder: Path) -> Path:
    """Unpack the version before `BEFORE`, or that named by LIANFANG_OLD_RELEASE; skip where there is no history."""
    named = os.environ.get("LIANFANG_OLD_RELEASE", "")
    commit = named or _git("rev-list", "-1", f"--before={BEFORE}", "HEAD").strip()
    if not commit:
        pytest.skip(
            "no earlier version in this clone's history: fetch it whole, or name a commit in LIANFANG_OLD_RELEASE"
        )
    archive = folder / "old.tar"
    _git("archive", f"--output={archive}", commit, "libs", "services")
    with tarfile.open(archive) as sources:
        sources.extractall(folder, filter="data")
    return folder


def run_from_its_folder(service: str) -> tuple[str, ...]:
    """Return the command that runs a service of the sources on PYTHONPATH, not of the folder where tests run."""
    return (sys.executable, "-P", "-m", f"services.{service}")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""
