"""HTTP: the command room's page, files that lie beside the code. Nothing is fetched from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.problems import NotFound
from services.analytics.printing.page import STYLE as REPORT_STYLE

FOLDER = Path(__file__).parents[1] / "page"
TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml", ".ico": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
_REPORTS = base64.b64encode(hashlib.sha256(REPORT_STYLE.encode()).digest()).decode()
"""A report that the page has fetched is opened under the page's own policy, so that has to allow its style."""
_POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{_REPORTS}'; img-src 'self' data:; "
    "manifest-src 'self'; worker-src 'self'; connect-src {connect}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


class Page:
    """See the module's text. The app has `live`, a LiveDesk."""

    app: Any = Wired()

    @api("GET", "/", public=True, produces="text/html", summary="The command room")
    def index(self, _call: Call) -> Reply:
        """Return the page."""
        return self._file("index.html")

    @api("GET", "/v1/page", public=True, summary="What the page needs to know before anybody signs in")
    def settings(self, _call: Call) -> Any:
        """Return addresses of the other services and the time zone for people."""
        return {"peers": dict(self.app.live.peers), "timezone": self.app.live.timezone}

    @api("GET", "/<path:name>", public=True, produces="*/*", summary="The page's other files")
    def file(self, call: Call) -> Reply:
        """Return a file of the page."""
        return self._file(call.path["name"])

    def _file(self, name: str) -> Reply:
        found = files().get(name)
        if found is None:
            raise NotFound(f"The page has no file {name}.")
        headers = security_headers(self.app.live.peers.values())
        return Reply(content=found, content_type=TYPES[Path(name).suffix], headers=headers)


@cache
def files() -> dict[str, bytes]:
    """Return the page's files by their path from its folder, read once; no request names a path of the disk."""
    found = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file() and path.suffix in TYPES
    }
    return found | {"favicon.ico": found["icon.svg"]}


def security_headers(peers: Any) -> dict[str, str]:
    """Return the headers of every file: our own scripts only, our own services only, no frames, no referrer."""
    # An origin alone: with a path and no slash at its end, browsers would let pages call that one address only
    origins = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, peers)}
    connect = " ".join(["'self'", *sorted(origins)])
    return {
        "Content-Security-Policy": _POLICY.format(connect=connect), "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()", "Cache-Control": "no-cache",
    }  # fmt: skip
