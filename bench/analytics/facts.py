"""Made-up facts of three years and nine counties, written by DuckDB itself: ten million in a minute or two.

They come in stories, as services tell them: an incident with its task from report to end, a dispute, a hazard, a
shift, a day of visits and patrols. Each kind that a figure of the catalogue looks at is there, in the proportions
below, and in the order of time, which is the order of a log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.analytics.engine.duck import DuckBase
from services.analytics.engine.schema import COLUMNS

LAST = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The newest fact, about."""
SPAN = timedelta(days=3 * 365)
COUNTIES, GRIDS = 9, 300
"""Counties of a city, and grids in each."""


@dataclass(frozen=True, slots=True)
class Tells:
    """One fact of a story: how many minutes after its beginning, and its columns as SQL over `n`, `h` (a hash).

    share: of so many of a hundred stories.
    """

    kind: str
    after: float
    word: str = "''"
    other: str = "''"
    value: str = "1"
    team: str = "team"
    share: int = 100


_TASK = "'t-' || n"
_PERSON = "'p-' || h % 4000"
_DAY = "strftime(began, '%Y-%m-%d')"
_OUTCOME = "CASE WHEN h % 100 < 6 THEN 'duplicate' ELSE 'handled' END"
_SOURCE = "['call', 'grid', 'shop', 'app'][1 + h % 4]"

STORIES: dict[str, tuple[int, str, tuple[Tells, ...]]] = {
    "i": (52, "['100200', '200302', '300100', '200101', '950100'][1 + h % 5]", (
        Tells("incident_reported", 0, _SOURCE, "'2'"), Tells("incident_state", 0.01, "'dispatched'"),
        Tells("task_requested", 0.02, "'nearest'", _TASK), Tells("acknowledge_deadline", 1, "'nearest'", _TASK),
        Tells("arrive_deadline", 5, "'nearest'", _TASK), Tells("task_notified", 0.03, "'nearest'", _TASK),
        Tells("task_acknowledged", 0.7, "''", _TASK, share=95), Tells("incident_state", 0.7, "'acknowledged'"),
        Tells("task_en_route", 1.5, "''", _TASK, share=93), Tells("task_on_scene", 4, "''", _TASK, share=92),
        Tells("incident_state", 4, "'on_scene'", share=92), Tells("task_done", 40, "'nearest'", _TASK, share=92),
        Tells("task_recalled", 3, "'nearest'", _TASK, share=4), Tells("incident_closed", 60, _OUTCOME, share=97),
        Tells("deadline_missed", 5, "'arrive'", _TASK, share=12), Tells("place_corrected", 2, "''", share=5),
    )),
    "c": (10, "['201', '202', '203'][1 + h % 3]", (
        Tells("case_opened", 0, "['visit', 'incident', 'walk_in'][1 + h % 3]"), Tells("case_triaged", 30),
        Tells("mediator_assigned", 60, "'duty'", _PERSON), Tells("mediator_accepted", 90, "''", _PERSON),
        Tells("case_agreed", 4000, "'written'", share=80), Tells("case_settled", 9000, share=75),
        Tells("case_failed", 6000, share=15), Tells("case_closed", 9001, share=90),
        Tells("case_transferred", 200, "'complex'", "'court'", share=8),
        Tells("transfer_contacted", 230, "''", "'court'", share=7), Tells("risk_raised", 35, "'red'", share=4),
        Tells("case_deadline_missed", 3000, "'first_round'", share=6), Tells("agreement_broken", 20000, share=3),
        Tells("case_merged", 50, "''", "'c-1'", share=2),
    )),
    "h": (6, "['drowning_water', 'fire', 'traffic'][1 + h % 3]", (
        Tells("hazard_found", 0, "'fire'"), Tells("hazard_deadline", 9000, "'rule'"),
        Tells("hazard_lacks", 0, "'sign'", "'sign'", share=30), Tells("hazard_resolved", 5000, share=85),
        Tells("hazard_kept", 5000, "'in_time'", share=80), Tells("hazard_equipped", 5000, share=20, value="h % 5"),
    )),
    "s": (10, "'patrol'", (
        Tells("minutes_credited", 240, "'officer'", _PERSON, "240"),
        Tells("hours_served", 240, "''", _PERSON, "240"),
        Tells("points_credited", 240, "''", _PERSON, "4"), Tells("no_show", 10, "'late'", _PERSON, share=5),
        Tells("replacement_answered", 20, "'accepted'", _PERSON, share=8),
    )),
    "p": (22, "['post-1', 'post-2'][1 + h % 2]", (
        Tells("patrol_started", 0, "''", _PERSON), Tells("mark_visited", 20, "'nfc'", "'m-1'"),
        Tells("mark_visited", 60, "'nfc'", "'m-2'"), Tells("mark_visited", 90, "'gps'", "'m-3'"),
        Tells("patrol_finished", 120, "''", _PERSON), Tells("gap_found", 130, "''", _TASK, "30", share=15),
        Tells("gap_closed", 160, "'visited'", _TASK, "h % 90", share=14),
    )),
    "v": (10, "['officer', 'leader'][1 + h % 2]", (
        Tells("households_visited", 0, "'kept'", _PERSON, "1 + h % 9"), Tells("fraud_talk", 0, "''", _PERSON, "12"),
        Tells("duty_done", 5, "['daily_dispatch', 'daily_patrol'][1 + h % 2]", _DAY, share=60),
        Tells("population_counted", 9, "['registered', 'estimated'][1 + h % 2]", _DAY, "h % 900", share=40),
    )),
}  # fmt: skip
"""First letter of subjects -> percent of all facts, category, what is told."""


def fill(path: Path, facts: int) -> int:
    """Make a base of about so many facts; return how many it has."""
    base = DuckBase(path, memory_mb=8192)
    writer = base._writer
    names = ", ".join(COLUMNS)
    writer.execute(f"CREATE TEMP TABLE told AS SELECT {names} FROM facts LIMIT 0")
    for letter, (percent, category, tells) in STORIES.items():
        stories = int(facts * percent / 100 / sum(each.share / 100 for each in tells))
        for number, each in enumerate(tells):
            writer.execute(_told(letter, stories, category, number, each))
    writer.execute(
        f"INSERT INTO facts SELECT {names}, 'lianfang.log', row_number() OVER (ORDER BY \"at\") FROM told"
        ' ORDER BY "at"'
    )
    writer.execute("DROP TABLE told")
    writer.execute("CHECKPOINT")
    count = int(base.query("SELECT count(*) FROM facts")[0][0])
    base.close()
    return count


def _told(letter: str, stories: int, category: str, number: int, each: Tells) -> str:
    seconds, first = int(SPAN.total_seconds()), f"{LAST - SPAN:%Y-%m-%d %H:%M:%S}"
    region = (
        f"'3601' || lpad((1 + h % {COUNTIES})::VARCHAR, 2, '0') || lpad((100 + (h // 16) % 12)::VARCHAR, 3, '0')"
        f" || '001' || lpad((1001 + (h // 256) % {GRIDS // 12})::VARCHAR, 4, '0')"
    )
    return f"""
        INSERT INTO told
        SELECT md5('{letter}{number}-' || n), '{each.kind}',
            began + to_microseconds(({each.after} * 60e6 * (0.5 + (h // 512 % 1000) / 1000))::BIGINT),
            region, '{letter}-' || n, {category}, {each.word}, {each.team},
            [1, 3, 5, NULL][1 + h // 64 % 4], {each.value}, {each.other}, h % 400 = 0, {number + 1}
        FROM (
            SELECT n, h, TIMESTAMP '{first}' + to_seconds(n * {seconds} // {stories}) AS began,
                {region} AS region, left({region}, 6) || '.zone-' || h // 128 % 5 || '.case' AS team
            FROM (SELECT n, (hash(n + ascii('{letter}')) >> 2)::BIGINT AS h FROM range({stories}) AS made(n))
        ) WHERE h // 1024 % 100 < {each.share}
    """
