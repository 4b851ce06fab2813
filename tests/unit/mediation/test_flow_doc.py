"""The page that shows the flow is drawn from the table that decides."""

from __future__ import annotations

import re

from services.mediation.app.diagram import document, mermaid
from services.mediation.app.flows import load_flow
from services.mediation.flowdoc import PAGE, run

FLOW = load_flow()


def test_the_committed_page_is_what_the_table_says(capsys):
    assert run(PAGE, check=True) == 0, capsys.readouterr().err


def test_a_page_that_says_something_else_is_noticed(tmp_path, capsys):
    page = tmp_path / "flow.md"
    assert run(page, check=True) == 1
    assert run(page) == 0
    assert run(page, check=True) == 0
    page.write_text(page.read_text().replace("triage", "tirage", 1))
    assert run(page, check=True) == 1
    assert "python -m services.mediation.flowdoc" in capsys.readouterr().err


def test_every_move_of_every_region_is_an_arrow():
    for region in FLOW.regions.values():
        drawn = {
            (source, action, target)
            for source, target, actions in re.findall(r"^    (\w+) --> (\w+): (.+)$", mermaid(region), re.M)
            for action in actions.split(", ")
        }
        moves = {
            (source, each.action, source if each.target == "=" else each.target)
            for each in region.transitions
            for source in each.sources
        }
        assert drawn == moves
        assert f"[*] --> {region.initial}" in mermaid(region)


def test_every_guard_and_timer_is_on_the_page():
    page = document(FLOW)
    for region in FLOW.regions.values():
        said = {name for each in region.transitions for name in each.guards}
        said |= {name for state in region.states for name in state.timers}
        assert [name for name in said if name not in page] == []
