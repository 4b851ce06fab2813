"""The four: kept promise, returned by the township, red, and the grudge of 18 years."""

from __future__ import annotations

import time
from datetime import timedelta

from scenarios.shouning.play.actors import COMMAND, OFFICER, SUPERVISOR
from scenarios.shouning.stories.told import SERVICE, Tale, person

FACTS = "甲方新建厨房，屋檐滴水冲刷乙方墙根，双方多次争吵（演练数据）。"
TERMS = ["甲方于五日内在屋檐加装雨水槽，将雨水引至公共排水沟。", "乙方不再追究此前墙根受损的费用。"]


def kept(tale: Tale) -> bytes:
    """A visit finds a quarrel between neighbours; the promise is kept. Returns the agreement's PDF."""
    tale.say("## From a visit to a kept agreement\n")
    tale.open(
        "visit", "visit-301",
        [person("p1", "a", "演练陈一", "1975-04-12"), person("p2", "b", "演练林二", "1969-11-03")],
        place={"grid": "3509241000011007"}, relation="neighbours", text=FACTS,
    )  # fmt: skip
    tale.do("triage", mode="people")
    best = tale.get("/suggestions")["suggested"][0]
    reasons = ", ".join(f"{each['factor']} {each['points']:g}" for each in best["reasons"] if each["points"])
    tale.say(f"Suggested first: `{best['mediator']}`, {best['score']:g} points ({reasons}).\n")
    no = tale.refused("start-round")
    tale.say(f"Before anybody is assigned, a round is refused: *{no}*.\n")
    tale.agree(best["mediator"], facts=FACTS, terms=TERMS, manner="甲方自行施工，乙方到场确认", place="北凤社区")
    tale.do("documents", kind="agreement")
    _until(lambda: tale.get("/documents")["items"][0]["state"] == "issued")
    issued = tale.get("/documents")["items"][0]
    tale.wait(days=3)
    tale.do("keep")
    early = tale.refused("close")
    tale.visits()
    tale.history()
    tale.say(f"Closing before the planned visit was refused: *{early}*.\n")
    tale.say(f"The agreement is {issued['number']}, SHA-256 `{issued['sha256'][:16]}…`:\n")
    tale.say("![the agreement](pictures/agreement.png)\n")
    return tale.file("agreement")


def returned(tale: Tale) -> None:
    """A quarrel about a contract is the township's; it comes back, and is not forgotten."""
    tale.say("## Handed to the township, and returned\n")
    tale.open(
        "walk_in", "desk-44",
        [person("p1", "a", "演练黄三", "1983-02-20"), person("p2", "b", "演练吴四", "1980-08-08")],
        place={"grid": "3509241000011007"}, relation="land", text="承包地界限（演练数据）。",
    )  # fmt: skip
    tale.do("transfer", body="township_government", complexity="complex")
    tale.wait(minutes=62)
    time.sleep(1)
    tale.do("contact")
    tale.do("receive", receipt="town-2026-0117")
    no = tale.refused("close")
    tale.wait(days=2)
    tale.do("return", reason="not_our_duty")
    back = tale.get()
    tale.say(
        "The hour for contacting the township passed: that was an event, and the owner changed. A receipt alone"
        f" closes nothing: *{no}*. The township sent it back, and it is alive: state **{back['state']}**, owner"
        f" `{back['owner']}`, next due {back['next_due'][:16]}.\n"
    )
    tale.do("triage", mode="people")
    tale.agree("m-aoyang-1", facts="承包地界限不清（演练数据）。", terms=["以测量界桩为准。"], manner="共同立桩")
    tale.do("keep")
    tale.visits()
    tale.history()


def red(tale: Tale) -> None:
    """A separation with threats turns red, and those who must act hear of it at once."""
    tale.say("## Red (民转刑)\n")
    tale.open(
        "patrol", "patrol-9",
        [person("p1", "a", "演练郑五", "1990-01-15"), person("p2", "b", "演练周六", "1992-06-30")],
        place={"grid": "3509241000011007"}, category="200301", relation="lovers", text="分手纠纷（演练数据）。",
    )  # fmt: skip
    tale.do("signal", signals=["stalking"])
    tale.wait(hours=5)
    tale.do("signal", signals=["extreme_words", "threats"])
    case = tale.get()
    tale.say(f"{case['points']} points make it **{case['risk']}**; every line of the grade is shown:\n")
    tale.say("| factor | found | points |\n|---|---|---|")
    for each in case["reasons"]:
        tale.say(f"| {each['factor']} | {each['value']} | {each['points']} |")
    tale.say()
    tale.wait(minutes=16)
    time.sleep(1)
    tale.do("acknowledge-alarm", COMMAND)
    tale.wait(days=2)
    tale.do("propose-lowering", to="orange", why="moved_away")
    own = tale.refused("approve-lowering", to="orange")
    tale.do("approve-lowering", SUPERVISOR, to="orange")
    tale.history()
    tale.say(f"The proposer's own second signature was refused: *{own}*.\n")


def grudge(tale: Tale) -> None:
    """Two men quarrel; behind it lies a quarrel of the father of one of them, 18 years ago."""
    tale.say("## The grudge of 18 years\n")
    father = {"name": "演练蔡父", "birth_date": "1948-03-03", "village": "350924100001", "phone": "13900000148"}
    other = person("p2", "b", "演练许八", "1955-09-19", phone="13900000155")
    when = (tale.clock() - timedelta(days=18 * 365 + 100)).date()
    old = tale.desk.post(SERVICE, "/v1/records", OFFICER, {
        "ref": f"ledger-{when.year}-23", "happened_on": when.isoformat(), "category": "200302",
        "place": {"grid": "3509241000011007"},
        "parties": [{"ref": "p1", "side": "a", **father}, other],
    })  # fmt: skip
    stranger = {**father, "birth_date": "1961-12-01", "village": "350924101002", "phone": "13900000161"}
    tale.desk.post(SERVICE, "/v1/records", OFFICER, {
        "ref": f"ledger-{when.year + 3}-7", "happened_on": when.replace(year=when.year + 3).isoformat(),
        "category": "200302", "place": {"grid": "3509241010021001"},
        "parties": [{"ref": "p1", "side": "a", **stranger}, person("p2", "b", "演练邻居", "1970-01-01")],
    })  # fmt: skip
    son = person("p1", "a", "演练蔡七", "1979-07-07", kin=[{"kind": "father", "person": father}])
    tale.open(
        "incident", "5d0c9a52-7f3e-5a5f-8b0c-6a1d0a1f7c77", [son, other], place={"grid": "3509241000011007"},
        relation="neighbours", text="宅基地纠纷（演练数据）。",
    )  # fmt: skip
    links = tale.get("/links")["items"]
    assert [each["other"] for each in links] == [old["id"]], links
    (link,) = links
    tale.say(
        f"Offered: {old['number']}, {link['years']} years older"
        f"{', both sides connected' if link['both_ends'] else ''}. The case of another man of the father's name,"
        " born in another year in another village, is not offered.\n"
    )
    tale.say("Path: " + " → ".join(f"`{step.partition(':')[0]}`" for step in link["path"]) + "\n")
    before = tale.get()["points"]
    tale.do("decide-link", other=old["id"], confirmed=True)
    tale.say(f"Confirmed by an officer, the grade rises from {before} to {tale.get()['points']} points.\n")
    tale.history()


def _until(holds: object, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        if time.monotonic() > end:
            raise TimeoutError("it did not happen in time")
        time.sleep(0.1)
