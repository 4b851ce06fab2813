"""Who may do what, and of where: every route of the service, written down, asked with every role."""

from __future__ import annotations

import inspect

import pytest
import requests

from services.analytics.entrypoints.service import AnalyticsService
from tests.fixtures.command_room_process import room

__all__ = ["room"]

ROLES = (
    "viewer", "supervisor", "dispatcher", "planner", "intake", "mediation", "operator", "member", "team",
    "registry", "reporter-data",
)  # fmt: skip
LOOK = {"viewer", "dispatcher", "supervisor", "intake", "mediation", "planner", "operator"}
FIGURES = {"viewer", "supervisor", "dispatcher", "planner"}
WARNINGS = {"viewer", "dispatcher", "planner", "supervisor"}
SUPERVISOR, OWN, ANY = {"supervisor"}, {"supervisor", "member"}, set(ROLES)
EVERYBODY: set[str] = set()
MATRIX = {
    "GET /": EVERYBODY, "GET /<path:name>": EVERYBODY, "GET /v1/page": EVERYBODY,
    **dict.fromkeys((
        "GET /v1/board", "GET /v1/live", "GET /v1/map", "GET /v1/map/<county>/<release>", "GET /v1/platform",
    ), LOOK),
    **dict.fromkeys((
        "GET /v1/figures", "GET /v1/figures/<id>", "GET /v1/figures/<id>/value", "GET /v1/figures/<id>/parts",
        "GET /v1/figures/<id>/series", "GET /v1/figures/<id>/change", "GET /v1/figures/<id>/events",
        "GET /v1/figure-values", "GET /v1/reports", "GET /v1/reports/<id>", "GET /v1/reports/<id>/page",
        "GET /v1/reports/<id>/csv", "GET /v1/reports/<id>/pdf",
    ), FIGURES),
    "POST /v1/reports": {"supervisor", "viewer"},
    **dict.fromkeys((
        "GET /v1/warnings", "GET /v1/warnings/<id>", "GET /v1/warnings/<id>/series", "GET /v1/forecasts",
    ), WARNINGS),
    "POST /v1/warnings/<id>/dismiss": {"dispatcher", "planner", "supervisor"},
    **dict.fromkeys((
        "GET /v1/reviews", "POST /v1/reviews", "GET /v1/reviews/<id>", "POST /v1/reviews/<id>/assign",
        "POST /v1/reviews/<id>/look-again", "POST /v1/reviews/<id>/conclude", "POST /v1/reviews/<id>/dismiss",
        "GET /v1/scorecards/rounds", "POST /v1/scorecards/rounds", "GET /v1/scorecards/rounds/<id>",
        "POST /v1/scorecards/rounds/<id>/publish", "GET /v1/scorecards/rounds/<id>/budget",
        "GET /v1/scorecards/rounds/<id>/cards", "POST /v1/scorecards/cards/<id>/reject",
        "POST /v1/scorecards/cards/<id>/uphold",
    ), SUPERVISOR),
    "GET /v1/scorecards/mine": {"member"},
    **dict.fromkeys((
        "GET /v1/scorecards/cards/<id>", "POST /v1/scorecards/cards/<id>/appeal",
        "POST /v1/scorecards/cards/<id>/withdraw",
    ), OWN),
    "GET /v1/projection": {"viewer", "supervisor", "dispatcher", "operator"},
    "POST /v1/projection/rebuild": {"operator"},
    "GET /v1/registry": ANY, "GET /v1/policies/<county>": ANY, "GET /v1/policies/<county>/versions/<version>": ANY,
    "PUT /v1/policies/<county>": {"registry"},
}  # fmt: skip
ELSEWHERE = ("/v1/registry", "/v1/policies")
"""Shared by all services and tested with them; the room has none."""


def declared() -> dict[str, set[str]]:
    found = {}
    for _, method in inspect.getmembers(AnalyticsService):
        for each in getattr(method, "nameko_entrypoints", ()):
            if hasattr(each, "roles"):
                found[f"{each.method} {each.url}"] = set(each.roles or (() if each.public else ROLES))
    return found


def test_every_route_lets_in_whom_it_is_written_to_let_in():
    assert declared() == MATRIX


def asked(room, route: str, headers) -> int:
    method, _, path = route.partition(" ")
    for name, given in (
        ("<county>", "350924"),
        ("<release>", "x"),
        ("<id>", "nothing.1"),
        ("<path:name>", "app.js"),
    ):
        path = path.replace(name, given)
    if path == "/v1/live":
        path += "?cursor=0"
    answer = requests.request(method, room.url + path, headers=headers, timeout=60, stream=True,
                              json={} if method == "POST" else None)  # fmt: skip
    answer.close()
    return answer.status_code


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_where_it_may_and_nowhere_else(room, role):
    headers = {**room.headers(role), "Idempotency-Key": "k" * 16}
    for route, roles in MATRIX.items():
        if route.partition(" ")[2].startswith(ELSEWHERE) or route.endswith("/rebuild"):
            continue
        status = asked(room, route, headers)
        refused = status in (401, 403)
        assert refused is (bool(roles) and role not in roles), (route, status)
        assert status < 500, (route, status)


@pytest.mark.parametrize("forged", ["nothing", "another key"])
def test_without_a_true_token_nothing_but_the_page_itself_is_told(room, forged):
    headers = {} if forged == "nothing" else room.headers("supervisor", key="f" * 40)
    for route, roles in MATRIX.items():
        if not route.partition(" ")[2].startswith(ELSEWHERE):
            assert (asked(room, route, headers) == 401) is bool(roles), route


OF_A_PLACE = (
    *(f"/v1/figures/incidents_reported/{what}" for what in ("value", "parts", "series", "change", "events")),
    "/v1/figure-values", "/v1/warnings", "/v1/reports", "/v1/reviews", "/v1/scorecards/rounds",
)  # fmt: skip


@pytest.mark.parametrize("path", OF_A_PLACE)
def test_a_county_is_told_of_no_place_but_its_own(room, path):
    headers = room.headers("supervisor", region="350924")
    for region in ("35", "350925", "350925100", "3", "999999"):
        answer = requests.get(room.url + path, headers=headers, params={"region": region}, timeout=60)
        assert answer.status_code in (400, 403), (region, answer.text)
    for region in ("3509240", "350924x"):
        answer = requests.get(room.url + path, headers=headers, params={"region": region}, timeout=60)
        assert answer.status_code in (400, 403) or answer.json()["items"] == [], (region, answer.text)
    own = requests.get(room.url + path, headers=headers, timeout=60)
    assert own.status_code == 200
    if path.startswith("/v1/fig"):
        whole = requests.get(room.url + path, headers=headers, params={"region": ""}, timeout=60)
        assert whole.status_code == 403, "empty is the country"


@pytest.mark.parametrize(("region", "places"), [("3509241000011001", 16), ("", 0)], ids=["a grid", "the country"])
def test_a_token_of_a_grid_or_of_the_country_is_told_of_that(room, region, places):
    headers = room.headers("viewer", region=region)
    value = requests.get(f"{room.url}/v1/figures/incidents_reported/value", headers=headers, timeout=60).json()
    assert len(value["region"]) == places
    above = requests.get(
        f"{room.url}/v1/figures/incidents_reported/value", headers=headers, params={"region": "350924"}, timeout=60
    )
    assert above.status_code == (403 if places else 200)
    assert requests.get(f"{room.url}/v1/board", headers=headers, timeout=60).status_code == 200


def test_forecasts_are_those_of_a_county_that_one_lives_in(room):
    for region, county, status in (("350924", "350925", 403), ("350924100", "350924", 200), ("35", "350924", 200)):
        headers = room.headers("viewer", region=region)
        answer = requests.get(f"{room.url}/v1/forecasts", headers=headers, params={"county": county}, timeout=60)
        assert answer.status_code == status, (region, answer.text)
