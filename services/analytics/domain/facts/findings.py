"""What came of incidents (警情结果): cases filed and cleared, people harmed. Of one incident the last fact stands.

All are at the time of the report, so that an accident of December stays one of December whenever somebody dies.
A number that has become 0 is told as 0, for it takes the place of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.analytics.domain.facts.tells import Row, Rows, Tells, itself

CRIMINAL, NOTHING = "criminal", "none"


def _filed(data: Row, **more: object) -> Iterable[Row]:
    return ({**data, "case": int(data["filed"] != NOTHING), **more},)


def _solved(data: Row) -> Iterable[Row]:
    return _filed(data, solved=int(data["cleared"]))


def _crime(data: Row) -> Iterable[Row]:
    crime = data["filed"] == CRIMINAL
    return _filed(data, crime=int(crime), preventable=int(crime and data["preventable"]))


def _found(kind: str, means: str, *, word: str, value: str, rows: Rows = itself, unit: str = "1") -> Tells:
    return Tells(kind, f"{means} Of one incident the last stands.", category="category", word=word, at="opened_at",
                 value=value, unit=unit, rows=rows)  # fmt: skip


FINDINGS: Mapping[str, tuple[Tells, ...]] = {
    "incident.findings_recorded.v1": (
        _found("case_filed", "Whether a case was filed (立案), and which kind.", word="filed", value="case",
               rows=_filed),
        _found("case_cleared", "Whether the case was solved (破案).", word="filed", value="solved", rows=_solved),
        _found("case_lead", "What solved the case; value: whether there is one.", word="lead", value="case",
               rows=_filed),
        _found("crime_setting", "Where it was done; value: whether it is a criminal case.", word="setting",
               value="crime", rows=_crime),
        _found("crime_preventable", "Whether it is a preventable criminal case (可防性案件).", word="filed",
               value="preventable", rows=_crime),
        _found("deaths", "People who died.", word="filed", value="deaths", unit="people"),
        _found("injured", "People injured.", word="filed", value="injured", unit="people"),
    ),
}  # fmt: skip
"""What the event type gives."""
