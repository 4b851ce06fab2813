"""A round of assessment (双考): cards, the budget check, an appeal that is upheld."""

from __future__ import annotations

from typing import Any

from lianfang.person_ids import person_id
from scenarios.insight.room import ANALYTICS, COUNTY, SUPERVISOR, Json, Room
from scenarios.shouning.play.actors import REGISTRAR, Actor

PERIOD = "2026-10"
UNIT, TOWNSHIP = f"{COUNTY}.aoyang.community", f"{COUNTY}100"
OTHER = Actor("play-inspector", ("supervisor",))
_FAMILIARITY = {"play-li": 92, "play-wang": 71, "play-chen": 58}
_GIVEN = {"satisfaction": 94, "cases_a_head": 9}
_RULES = {"people": {"measures": {"households": {"weight": 0}, "duty_minutes": {"weight": 0}}}}
_BONUS = {"target_fen": 6_000_000, "civilisation_fen": 3_000_000}
"""Yuan 60,000 and 30,000."""


def scored(room: Room) -> None:
    """Tell it."""
    people = [Actor(name, ("member",)) for name in _FAMILIARITY]
    put = room.desk.put(ANALYTICS, f"/v1/policies/{COUNTY}", REGISTRAR, {"policy": _RULES})
    round = _round(room, people)
    cards, budget = _cards(room, round), room.read(f"{round}/budget", SUPERVISOR)
    room.do(f"{round}/publish", {})
    room.tell(
        "## A scorecard, its budget check and an appeal", "",
        f"`POST /v1/scorecards/rounds` for {PERIOD}, the unit `{UNIT}` and three of its people; what no event tells"
        " (callers' opinion, familiarity) is given. Weights are data: in the play nobody visits or is on a roster,"
        f" so the county takes both out of its people's measures (`PUT /v1/policies/{COUNTY}`: version"
        f" `{put['version']}`)."
        " The unit's card:", "",
        "| measure | value | points | of |", "|---|---|---|---|",
    )  # fmt: skip
    for line in cards[UNIT]["lines"]:
        value = f"*{line['note'].replace('_', ' ')}*" if line["value"] is None else f"{line['value']:.4g}"
        room.tell(f"| {line['title']} | {value} | {line['points']:.1f} | {line['weight']:g} |")
    result = cards[UNIT]["result"]
    room.tell(
        "", f"What can't be measured falls away on both sides: {result['score']:.1f} of 100,"
        f" `{result['grade']}` (×{result['coefficient']}).", "",
    )  # fmt: skip
    _check(room, budget, cards, people, "The budget check (`…/budget`)")
    _appeal(room, people[2], cards[person_id(people[2].subject)])
    _check(room, room.read(f"{round}/budget", SUPERVISOR), _cards(room, round), people, "The check after it")


def _round(room: Room, people: list[Actor]) -> str:
    given = [{"subject": person_id(name), "measure": "familiarity", "value": v} for name, v in _FAMILIARITY.items()]
    given += [{"subject": UNIT, "measure": measure, "value": value} for measure, value in _GIVEN.items()]
    made = room.do("/v1/scorecards/rounds", {
        "county": COUNTY, "period": PERIOD, **_BONUS, "given": given,
        "units": [{"id": UNIT, "region": TOWNSHIP, "people": len(people)}],
        "people": [{"id": person_id(each.subject), "unit": UNIT} for each in people],
    })  # fmt: skip
    return f"/v1/scorecards/rounds/{made['id']}"


def _cards(room: Room, round: str) -> dict[str, Json]:
    return {each["subject"]["id"]: each for each in room.read(f"{round}/cards?limit=100", SUPERVISOR)["items"]}


def _check(room: Room, budget: Json, cards: dict[str, Json], people: list[Actor], title: str) -> None:
    room.tell(f"{title}: a base of {_yuan(budget['base'])} a person,", "", "| who | score | grade | gets |",
              "|---|---|---|---|")  # fmt: skip
    shares = {each["person"]: each for each in budget["shares"]}
    for each in people:
        id = person_id(each.subject)
        share, score = shares[id], cards[id]["result"]["score"]
        room.tell(
            f"| {each.subject} | {score:.1f} | {share['grade']} ×{share['coefficient']} | {_yuan(share['fen'])} |"
        )
    left = budget["balance"]
    room.tell(
        "", f"{_yuan(budget['paid'])} of {_yuan(budget['pool'])}: {_yuan(abs(left))}"
        f" {'left' if left >= 0 else 'lacking'}; a factor of {budget['factor']} would balance"
        " it. Nothing is scaled silently.", "",
    )  # fmt: skip


def _appeal(room: Room, who: Actor, card: Json) -> None:
    path = f"/v1/scorecards/cards/{card['id']}"
    mine = room.read("/v1/scorecards/mine", who)["items"]
    opened = room.do(f"{path}/appeal", {"reason": "wrong_count", "measures": ["familiarity"]}, who)
    done = room.do(f"{path}/uphold", {"why": "counted_again", "values": {"familiarity": 88}}, OTHER)
    before, after = card["result"], done["result"]
    room.tell(
        f"`{who.subject}` sees {len(mine)} card, their own, and appeals `familiarity`:"
        f" **{opened['appeal']['state']}**, to be answered by {opened['appeal']['due'][:10]}. Another"
        " supervisor puts the right value in:"
        f" **{done['appeal']['state']}** (`{done['appeal']['why']}`), {before['score']:.1f} → {after['score']:.1f},"
        f" `{before['grade']}` → `{after['grade']}`; what it was is kept: {_kept(done['corrections'])}.", "",
    )  # fmt: skip


def _kept(corrections: list[Any]) -> str:
    return ", ".join(f"`{each}`" for each in corrections[-1:])


def _yuan(fen: int) -> str:
    return f"¥{fen / 100:,.2f}"
