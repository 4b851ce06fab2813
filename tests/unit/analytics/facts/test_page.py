"""docs/facts.md is what the declarations say."""

from __future__ import annotations

from services.analytics.domain.board.fold import FOLDINGS
from services.analytics.domain.facts.of_event import SILENT, TELLS
from services.analytics.factsdoc import BODIES, PAGE, page, run


def test_the_page_is_current(capsys):
    assert run(PAGE, check=True) == 0, capsys.readouterr().err


def test_every_kind_and_every_silent_type_stands_on_the_page():
    text = page()
    assert all(f"| `{each.kind}` |" in text for told in TELLS.values() for each in told)
    assert all(f"`{type}`" in text for type in SILENT)


def test_every_kind_of_board_item_is_described():
    assert {each.kind for foldings in FOLDINGS.values() for each in foldings} == set(BODIES)


def test_a_page_that_differs_is_told_in_one_line(tmp_path, capsys):
    old = tmp_path / "facts.md"
    old.write_text("old", encoding="utf-8")
    assert run(old, check=True) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert run(old) == 0
    assert run(old, check=True) == 0
