from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.runtime.calllog.keywords import BOONE, BOSTON, MONTGOMERY, OTHER, Keywords
from lianfang.runtime.calllog.mapping import BadMapping, read_mapping


@pytest.mark.parametrize(
    ("keywords", "type_", "category", "priority"),
    [
        (MONTGOMERY, "Traffic: VEHICLE ACCIDENT -", "300000", 2),
        (MONTGOMERY, "EMS: ASSAULT VICTIM", "100000", 1),
        (MONTGOMERY, "Fire: FIRE ALARM", "400000", 2),
        (MONTGOMERY, "EMS: BUILDING FIRE", "400000", 1),
        (MONTGOMERY, "EMS: FEVER", "500000", 2),
        (BOONE, "26A10 SICK PRSN", "500000", 2),
        (BOSTON, "Schedule a Bulk Item Pickup", "600000", 4),
        (BOSTON, "Graffiti Removal", "200000", 3),
    ],
)
def test_known_words_have_a_class(keywords: Keywords, type_: str, category: str, priority: int) -> None:
    assert keywords.meaning(type_) == (category, priority)


def test_what_no_word_matches_is_other() -> None:
    assert MONTGOMERY.meaning("something new") == OTHER


def test_a_mapping_file_comes_before_the_known_words(tmp_path: Path) -> None:
    path = tmp_path / "map.txt"
    path.write_text("# mine\nfever = 500100:4\nnoise=200300\n", "utf-8")
    mapped = read_mapping(path, MONTGOMERY)
    assert mapped.meaning("EMS: FEVER") == ("500100", 4)
    assert mapped.meaning("Noise at night") == ("200300", 3)
    assert mapped.meaning("EMS: CHOKING") == ("500000", 1)


@pytest.mark.parametrize("line", ["noise", "noise=2003", "noise=200300:5", "=200300"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "map.txt"
    path.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(BadMapping, match=r"map\.txt:2"):
        read_mapping(path, Keywords())
