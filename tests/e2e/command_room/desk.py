"""An operator's desk: one county's calls over HTTP, and windows on the running command room."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.command_room.county import ROOM, WEST
from tests.e2e.spine import Spine
from tests.fixtures.browser import Windows, sign_in

OPERATOR = ("dispatcher", "intake", "viewer")
LOADING = re.compile("读取中|Loading")
CASE = "100200"
"""A category whose tasks the west's case team gets."""

expect.set_options(timeout=60_000)  # a busy machine is slow; what never comes fails all the same


@dataclass(frozen=True, slots=True)
class Desk:
    """See the module's text. windows: of the present test."""

    spine: Spine
    windows: Windows

    @property
    def url(self) -> str:
        """Where the page is."""
        return self.spine.target.url("analytics")

    def token(self, *roles: str, region: str = ROOM, **more: Any) -> str:
        return self.spine.token(*(roles or OPERATOR), region=region, **more)

    def call(self, grid: str = WEST, **said: Any) -> dict[str, Any]:
        """Let a call come in as from anywhere, over HTTP; return what the incident service answered."""
        said = {"category": CASE, "place": {"grid": grid}, **said}
        return self.spine.report(region=grid[:6], **said)

    def close(self, *incidents: dict[str, Any]) -> None:
        """End incidents, so that the board is empty for whoever comes next."""
        for each in incidents:
            answer = self.spine.post(f"/v1/incidents/{each['id']}/close", {"outcome": "handled"}, region=ROOM)
            assert answer.ok, answer.text

    def open(self, *roles: str, region: str = ROOM, **context: Any) -> Page:
        """Open a window as an operator and wait until it is live."""
        page = sign_in(self.windows.open(**context), self.url, self.token(*roles, region=region))
        live(page)
        return page


def live(page: Page, seconds: float = 60.0) -> None:
    """Wait until the page says that it follows."""
    expect(page.locator("#link")).to_have_class(re.compile(r"\bon\b"), timeout=seconds * 1000)


def row(page: Page, incident: dict[str, Any]) -> Locator:
    """Return an incident's line in the list."""
    return page.locator(f"#incidents #incident-{incident['id']}")


def views(page: Page) -> range:
    """Return the numbers of all views, from 0."""
    tabs = page.locator("nav button")
    expect(tabs).to_have_count(8)
    return range(tabs.count())


def show(page: Page, n: int) -> str:
    """Show the view with this number, from 0, by its key; return its name once something is there."""
    tab = page.locator("nav button").nth(n)
    page.keyboard.press(str(n + 1))
    expect(tab).to_have_attribute("aria-current", "page")
    there = page.locator("main").locator("#map, table, .card, p.dim").filter(has_not_text=LOADING)
    expect(there.first).to_be_visible(timeout=60_000)
    return tab.inner_text()


def choose(page: Page, incident: dict[str, Any]) -> None:
    """Choose an incident by the keyboard: to the first of the list, then down to it."""
    row(page, incident).wait_for()
    for key in ["k"] * 20 + ["j"] * 40:
        if row(page, incident).get_attribute("aria-selected") == "true":
            return
        page.keyboard.press(key)
    raise AssertionError(f"{incident['id']} could not be chosen")
