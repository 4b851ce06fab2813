"""The header of a file of people: English or Chinese names, in any order; columns we don't know are left out."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.patrol.app.people.importing.problems import BadFile, RowProblem

NAMES: Mapping[str, tuple[str, ...]] = {
    "ref": ("ref", "account", "编号", "账号", "工号"),
    "name": ("name", "姓名"),
    "phone": ("phone", "mobile", "手机", "手机号", "手机号码", "电话", "联系电话"),
    "id_number": ("id_number", "id number", "身份证", "身份证号", "身份证号码", "公民身份号码"),
    "address": ("address", "地址", "住址", "家庭住址"),
    "unit": ("unit", "单位", "所属单位"),
    "force": ("force", "类别", "人员类别", "力量"),
    "origin": ("origin", "来源"),
    "area": ("area", "区域", "网格", "区域代码"),
    "groups": ("groups", "组别", "分组", "小组"),
    "usual": ("usual", "常驻岗位", "熟悉岗位"),
    "skills": ("skills", "技能", "资格", "证书"),
}
REQUIRED = ("name", "unit", "force")
MOST_COLUMNS = 200
_KNOWN = {spelling: name for name, spellings in NAMES.items() for spelling in spellings}


@dataclass(frozen=True, slots=True)
class Columns:
    """places: our name -> index of the cell. ignored: numbers of unknown columns, from 1. width: cells of a row."""

    places: Mapping[str, int]
    ignored: tuple[int, ...]
    width: int

    def cell(self, cells: Sequence[str], name: str) -> str:
        """Return a cell's text, empty for a column that the file has not."""
        place = self.places.get(name)
        return "" if place is None else cells[place].strip()


def read_header(line: int, cells: Sequence[str]) -> Columns:
    """Return where what stands. Raises BadFile; unknown names are never repeated, they may be no names at all."""
    places: dict[str, int] = {}
    ignored: list[int] = []
    problems: list[RowProblem] = []
    if len(cells) > MOST_COLUMNS:
        raise BadFile([RowProblem(line, "", "there are too many columns", f"at most {MOST_COLUMNS}")])
    for index, cell in enumerate(cells):
        name = _KNOWN.get(" ".join(unicodedata.normalize("NFKC", cell).casefold().split()))
        if name is None:
            ignored.append(index + 1)
        elif name in places:
            problems.append(RowProblem(line, name, "comes twice in the header", "keep one of the two columns"))
        else:
            places[name] = index
    for name in REQUIRED:
        if name not in places:
            remedy = f"the first line names the columns, separated by commas; write {' or '.join(NAMES[name][:2])}"
            problems.append(RowProblem(line, name, "is missing in the header", remedy))
    if problems:
        raise BadFile(problems)
    return Columns(places, tuple(ignored), len(cells))
