"""Three rosters: a command room's month, a rural post with its market days, a night market's year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from scenarios.clock import ZONE
from scenarios.duty.fairness import spread, turns
from scenarios.duty.office import Office

COMMAND, RURAL, FOOD_STREET = "350924.aoyang.command", "350429.zhukou.station", "360103.chuanshan.patrol"
FOUR_WEEKS = timedelta(days=28)
Lines = list[str]


def command_room(office: Office) -> tuple[Lines, str]:
    """Plan 鳌阳's command room for December; return the text and the roster's picture (SVG)."""
    found = office.roster(COMMAND, date(2026, 12, 1), date(2026, 12, 31), 30)
    by_day: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for place in found["assignments"]:
        by_day[day_of(place)][place["role"]] += 1
    wanted = Counter({"leader": 1, "specialist": 1, "legal": 1, "auxiliary": 2})
    complete = sum(counts == wanted for counts in by_day.values())
    people = office.get("350924", f"/v1/people?unit={COMMAND}&limit=200")["items"]
    lines = [
        "## The command room's month",
        "",
        f"寿宁 · 鳌阳: every day 1 leader, 1 specialist officer, 1 legal officer and 2 auxiliaries, from 8 to 8. "
        f"{complete} of {len(by_day)} days have exactly that. Solver: **{found['status']}**, cost {found['cost']}, "
        f"bound {found['bound']}.",
        "",
        "| role | people | days each |",
        "|---|---|---|",
    ]
    for role in wanted:
        force = "auxiliary" if role == "auxiliary" else "officer"
        able = [
            each for each in people if each["force"] == force and (role == "auxiliary" or role in _skills(each))
        ]
        lines.append(f"| {role} | {len(able)} | {spread(turns(found['assignments'], role), len(able))} |")
    for force in ("officer", "auxiliary"):
        all_of = {each["id"] for each in people if each["force"] == force}
        counts = Counter({id: number for id, number in turns(found["assignments"]).items() if id in all_of})
        lines.append(f"| every {force}, all roles | {len(all_of)} | {spread(counts, len(all_of))} |")
    lines += ["", "Who can do two things is counted in both rows; what is fair is the whole."]
    picture = office.file("350924", f"/v1/rosters/{found['id']}/picture.svg")
    return [*lines, "", "![The roster as the service draws it](pictures/command-room.svg)", ""], picture


def rural_post(office: Office) -> Lines:
    """Plan 泰宁's rural post for eight weeks."""
    found = office.roster(RURAL, date(2026, 11, 30), date(2027, 1, 24), 20)
    rows = sorted(found["assignments"], key=lambda place: str(place["start"]))
    weeks = [place for place in rows if place["kind"] == "week"]
    lines = [
        "## The rural post and its market days",
        "",
        "泰宁 · 上青: one officer for a week at a time; on market days (lunar days ending in 2, 5 and 8 here) a "
        f"second one, who does household registration. Solver: **{found['status']}**.",
        "",
        "| week from | at the post | market days: second officer |",
        "|---|---|---|",
    ]
    for place in weeks:
        monday = day_of(place)
        markets = [
            f"{day:%m-%d} `{short(each['person'])}`"
            for each in rows
            if each["kind"] == "market" and monday <= (day := day_of(each)) < monday + timedelta(7)
        ]
        lines.append(f"| {monday} | `{short(place['person'])}` | {', '.join(markets) or '–'} |")
    return [*lines, ""]


def night_market(office: Office) -> Lines:
    """Plan 船山路's volunteer patrol for 52 weeks, four weeks at a time, each roster knowing the ones before."""
    first = date(2026, 11, 30)
    found = [
        office.roster(FOOD_STREET, start, start + FOUR_WEEKS - timedelta(days=1), 15)
        for start in (first + number * FOUR_WEEKS for number in range(13))
    ]
    places = [place for roster in found for place in roster["assignments"]]
    by_shop: defaultdict[str, Counter[str]] = defaultdict(Counter)
    nights: defaultdict[date, list[str]] = defaultdict(list)
    for place in places:
        nights[day_of(place)].append(place["role"])
    whole = sum(Counter(roles) == {"officer": 1, "auxiliary": 1, "volunteer": 4} for roles in nights.values())
    clerks = turns(places, "volunteer")
    for person, shop in _shops(office).items():
        by_shop[shop][person] = clerks.get(person, 0)
    gaps = [max(counts.values()) - min(counts.values()) for counts in by_shop.values()]
    seconds = sum(roster["seconds"] for roster in found)
    return [
        "## The night market's year",
        "",
        "南昌 · 船山路: every night from 22:00 to 2:00 the next of six teams sends a clerk from each of its four "
        "shops, with an officer and an auxiliary. Thirteen rosters of four weeks, each fair with those before it.",
        "",
        f"- {len(nights)} nights, {whole} of them with one officer, one auxiliary and four clerks;"
        f" {sum(roster['open_count'] for roster in found)} places open.",
        f"- {len(by_shop)} shops, {sum(map(len, by_shop.values()))} clerks: "
        f"{spread(clerks, sum(map(len, by_shop.values())))} nights each in the year; within a shop they differ by "
        f"{max(gaps)} at most.",
        f"- officers {spread(turns(places, 'officer'), 8)} nights each, auxiliaries "
        f"{spread(turns(places, 'auxiliary'), 8)}.",
        f"- planned in {seconds:.0f} s, one roster after the other; publishing is not counted.",
        "",
    ]


def day_of(place: Mapping[str, Any]) -> date:
    """Return the local day a duty begins on."""
    return datetime.fromisoformat(place["start"]).astimezone(ZONE).date()


def short(person: str) -> str:
    """Return an id as people can compare it."""
    return person[:8]


def _skills(person: Mapping[str, Any]) -> set[str]:
    return {each["skill"] for each in person.get("certificates", ()) if each["verified"]}


def _shops(office: Office) -> dict[str, str]:
    """Return each volunteer's shop, by id."""
    found: dict[str, str] = {}
    path = f"/v1/people?unit={FOOD_STREET}&force=volunteer&limit=200"
    while path:
        page = office.get("360103", path)
        for person in page["items"]:
            found[person["id"]] = next(group for group in person["groups"] if group.startswith("shop:"))
        path = page["next"]
    return found
