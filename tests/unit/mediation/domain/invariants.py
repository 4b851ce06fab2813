"""What holds for every case after every step."""

from __future__ import annotations

import json

from services.mediation.app.codec import Dossier, decode, encode
from services.mediation.domain.case import COLOURS, FINAL, Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.flow import CONFIRMATION, PROCEDURE, RISK
from services.mediation.domain.fold import NOTHING, evolve, fold
from services.mediation.domain.moving import INDEPENDENT
from tests.fixtures.mediation_domain import Story, flow, policy


def legal(region: str, before: str, after: str) -> bool:
    """Tell whether the table leads from one state to the other."""
    return any(
        before in each.sources and after in (each.target, before if each.target == "=" else "")
        for each in flow().regions[region].transitions
    )


def check_fact(before: Case, fact: Fact, after: Case) -> None:
    """Each change is a transition of the table; the risk falls by two signatures; an end has what it needs."""
    if not before.state:
        record = after.origins[0].source == "record"
        assert after.state == ("closed" if record else flow().regions[PROCEDURE].initial)
        return
    if "state" in fact.data:
        assert legal(PROCEDURE, before.state, after.state), (before.state, after.state)
    else:
        assert after.state == before.state
    if after.confirmation != before.confirmation:
        assert legal(CONFIRMATION, before.confirmation, after.confirmation)
    if after.risk != before.risk:
        assert legal(RISK, before.risk, after.risk)
        fell = COLOURS.index(after.risk) < COLOURS.index(before.risk)
        assert fell == (fact.name == "risk_lowered")
        if fell:
            assert before.lowering is not None
            assert before.lowering.by == fact.data["first"] != fact.actor
    if fact.name == "closed":
        _check_closing(before, after)
    if fact.name == "round_started":
        most = policy().modes[after.mode].max_rounds
        assert most is None or len(after.rounds_of_mode) <= most


def _check_closing(before: Case, after: Case) -> None:
    if after.outcome == "settled":
        assert after.agreement is not None
        assert after.agreement.kept is True
    elif before.state == "resolved":
        assert after.transfer is not None
        assert after.transfer.receipt
        assert after.transfer.result
        assert after.transfer.called_back == "satisfied"
    assert not before.follow_ups_left


def check_case(case: Case) -> None:
    """An open case has an owner and a next deadline; a final one has none; deadlines and states belong together."""
    assert case.state in flow().regions[PROCEDURE].by_name
    procedure = set(case.deadlines) - INDEPENDENT
    if case.open:
        assert case.owner
        assert procedure, case.state
    else:
        assert case.state in FINAL
        assert not procedure
    assert ("confirmation" in case.deadlines) == (case.confirmation == "eligible")
    assert ("court_decision" in case.deadlines) == (case.confirmation == "applied")
    if case.risk == "red" and not case.alarm_answered and case.state != "merged":
        assert "alarm" in case.deadlines
    if "alarm" in case.deadlines:
        assert case.risk == "red"
    assert not case.round_open or case.state == "mediating"
    assert (case.agreement is not None) or case.state not in ("agreed", "performing", "follow_up")
    assert case.mode or case.state not in ("triaged", "assigned", "mediating", "agreed", "performing", "follow_up")


def check_rounds(facts: list[Fact]) -> None:
    """Counted apart from the case: two public-order rounds at most until a new report, or a broken agreement."""
    begun, mode = 0, ""
    for fact in facts:
        match fact.name:
            case "reopened":
                begun = 0 if fact.data["anew"] else begun
            case "agreement_broken":
                begun = 0
            case "triaged":
                mode = fact.data["mode"]
            case "round_started" if mode == "public_order":
                begun += 1
                assert begun <= 2


def check_replay(story: Story) -> None:
    """Its facts make the case again, also when they were written as JSON and read."""
    assert fold(story.facts) == story.case
    read = decode(json.loads(json.dumps(encode(Dossier(story.case, tuple(story.facts))))))
    assert read.case == story.case
    assert read.case.version == len(story.facts)
    case = NOTHING
    for fact in story.facts:
        case = evolve(case, fact)
        if "due" in fact.data:
            assert all(isinstance(at, str) for at in fact.data["due"].values())


def check_step(before: Case, facts: list[Fact]) -> None:
    """Check each fact of a step and where it leads."""
    case = before
    for fact in facts:
        after = evolve(case, fact)
        check_fact(case, fact, after)
        case = after
    check_case(case)
