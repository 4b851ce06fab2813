"""The distribution's Chromium, as Playwright starts it: none is downloaded, and it asks nobody for anything."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Page

PROGRAM = os.environ.get("LIANFANG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
"""Empty where there is none: `make browser` installs one."""
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""No sandbox: a container's root has none to offer."""


def sign_in(page: Page, url: str, token: str) -> Page:
    """Open the page as somebody, as if signed in before in this tab."""
    page.goto(f"{url}/icon.svg")
    page.evaluate("token => sessionStorage.setItem('lianfang.token', token)", token)
    page.goto(url)
    return page
