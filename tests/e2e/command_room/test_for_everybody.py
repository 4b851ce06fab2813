"""Views and dialogs pass axe, in both languages, on a desk and on a phone; nothing is fetched from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.command_room.desk import Desk, row, show, views

pytestmark = pytest.mark.rabbit

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
LONGER = pytest.mark.chaos
"""The other halves differ in little and take as long: they run with the long runs."""
DIALOGS = {"n": "call", "?": "keys", "d": "dispatch", "c": "close"}


@pytest.mark.parametrize(
    ("size", "language"),
    [
        ("desk", "zh-CN"), ("phone", "en-GB"), pytest.param("desk", "en-GB", marks=LONGER),
        pytest.param("phone", "zh-CN", marks=LONGER),
    ],
)  # fmt: skip
def test_axe_finds_nothing_wrong(desk: Desk, on_duty: tuple[str, ...], calls: list[dict[str, Any]], size, language):
    calls += [desk.call(), desk.call(source="shop", shop="", category="")]
    roles = ("dispatcher", "intake", "viewer", "supervisor", "planner")
    page = desk.windows.open(viewport=SIZES[size], locale=language)
    page.goto(desk.url)
    expect(page.locator("#token")).to_be_visible()
    wrong = {"sign in": violations(page)}
    page.keyboard.insert_text(desk.token(*roles))
    page.keyboard.press("Enter")
    for each in calls:
        row(page, each).wait_for()
    for n in views(page):
        wrong[show(page, n)] = violations(page)
    page.keyboard.press("1")
    for key, name in DIALOGS.items():
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        wrong[name] = violations(page)
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)
    assert {what: found for what, found in wrong.items() if found} == {}


def violations(page: Page) -> list[str]:
    """Return what axe finds: the rule, and where. Its script goes in once for each window."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def test_nothing_is_asked_of_any_other_machine(desk: Desk, calls: list[dict[str, Any]]):
    asked: list[str] = []
    page = desk.open()
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    calls.append(desk.call())
    row(page, calls[0]).wait_for()
    for n in views(page):
        show(page, n)
    ours = {each.http for each in desk.spine.stack.state.services.values()}
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(tuple(f"{each}/" for each in ours))] == []
