"""A pack folder as one file to be sent: POST /v1/packs of the grid service takes it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from lianfang.regions.pack.load import FILES
from lianfang.regions.pack.problems import PackError, Problem


def archive(folder: Path) -> bytes:
    """Return the pack's files as a .zip; those that are missing are missing there too. Raises PackError."""
    if not folder.is_dir():
        raise PackError([Problem(str(folder), "is no folder", "give the folder that holds pack.yaml")])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in FILES:
            if (folder / name).is_file():
                out.write(folder / name, name)
    return packed.getvalue()
