"""An operator's whole path without a mouse: take a call, see its double, dispatch, acknowledge, close."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.command_room.county import ROOM, WEST
from tests.e2e.command_room.desk import CASE, Desk, live, row

pytestmark = pytest.mark.rabbit


def test_from_signing_in_to_the_closed_incident(desk: Desk, on_duty: tuple[str, ...]):
    earlier = desk.call()
    page = desk.windows.open()
    keys = page.keyboard
    page.goto(desk.url)
    expect(page.locator("#token")).to_be_focused()
    keys.insert_text(desk.token())
    keys.press("Enter")
    live(page)
    row(page, earlier).wait_for()

    keys.press("n")
    say(page, CASE)
    keys.press("Tab")
    say(page, WEST)
    expect(page.locator("#alike li")).to_have_count(1)
    keys.press("Control+Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#incidents [aria-selected=true]")).not_to_have_id(f"incident-{earlier['id']}")
    chosen = page.locator("#incidents [aria-selected=true]")
    id = str(chosen.get_attribute("id")).removeprefix("incident-")

    keys.press("d")
    expect(page.get_by_role("dialog").get_by_role("button").first).to_contain_text(on_duty[0])
    keys.press("1")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#detail")).to_contain_text(on_duty[0])

    keys.press("a")
    expect(page.locator("#detail [data-task][data-state=acknowledged]")).not_to_have_count(0)

    for each in (id, earlier["id"]):
        expect(page.locator(f"#incident-{each}")).to_have_attribute("aria-selected", "true")
        keys.press("c")
        expect(page.get_by_role("dialog")).to_be_visible()
        keys.press("1")
        expect(page.locator(f"#incident-{each}")).to_have_count(0)
    assert told(desk, id) >= ["reported", "unit_sent", "acknowledged", "closed"]


def say(page: Page, words: str) -> None:
    """Type into the field that has the focus and take the first that is offered."""
    page.keyboard.type(words)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def told(desk: Desk, id: str) -> list[Any]:
    """What the incident service itself keeps of it."""
    return [each["what"] for each in desk.spine.history(id, region=ROOM)]
