"""The command room in a real Chromium: what an operator does, with the keyboard alone."""

import time
import uuid

import pytest

from tests.fixtures.browser import browsers, driver
from tests.fixtures.command_room_process import room

__all__ = ["browsers", "driver", "room"]

GRID = "3509241000011001"
LIVE = "document.querySelector('#link').classList.contains('on')"
CALL = ("n", "1002", "Down", "Enter", "Tab", "北凤社区第3", "Down", "Enter")
ROLES = ("intake", "dispatcher", "viewer")


@pytest.fixture
def opened(room, browsers):
    """Open the page as an operator and wait until it is live."""

    def opening(*roles, **claims):
        window = browsers()
        window.sign_in(room.url, room.token(*(roles or ROLES), **claims))
        window.wait(LIVE)
        return window

    return opening


def shows(text, where="#incidents"):
    return f"document.querySelector('{where}')?.innerText.includes('{text}')"


def report(room, category="100200", id="", **data):
    id = id or str(uuid.uuid4())
    about = {"incident_id": id, "category": category, "duress": False, "source": "call", "priority": 1}
    said = {**about, "state": "dispatched", "region": GRID, "ring": None, "flags": [], "tasks": 1, **data}
    room.tell("incident.reported.v1", id, GRID, said)
    return id


def listed(id):
    return f"document.getElementById('incident-{id}') !== null"


def test_a_report_is_on_the_page_within_a_second_and_nothing_is_wrong_with_it(room, opened):
    page = opened()
    began = time.monotonic()
    id = report(room)
    page.wait(listed(id))
    assert time.monotonic() - began < 1
    assert page.console() == []


def test_an_operator_takes_a_call_and_acknowledges_without_a_mouse(opened):
    first, second = opened(), opened()
    first.press(*CALL, "Control+Enter")
    first.wait(shows("0:5"))
    first.wait("document.querySelector('#detail li strong') !== null")
    chosen = first.run("return document.querySelector('#incidents [aria-selected=true]').id")
    state = f"document.getElementById('{chosen}').querySelector('.due').innerText"
    second.wait(f"document.getElementById('{chosen}') && {state}.length")
    before = second.run(f"return {state}.split(' ')[0]")
    first.press("a")
    for window in (first, second):
        window.wait(f"{state} && {state}.split(' ')[0] !== '{before}'")
    assert first.console() + second.console() == []


def test_the_same_call_again_is_seen_before_it_is_accepted(opened):
    page = opened()
    page.press(*CALL, "Control+Enter")
    page.wait("!document.querySelector('dialog')")
    page.press(*CALL)
    page.wait("document.querySelector('#alike li') !== null")
    page.press("Escape")
    page.wait("!document.querySelector('dialog')")


def test_the_page_goes_on_after_a_restart_and_misses_nothing(room, opened):
    page = opened()
    room.restart()
    missed = report(room)
    page.wait(listed(missed), seconds=20)
    page.wait(LIVE)
    page.console()  # that the connection broke is said there by the browser itself


def test_a_script_in_what_is_told_stays_a_text(room, opened):
    page = opened()
    evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    room.tell("mediation.case_opened.v1", evil, GRID, {
        "case_id": evil, "number": evil, "category": evil, "state": "registered", "risk": "red", "county": "350924",
        "region": GRID, "sealed": False, "source": evil, "confirmation": "none", "owner": evil, "round": 0,
    })  # fmt: skip
    page.press("4")
    page.wait(shows("onerror", "main"))
    assert page.run("return [window.hit ?? null, document.querySelectorAll('main img, main script').length]") == [
        None,
        0,
    ]
    assert page.console() == []


def test_every_view_opens_by_its_key_in_both_languages(opened):
    page = opened()
    for _ in range(2):
        for number in "1234568":
            page.press(number)
            page.wait(f"document.querySelector('nav [aria-current] kbd').innerText === '{number}'")
            assert page.run("return document.querySelector('main').innerText.trim().length > 0")
        page.press("l")
    assert page.console() == []


def test_it_fits_a_phone(opened):
    page = opened()
    page.size(420, 850)
    page.wait("document.documentElement.scrollWidth <= innerWidth")


def test_a_forged_token_leads_back_to_signing_in(room, browsers):
    page = browsers()
    page.sign_in(room.url, room.token("viewer", key="f" * 40))
    page.wait("document.querySelector('dialog #token') !== null")
    assert page.run("return sessionStorage.getItem('lianfang.token')") is None
