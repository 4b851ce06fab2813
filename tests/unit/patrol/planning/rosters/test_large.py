"""Long horizons and many people: what is planned by windows and by flow."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.problem import Limits, Need, Wish
from services.patrol.planning.rosters import plan, polish, repair
from tests.fixtures.patrol_rosters import problem, slot, span, worker

OFFICER = Need("officer", 1, frozenset({"officer"}), required=True)
AUXILIARY = Need("auxiliary", 1, frozenset({"auxiliary"}), required=True)
REGULAR = Limits(rest=timedelta(hours=11), most_nights=3, week_minutes=2400)
CAREFUL = Limits(rest=timedelta(hours=18), most_nights=1, most_turns=5, week_minutes=480)


def station(volunteers, days, patrols=2, crew=8):
    chance = random.Random(5)
    people = [worker(f"o-{n}", "officer", limits=REGULAR) for n in range(3 * patrols)]
    people += [worker(f"a-{n}", "auxiliary", limits=REGULAR) for n in range(3 * patrols)]
    for n in range(volunteers):
        off = (span(chance.randrange(days), 0, 48),) if n % 5 == 0 else ()
        wishes = (Wish("avoid", span(chance.randrange(days), 0, 24)),) if n % 3 == 0 else ()
        people.append(worker(f"v-{n}", "volunteer", limits=CAREFUL, away=off, wishes=wishes))
    needs = (OFFICER, AUXILIARY, Need("volunteer", crew, frozenset({"volunteer"})))
    slots = [slot(f"s{day:02}{turn}", day, 20 + turn, 4, *needs) for day in range(days) for turn in range(patrols)]
    return problem(slots, people, accompanied={"volunteer": "officer"})


@pytest.fixture(scope="module")
def bulk():
    one = station(600, 14)
    return one, plan(one, seconds=4)


def test_the_bulk_is_filled_fairly_and_the_checker_agrees(bulk):
    one, planned = bulk
    assert planned.status == "feasible"
    assert check(one, planned.roster) == []
    assert planned.score.parts["missing"] == 0
    nights = Counter(place.person for place in planned.roster)
    at_home = [
        nights[each.id] for each in one.workers if each.force == "volunteer" and not each.away and not each.wishes
    ]
    assert max(at_home) - min(at_home) <= 1


def test_a_no_show_of_the_bulk_is_one_change(bulk):
    one, planned = bulk
    gone = next(place for place in sorted(planned.roster) if place.slot == "s060" and place.need == 2)
    workers = tuple(
        replace(each, away=(span(6, 0, 30),)) if each.id == gone.person else each for each in one.workers
    )
    changed = replace(one, workers=workers, former=planned.roster)
    mended = repair(changed, seconds=10)
    assert check(changed, mended.roster) == []
    assert planned.roster - mended.roster == {gone}
    assert len(mended.roster) == len(planned.roster)


def test_windows_find_what_the_whole_finds(monkeypatch):
    """A horizon cut into windows must not cost more than a little more than the whole at once."""
    one = station(12, 10, patrols=1, crew=3)
    whole = plan(one, seconds=6)
    monkeypatch.setattr(sys.modules[plan.__module__], "WHOLE", 0)
    monkeypatch.setattr(polish, "WINDOW", 60)
    cut = plan(one, seconds=6)
    assert check(one, cut.roster) == []
    assert cut.score.total <= 1.1 * whole.score.total


def test_cancelled_it_gives_what_it_has_at_once():
    one, told = station(40, 14), []
    began = time.monotonic()
    planned = plan(one, seconds=120, progress=told.append, cancelled=lambda: time.monotonic() - began > 0.5)
    assert time.monotonic() - began < 100  # of the 120 it might take
    assert {one_rule.rule for one_rule in check(one, planned.roster)} <= {"required"}
    assert planned.status in {"feasible", "optimal", "unknown"}
    assert told[-1]["share"] == 1.0


@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_the_time_limit_is_kept(seconds):
    one = station(60, 28)
    began = time.monotonic()
    planned = plan(one, seconds=seconds)
    assert time.monotonic() - began < 60  # the best takes far longer
    assert {each.rule for each in check(one, planned.roster)} <= {"required"}


def test_a_start_is_not_made_worse_and_progress_tells_of_it():
    one = station(10, 4, patrols=1, crew=2)
    first, told = plan(one, seconds=5), []
    again = plan(one, seconds=0.0, start=first.roster, progress=told.append)
    assert again.score.total == first.score.total
    assert told[0].keys() == {"share", "best", "bound", "elapsed_s", "message"}
    assert told[0]["best"] == first.score.total
