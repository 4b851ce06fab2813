"""Endpoints that take a file: bounded by the endpoint's own limit, kept on disk, never whole in memory."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from lianfang.web.body import pieces
from lianfang.web.problems import Problem


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was sent; it vanishes when the request is answered. sha256: of its bytes, hex. size: bytes."""

    file: IO[bytes]
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Upload:
    """What an endpoint takes instead of JSON: ``@api(…, upload=Upload(("application/zip",), 64 << 20))``.

    types: media types, the first the preferred one. limit: bytes. The handler finds a `Received` in `call.body`.
    """

    types: tuple[str, ...]
    limit: int

    def receive(self, environ: Mapping[str, Any]) -> Received:
        """Take the body in. Raises a 415, 413 or 400 Problem."""
        kind = environ.get("CONTENT_TYPE", "").lower().partition(";")[0].strip()
        if kind not in self.types or environ.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
            raise Problem(
                415, "Unsupported media type", f"Send one of: {', '.join(self.types)}.",
                headers={"Accept": ", ".join(self.types)},
            )  # fmt: skip
        file = tempfile.TemporaryFile()  # noqa: SIM115 - it outlives this call
        digest, size = hashlib.sha256(), 0
        try:
            for piece in pieces(environ, self.limit):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            if not size:
                raise Problem(400, "Body empty", "Send the file as the request's body.")
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return Received(file, digest.hexdigest(), size)
