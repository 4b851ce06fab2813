"""What is reported anywhere is seen at once, by everybody whom it concerns, and over a crash of the service."""

from __future__ import annotations

import re
import statistics
import threading
import time
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.command_room.county import ROOM
from tests.e2e.command_room.desk import Desk, choose, live, row

pytestmark = pytest.mark.rabbit

CALLS = 8
GRIDS = tuple(f"{ROOM}{rest}" for rest in ("1000011001", "1000011002", "1010011001", "1010011002"))
CATEGORIES = ("100200", "600100")
"""Each call is another mark in another place, so that each changes the picture."""
WATCH = """() => {
  const list = document.querySelector('main');
  const drawn = () => document.querySelector('#map').toDataURL();
  let before = drawn();
  window.seen = {};
  new MutationObserver(() => {
    for (const { id } of list.querySelectorAll('#incidents [id^="incident-"]')) {
      if (seen[id]) continue;
      seen[id] = { listed: Date.now() };
      const look = () => {
        const now = drawn();
        if (now !== before) { before = now; seen[id].drawn = Date.now(); } else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }
  }).observe(list, { childList: true, subtree: true });
}"""
"""Notes when an incident came into the list, and when the map's pixels changed after it."""


def test_a_call_is_on_the_map_and_in_the_list_without_being_asked_for(desk: Desk, calls: list[dict[str, Any]]):
    page = desk.open()
    page.evaluate(WATCH)
    listed, drawn, asked = [], [], list[str]()
    page.on("request", lambda request: asked.append(request.url))
    for n in range(CALLS):
        calls.append(desk.call(GRIDS[n % len(GRIDS)], category=CATEGORIES[n // len(GRIDS)]))
        answered = time.time()
        row(page, calls[-1]).wait_for()
        page.wait_for_function("id => seen[id].drawn", arg=f"incident-{calls[-1]['id']}")
        seen = page.evaluate("id => seen[id]", f"incident-{calls[-1]['id']}")
        listed.append(seen["listed"] / 1000 - answered)
        drawn.append(seen["drawn"] / 1000 - answered)
    for what, times in (("listed", listed), ("drawn", drawn)):
        print(f"{what}: median {statistics.median(times):.3f} s, slowest {max(times):.3f} s, of {CALLS}")
    assert not [url for url in asked if "/v1/board" in url]  # all came on the stream that was open


def test_one_acknowledges_and_both_see_it(desk: Desk, calls: list[dict[str, Any]]):
    first, second = desk.open(), desk.open()
    calls.append(desk.call())  # last of all: a team has 20 s to acknowledge
    task = f"#detail [data-task='{calls[0]['tasks'][0]['id']}']"
    for page in (first, second):
        choose(page, calls[0])
        expect(page.locator(task)).to_have_attribute("data-state", re.compile("requested|notified"))
    first.keyboard.press("a")
    for page in (first, second):
        expect(page.locator(task)).to_have_attribute("data-state", "acknowledged")


def test_a_killed_service_comes_back_and_no_page_misses_or_doubles_a_call(desk: Desk, calls: list[dict[str, Any]]):
    page = desk.open()
    page.evaluate("window.mine = true")
    snapshots: list[str] = []
    page.on("request", lambda request: snapshots.append(request.url) if "/v1/board" in request.url else None)
    calls.append(desk.call())
    row(page, calls[0]).wait_for()
    back = threading.Event()

    def more() -> None:
        while not back.wait(0.5):
            calls.append(desk.call())

    caller = threading.Thread(target=more)
    caller.start()
    try:
        desk.spine.killed("analytics")
    finally:
        back.set()
        caller.join()
    live(page, 20)
    calls.append(desk.call())
    for each in calls:
        expect(row(page, each)).to_have_count(1, timeout=60_000)
    assert len(calls) > 4, "calls came in while it was down"
    assert page.evaluate("window.mine"), "the page was not loaded anew"
    assert snapshots == [], "it went on from its cursor"
    desk.windows.forgive("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "503")
