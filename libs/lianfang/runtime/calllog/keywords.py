"""From a call log's own words to a six-digit category (first two digits: the class) and a priority, 1 to 4.

A log's type is matched against words in order, the first that occurs decides. What matches nothing becomes
category 99 other: a call is never refused for its category.
"""

from __future__ import annotations

from dataclasses import dataclass

OTHER = ("990000", 3)
Meaning = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Keywords:
    """Words and their meanings, in the order they are tried. Matching ignores case."""

    entries: tuple[tuple[str, Meaning], ...] = ()

    def meaning(self, type_: str) -> Meaning:
        """Return (category, priority) of a log's type."""
        text = type_.upper()
        return next((meaning for word, meaning in self.entries if word in text), OTHER)


def _entries(groups: dict[Meaning, str]) -> Keywords:
    return Keywords(
        tuple((word.strip(), meaning) for meaning, words in groups.items() for word in words.split(","))
    )


# 911 titles, "EMS: FALL VICTIM": what needs police or fire comes before the ambulance's own words.
MONTGOMERY = _entries(
    {
        ("100000", 1): "SHOOTING,STABBING,ACTIVE SHOOTER,ASSAULT,BOMB",
        ("800000", 1): "HAZARDOUS MATERIALS,TRAIN CRASH,PLANE CRASH,INDUSTRIAL ACCIDENT",
        ("300000", 2): "VEHICLE ACCIDENT",
        ("400000", 1): "BUILDING FIRE,VEHICLE FIRE,WOODS/FIELD FIRE,GAS-ODOR,CARBON MONOXIDE,UNKNOWN TYPE FIRE",
        ("500000", 1): "CARDIAC,RESPIRATORY,CHOKING,UNCONSCIOUS,UNRESPONSIVE,DROWNING,RESCUE,CVA/STROKE,OVERDOSE",
        ("650000", 3): "WARRANT SERVICE,POLICE INFORMATION,SUSPICIOUS,FIRE POLICE,TRANSFERRED CALL",
        ("300000", 3): "TRAFFIC:,DEBRIS/FLUIDS,LEAKING FUEL,DISABLED VEHICLE",
        ("400000", 2): "FIRE:,FIRE",
        ("500000", 2): "EMS:",
    }
)
BOONE = _entries(
    {
        ("100000", 1): "SHOOTING,STAB,ASSAULT",
        ("500000", 1): "SUICID,CARDIAC,CHEST PAIN,BREATHING,UNCONSCIOUS,OVERDOSE,EMERGENCY TRANSPORT,EMER PT",
        ("300000", 2): "VEH COL,ACCIDENT",
        ("400000", 1): "FIRE (,STRUCTURE FIRE",
        ("650000", 3): "ASST OFFICER,ASST CITIZEN,MUTUAL AID",
        ("700000", 3): "SPECIAL EVENT",
        ("600000", 4): "STATUS MOVE,TRAINING,PUBLIC RELATION,ROUTINE TRANSPORT,LONG DISTANCE,SPECIAL ASSIGNMENT",
        ("500000", 2): "EMS,MEDICAL,PRSN,PROB,FALL,INJ,PAIN,TRANSFER,SEIZURE,FAINTING,HEMORRHAGE,SICK",
    }
)
# Civic reports are the city's upkeep (social linkage, 60) unless they touch traffic, order, fire or danger.
BOSTON = _entries(
    {
        ("400000", 2): "FIRE IN,CARBON MONOXIDE,NO UTILITIES RESIDENTIAL - GAS",
        ("800000", 2): "TREE EMERGENCIES,UNSAFE DANGEROUS,PROTECTION OF ADJOINING",
        (
            "300000",
            3,
        ): "TRAFFIC SIGNAL,KNOCK DOWN,ABANDONED VEHICLE,PARKING,POTHOLE,HIGHWAY,MISSING SIGN,SIGN REPAIR",
        ("200000", 3): "GRAFFITI,LOUD NOISE,ILLEGAL,WORKING BEYOND HOURS",
        ("600000", 4): "",
    }
)
