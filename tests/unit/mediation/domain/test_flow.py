"""The flow table is whole, and the decisions and it know the same actions."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import services.mediation.domain as domain
from services.mediation.app.flows import DEFAULT, BadFlow, load_flow
from services.mediation.domain import terms
from services.mediation.domain.case import COLOURS, FINAL
from services.mediation.domain.flow import CONFIRMATION, PROCEDURE, RISK
from services.mediation.domain.guards import GUARDS
from services.mediation.domain.refused import Refused
from tests.fixtures.mediation_domain import a_case, context, flow

REGIONS = (PROCEDURE, CONFIRMATION, RISK)


def _reached(region, start, backwards=False):
    seen, todo = set(start), list(start)
    while todo:
        state = todo.pop()
        for each in flow().regions[region].transitions:
            for source in each.sources:
                target = source if each.target == "=" else each.target
                here, there = (target, source) if backwards else (source, target)
                if here == state and there not in seen:
                    seen.add(there)
                    todo.append(there)
    return seen


def test_the_code_and_the_table_agree_on_what_is_over():
    assert {state.name for state in flow().regions[PROCEDURE].states if state.final} == FINAL


@pytest.mark.parametrize("region", REGIONS)
def test_every_state_can_be_reached(region):
    known = flow().regions[region]
    assert _reached(region, {known.initial}) == set(known.by_name)


@pytest.mark.parametrize("region", REGIONS)
def test_from_every_state_an_end_can_be_reached(region):
    known = flow().regions[region]
    finals = {state.name for state in known.states if state.final}
    assert _reached(region, finals, backwards=True) == set(known.by_name)


@pytest.mark.parametrize("region", REGIONS)
def test_every_state_that_is_not_over_has_a_timer_and_no_final_one_has(region):
    assert {state.name for state in flow().regions[region].states if bool(state.timers) == state.final} == set()


def test_every_timer_of_the_table_can_be_computed():
    case, ctx = a_case(), context()
    kinds = {kind for region in flow().regions.values() for state in region.states for kind in state.timers}
    assert all(terms.due(kind, case, ctx) > ctx.now for kind in kinds)


def _actions_of_the_code():
    """Every word given to move() or confirmation() as an action, anywhere in the domain."""
    found = set()
    for path in Path(domain.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if called in ("move", "confirmation", "step", "_ended_unsettled") and len(node.args) > 1:
                found |= {each.value for each in node.args[1:3] if isinstance(each, ast.Constant)}
    return {each for each in found if isinstance(each, str)}


def test_every_action_of_the_table_is_done_by_a_decision_and_the_other_way_round():
    table = {each.action for name in (PROCEDURE, CONFIRMATION) for each in flow().regions[name].transitions}
    assert _actions_of_the_code() - set(REGIONS) == table


def test_the_risk_moves_between_any_two_colours():
    moves = {(source, each.action) for each in flow().regions[RISK].transitions for source in each.sources}
    up = {(low, f"raise_{high}") for i, low in enumerate(COLOURS) for high in COLOURS[i + 1 :]}
    down = {(high, f"lower_{low}") for i, low in enumerate(COLOURS) for high in COLOURS[i + 1 :]}
    assert moves == up | down


def test_every_guard_is_used():
    used = {name for region in flow().regions.values() for each in region.transitions for name in each.guards}
    assert used == set(GUARDS)


def test_a_transition_that_is_not_in_the_table_is_refused_with_what_is_possible():
    with pytest.raises(Refused) as refusal:
        flow().step(PROCEDURE, "closed", "agree")
    assert refusal.value.reason == "illegal_transition"
    assert refusal.value.remedy == "what is possible now: reopen"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("guards: [not_red]", "guards: [not_blue]", "transition 'withdraw' has an unknown guard 'not_blue'"),
        ("target: withdrawn", "target: gone", "transition 'withdraw' leads to unknown state 'gone'"),
        ("sources: [resolved], target: closed", "sources: [solved], target: closed", "unknown state 'solved'"),
        ("timers: [perform]", "timers: [parform]", "state 'agreed' has an unknown timer 'parform'"),
        ("action: keep,", "action: breach,", "'breach' is there twice for state 'agreed'"),
        ("initial: registered", "initial: new", "initial state 'new' is not declared"),
        ("name: triaged,", "name: registered,", "state 'registered' is there twice"),
        ("  risk:\n", "  danger:\n", "region 'risk' is missing"),
        ("target: referred", "targte: referred", "transition 'refer' has unknown keys: targte"),
        ("guards: [is_asked]", "guards: is_asked", "transition 'accept': sources and guards are lists"),
        ("regions:", "region:", "'regions'"),
        ('version: "1"', "version: [", "no YAML"),
    ],
)  # fmt: skip
def test_a_slip_in_the_table_is_told_with_its_entry(tmp_path, old, new, told):
    text = DEFAULT.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "flow.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFlow) as wrong:
        load_flow(path)
    assert told in str(wrong.value)
