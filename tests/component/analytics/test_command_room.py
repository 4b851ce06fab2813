"""The command room in a real Chromium, with events at will; with all services: tests/e2e/command_room."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.fixtures.browser import sign_in
from tests.fixtures.command_room_process import room

__all__ = ["room"]

GRID = "3509241000011001"
CALL = ("n", "1002", "ArrowDown", "Enter", "Tab", "北凤社区第3", "ArrowDown", "Enter")
ROLES = ("intake", "dispatcher", "viewer")
NAMED = {"ArrowDown", "Control+Enter", "Enter", "Escape", "Tab"}


@pytest.fixture
def opened(room, windows):
    """Open the page as an operator and wait until it is live."""

    def opening(*roles, **claims):
        page = sign_in(windows.open(), room.url, room.token(*(roles or ROLES), **claims))
        is_live(page)
        return page

    return opening


def is_live(page, seconds=60.0):
    expect(page.locator("#link")).to_have_class(re.compile(r"\bon\b"), timeout=seconds * 1000)


def press(page, *keys):
    """Press keys one after the other; what names no key is typed."""
    for key in keys:
        (page.keyboard.press if key in NAMED else page.keyboard.type)(key)


def report(room, category="100200", id="", **data):
    id = id or str(uuid.uuid4())
    about = {"incident_id": id, "category": category, "duress": False, "source": "call", "priority": 1}
    said = {**about, "state": "dispatched", "region": GRID, "ring": None, "flags": [], "tasks": 1, **data}
    room.tell("incident.reported.v1", id, GRID, said)
    return id


def test_the_same_call_again_is_seen_before_it_is_accepted(opened):
    page = opened()
    press(page, *CALL, "Control+Enter")
    expect(page.locator("dialog")).to_have_count(0)
    press(page, *CALL)
    expect(page.locator("#alike li").first).to_be_visible()
    press(page, "Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_script_in_what_is_told_stays_a_text(room, opened):
    page = opened()
    evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    room.tell("mediation.case_opened.v1", evil, GRID, {
        "case_id": evil, "number": evil, "category": evil, "state": "registered", "risk": "red", "county": "350924",
        "region": GRID, "sealed": False, "source": evil, "confirmation": "none", "owner": evil, "round": 0,
    })  # fmt: skip
    press(page, "4")
    expect(page.locator("main")).to_contain_text("onerror")
    expect(page.locator("main img, main script")).to_have_count(0)
    assert page.evaluate("window.hit ?? null") is None


def test_every_view_opens_by_its_key_in_both_languages(opened):
    page = opened()
    for _ in range(2):
        for number in "1234568":
            press(page, number)
            expect(page.locator("nav [aria-current] kbd")).to_have_text(number)
            expect(page.locator("main")).not_to_be_empty()
        press(page, "l")


def test_what_is_resolved_counts_no_deadline_and_is_closed_together(room, opened):
    page = opened()
    waiting, *resolved = report(room), report(room, state="resolved"), report(room, state="resolved")
    for id in resolved:
        expect(page.locator(f"[data-stage=resolved] #incident-{id} .due")).to_be_empty()
    page.keyboard.press("Shift+C")
    expect(page.locator("dialog")).to_be_visible()
    press(page, "1")
    for id in resolved:
        expect(page.locator(f"#incident-{id}")).to_have_count(0)
    expect(page.locator(f"[data-stage=waiting] #incident-{waiting}")).to_be_visible()


def test_a_figure_is_traced_to_its_events_without_a_mouse(room, opened):
    page, id = opened(), report(room)
    press(page, "7")
    expect(page.locator("[data-figure=incidents_reported]")).to_be_visible(timeout=60_000)
    press(page, "j", "Enter")
    expect(page.locator("#figure-events")).to_contain_text(id, timeout=60_000)
    press(page, "Escape")
    expect(page.locator("#figure-card")).to_be_hidden()
    expect(page.locator("[data-key=incidents_reported]")).to_be_focused()


def test_it_fits_a_phone(opened):
    page = opened()
    page.set_viewport_size({"width": 420, "height": 850})
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
