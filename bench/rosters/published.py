"""Published results, and what ours are held to."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from bench.rosters.reader import folder

COLUMNS = {
    "best known": "best_known_ub_wssuite_2023",
    "Gurobi 10": "gurobi10",
    "Gurobi 60": "gurobi60_curtois2014",
    "ejection 10": "ejection_chain10",
    "IP-VNS 10": "ipvns10",
    "B&P": "bp_curtois2014",
    "OR projects 10": "orprojects10",
}
AT_GUROBI = ("Instance8", "Instance12")


@dataclass(frozen=True, slots=True)
class Published:
    """One instance: its name and size, and the published costs by solver (minutes in the name)."""

    name: str
    size: str
    costs: dict[str, int]

    @property
    def goal(self) -> int:
        """The cost to reach: the best known, or for the two hard ones what Gurobi reached in 10 minutes."""
        return self.costs["Gurobi 10" if self.name in AT_GUROBI else "best known"]


def published() -> list[Published]:
    """Every published row. Raises FileNotFoundError when the data is not at hand."""
    with (folder() / "best-known.csv").open(encoding="utf-8", newline="") as file:
        return [
            Published(
                row["instance"], f"{row['days']} d × {row['staff']} × {row['shift_types']}",
                {name: int(row[column]) for name, column in COLUMNS.items()},
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip
