"""What each agreement or disagreement says, as data: Fellegi and Sunter's m and u.

m: how often the values of two records of *one* person fall so. u: how often those of two different people do. The
weight is log2(m/u), in bits; bits add up (I. P. Fellegi, A. B. Sunter, A Theory for Record Linkage, JASA 64, 1969).

The defaults are estimates for one county, made from counts, not trained: nobody has labelled pairs here, and
training would need everybody's plaintext in one place. A county may give its own in its policy.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Chance:
    """One outcome of a comparison: its probability for one person (m) and for two (u), both in (0, 1]."""

    m: float
    u: float

    def __post_init__(self) -> None:
        if not (0 < self.m <= 1 and 0 < self.u <= 1):
            raise ValueError(f"m and u must lie above 0 and not above 1, not m={self.m}, u={self.u}")

    @property
    def weight(self) -> float:
        """Bits for (positive) or against (negative) one person."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Weights:
    """Chances by ``<field>_<outcome>``, and where to decide.

    same_at, possible_at: total bits from which two records are the same person, or possibly. population: of how
    many people a record may speak; it makes a probability out of bits and changes no verdict. year_slack: years by
    which two stated years of birth may differ before they contradict, since ages are counted in two ways (虚岁).
    alike_from: likeness (0 to 1) from which two names count as similar.
    """

    id_number_equal: Chance = Chance(0.97, 1e-7)  # issued once; the rest are numbers of relatives given by mistake
    id_number_different: Chance = Chance(0.005, 1.0)  # the check digit catches slips of the pen
    phone_equal: Chance = Chance(0.6, 2e-5)  # a household shares one, so u is that of five people, not of one
    phone_different: Chance = Chance(0.4, 1.0)  # people change numbers
    name_equal: Chance = Chance(0.95, 5e-4)  # the full names in use in a county, weighted by how common they are
    name_sound: Chance = Chance(0.03, 1e-3)  # written by ear: 伟 for 卫
    name_similar: Chance = Chance(0.015, 5e-3)
    name_different: Chance = Chance(0.005, 0.99)  # married, renamed, nickname
    birth_date_equal: Chance = Chance(0.9, 5e-5)  # about 20,000 days of people alive
    birth_date_year: Chance = Chance(0.95, 0.017)  # only the years are known: about 60 of them
    birth_date_same_year: Chance = Chance(0.05, 0.017)  # both days are known and differ
    birth_date_near: Chance = Chance(0.03, 0.034)  # within year_slack
    birth_date_different: Chance = Chance(0.02, 0.95)
    village_equal: Chance = Chance(0.8, 5e-3)  # about 200 villages and communities
    village_township: Chance = Chance(0.1, 0.07)  # about 14 townships
    village_different: Chance = Chance(0.1, 0.92)  # moved
    household_equal: Chance = Chance(0.7, 2e-5)
    household_different: Chance = Chance(0.3, 1.0)
    workplace_equal: Chance = Chance(0.5, 2e-3)
    workplace_different: Chance = Chance(0.5, 0.998)
    same_at: float = 28.0
    possible_at: float = 8.0
    population: int = 250_000
    year_slack: int = 1
    alike_from: float = 0.6

    def __post_init__(self) -> None:
        if not self.possible_at < self.same_at:
            raise ValueError(f"possible_at ({self.possible_at}) must be below same_at ({self.same_at})")
        if self.population < 2:
            raise ValueError(f"population must be at least 2, not {self.population}")

    def chance(self, field: str, outcome: str) -> Chance:
        """Return the chance of one outcome, as ``chance("name", "sound")``."""
        found: Chance = getattr(self, f"{field}_{outcome}")
        return found

    def probability(self, bits: float) -> float:
        """Return how likely `bits` mean one person, taken any one of the population beforehand."""
        return 1 / (1 + 2 ** -(bits - math.log2(self.population)))


def weights_from(given: Mapping[str, Any]) -> Weights:
    """Return the default weights with those of a policy in their place.

    Chances come as ``{m: …, u: …}``, all else as numbers. Raises ValueError naming the entry that can't be used.
    """
    known = {field.name: getattr(_DEFAULTS, field.name) for field in fields(Weights)}
    changed: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise ValueError(f"{name}: no such weight; there are {', '.join(sorted(known))}")
        changed[name] = _read(name, value, known[name])
    return replace(_DEFAULTS, **changed)


def _read(name: str, value: Any, default: Any) -> Any:
    if isinstance(default, Chance):
        if not isinstance(value, Mapping) or set(value) != {"m", "u"}:
            raise ValueError(f"{name}: give m and u, both above 0 and not above 1")
        try:
            return Chance(float(value["m"]), float(value["u"]))
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name}: {error}") from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name}: give a number")
    return type(default)(value)


_DEFAULTS = Weights()
