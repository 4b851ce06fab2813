"""What enemies say, sign or ask for does nothing: scripts stay text, forged tokens, foreign places are refused."""

from __future__ import annotations

import csv
import io
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests
from playwright.sync_api import Page, expect

from lianfang.web import tokens
from tests.e2e.command_room.county import EAST, FORMULA, ROOM, SCRIPT
from tests.e2e.command_room.desk import OPERATOR, Desk, choose, row, show, views
from tests.e2e.patrol.station import now

pytestmark = pytest.mark.rabbit

FOREIGN = "350924"


def harmless(page: Page) -> None:
    """Nothing of what was told has become part of the page."""
    assert page.evaluate("window.hit ?? null") is None
    expect(page.locator("main img, main script, [onerror]")).to_have_count(0)


def test_a_script_in_a_report_or_a_countys_names_is_shown_and_does_not_run(desk: Desk, calls: list[dict[str, Any]]):
    evil = f"{SCRIPT} {FORMULA}"
    person = {"name": evil, "phone": "1' OR 1=1 --", "address": evil}
    calls.append(
        desk.call(EAST, description=evil, reporter=person, place={"grid": EAST, "text": evil}, category=SCRIPT)
    )
    page = desk.open("dispatcher", "intake", "viewer", "supervisor", "reporter-data")
    page.on("dialog", lambda dialog: pytest.fail(f"it opened a {dialog.type}"))
    choose(page, calls[0])
    expect(page.locator("#detail")).to_contain_text(SCRIPT)
    for n in views(page):
        show(page, n)
        harmless(page)


def test_a_report_of_a_county_with_hostile_names_runs_nothing_in_browser_or_spreadsheet(desk: Desk):
    day = (now() - timedelta(days=1)).date().isoformat()
    answer = ask(desk, "POST", "/v1/reports", json={"kind": "daily", "region": ROOM, "period": day})
    assert answer.status_code in {200, 201}, answer.text
    path = f"/v1/reports/{answer.json()['id']}"
    html = ask(desk, "GET", f"{path}/page")
    assert "script" not in html.headers["Content-Security-Policy"].replace("script-src 'none'", "")
    assert "<img" not in html.text.lower()
    assert "&lt;img" in html.text, "the county's name is there, as a text"
    page = desk.windows.open()
    page.set_content(html.text)
    assert page.evaluate("window.hit ?? null") is None
    rows = list(csv.reader(io.StringIO(ask(desk, "GET", f"{path}/csv").content.decode("utf-8-sig"))))
    assert len(rows) > 10
    begins = {cell.lstrip()[:1] for row in rows for cell in row if not is_number(cell)}
    assert begins.isdisjoint("=+-@"), begins


def signed(key: str, algorithm: str = "HS256", **claims: Any) -> str:
    """Return a token that looks like the platform's own."""
    moment = int(time.time())
    usual = {
        "sub": "mallory", "roles": [*OPERATOR, "supervisor"], "region": "", "iss": tokens.ISSUER,
        "aud": tokens.AUDIENCE, "iat": moment, "exp": moment + 3600,
    }  # fmt: skip
    return jwt.encode(usual | claims, key, algorithm=algorithm)


FORGED: dict[str, Callable[[Desk], str]] = {
    "another key": lambda desk: signed("f" * 40),
    "no signature": lambda desk: signed("", "none"),
    "expired": lambda desk: desk.token(lifetime_s=-60),
    "roles changed afterwards": lambda desk: tampered(desk.token("viewer")),
}


def tampered(token: str) -> str:
    """Return a good token with the claims of another one."""
    head, _, sign = token.split(".")
    return ".".join([head, signed("f" * 40).split(".")[1], sign])


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_token_is_refused_by_every_service_and_leads_back_to_signing_in_once(desk: Desk, how: str):
    token = FORGED[how](desk)
    paths = {"analytics": "/v1/board", "incident": "/v1/incidents", "patrol": "/v1/units", "grid": "/v1/regions"}
    for service, path in paths.items():
        answer = requests.get(desk.spine.target.url(service) + path, headers=bearer(token), timeout=60)
        assert answer.status_code == 401, (service, answer.text)
    page = desk.windows.open()
    page.goto(desk.url)
    expect(page.locator("#token")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/" in request.url else None)
    page.keyboard.insert_text(token)
    page.keyboard.press("Enter")
    page.wait_for_function("() => !sessionStorage.getItem('lianfang.token')")
    expect(page.locator("#token")).to_be_visible()
    page.wait_for_timeout(1000)
    assert len(asked) <= 4, "it asks once and gives up"
    desk.windows.forgive("401")


def test_another_regions_cursor_and_incident_show_nothing(desk: Desk, calls: list[dict[str, Any]]):
    foreign = desk.call(grid=FOREIGN, token=desk.token(region=FOREIGN, subject="neighbour"))
    theirs = ask(desk, "GET", "/v1/board", region=FOREIGN).json()["cursor"]
    calls.append(desk.call())
    page = desk.open()
    row(page, calls[0]).wait_for()
    expect(row(page, foreign)).to_have_count(0)
    board = ask(desk, "GET", "/v1/board").json()
    assert {item["region"][:6] for item in board["items"] if item["region"]} <= {ROOM}
    for cursor in (theirs, "0"):
        heard = follow(desk, cursor)
        assert foreign["id"] not in heard
        assert FOREIGN not in heard
    for path in ("", "/history", "/recommendations"):
        assert desk.spine.get(f"/v1/incidents/{foreign['id']}{path}", region=ROOM).status_code in {403, 404}
    closing = desk.spine.post(f"/v1/incidents/{foreign['id']}/close", {"outcome": "handled"}, region=ROOM)
    assert closing.status_code in {403, 404}


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (f"/v1/live?cursor=0&region={FOREIGN}", {400}),
        ("/v1/live?cursor=-1", {400}),
        ("/v1/live?cursor=1%27%20OR%201=1", {400}),
        (f"/v1/board?region={FOREIGN}", {400}),
        (f"/v1/figure-values?period=2026&region={FOREIGN}", {403}),
        (f"/v1/reports?region={FOREIGN}", {403}),
        (f"/v1/warnings?region={FOREIGN}", {403}),
        (f"/v1/map/{FOREIGN}/350924-r0001", {404}),
        ("/../../../../etc/passwd", {404}),
        ("/%2e%2e/%2e%2e/wiring.py", {404}),
    ],
)
def test_a_foreign_or_malformed_request_is_refused(desk: Desk, path: str, allowed: set[int]):
    with ask(desk, "GET", path, stream=True) as answer:
        assert answer.status_code in allowed, answer.status_code


def ask(desk: Desk, method: str, path: str, region: str = ROOM, **more: Any) -> requests.Response:
    """Ask the analytics service as that region's supervisor."""
    headers = bearer(desk.token(*OPERATOR, "supervisor", region=region)) | {"Idempotency-Key": uuid.uuid4().hex}
    return requests.request(method, desk.url + path, headers=headers, timeout=60, **more)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def follow(desk: Desk, cursor: str, seconds: float = 1.5) -> str:
    """Return what the live stream says from a cursor on, until it has been silent for a moment."""
    said = b""
    headers = bearer(desk.token(*OPERATOR, "supervisor"))
    url, silence = f"{desk.url}/v1/live?cursor={cursor}", (5, seconds)
    with requests.get(url, headers=headers, stream=True, timeout=silence) as answer:
        assert answer.status_code == 200, answer.text
        with suppress(requests.ConnectionError):
            for chunk in answer.iter_content(None):
                said += chunk
    return said.decode()


def is_number(text: str) -> bool:
    """Tell whether a cell is a number, which may well begin with a minus."""
    try:
        float(text)
    except ValueError:
        return False
    return True
