"""What a patrol was: its stops, measured, as a pure function of what was told, in whichever order it came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.patrol.domain.patrols.visit import Visit

LENGTHS = ("preferred", "shorter", "longer", "unmeasured")


@dataclass(frozen=True, slots=True)
class Stop:
    """A stay at one mark. end: None when only the arrival is known. length: one of `LENGTHS`.

    flags: those of its visits, and before_start and after_finish.
    """

    mark: str
    start: datetime
    end: datetime | None
    length: str
    flags: tuple[str, ...] = ()

    @property
    def minutes(self) -> int | None:
        """How long it was, whole minutes."""
        return None if self.end is None else int((self.end - self.start) / timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Record:
    """See the module's text. visits: proven ones; unproven: the others. marks: different ones visited."""

    stops: tuple[Stop, ...]
    visits: int
    unproven: int
    marks: int
    lengths: Mapping[str, int]


def record(visits: Sequence[Visit], started: datetime, finished: datetime | None, stop: tuple[int, int]) -> Record:
    """Return the record of visits in order of time. stop: minutes preferred, from and to, both in.

    Visits of one mark that follow each other are one stop, from the first until the last, or until it was left.
    """
    proven = [visit for visit in visits if visit.counts]
    stays: list[list[Visit]] = []
    for visit in proven:
        if stays and stays[-1][-1].mark == visit.mark:
            stays[-1].append(visit)
        else:
            stays.append([visit])
    stops = tuple(_stop(stay, started, finished, stop) for stay in stays)
    counted = Counter(each.length for each in stops)
    return Record(
        stops, len(proven), len(visits) - len(proven), len({visit.mark for visit in proven}),
        {length: counted[length] for length in LENGTHS},
    )  # fmt: skip


def _stop(stay: Sequence[Visit], started: datetime, finished: datetime | None, preferred: tuple[int, int]) -> Stop:
    start = stay[0].time
    last = max(visit.left or visit.time for visit in stay)
    end = last if last > start else None
    flags = {flag for visit in stay for flag in visit.flags}
    flags |= {"before_start"} if start < started else set()
    flags |= {"after_finish"} if finished is not None and start > finished else set()
    return Stop(stay[0].mark, start, end, _length(start, end, preferred), tuple(sorted(flags)))


def _length(start: datetime, end: datetime | None, preferred: tuple[int, int]) -> str:
    if end is None:
        return "unmeasured"
    least, most = (timedelta(minutes=number) for number in preferred)
    if end - start < least:
        return "shorter"
    return "preferred" if end - start < most + timedelta(minutes=1) else "longer"
