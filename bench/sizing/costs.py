"""What the model takes from the measurement: one number each, with the key of its figure."""

from __future__ import annotations

from dataclasses import dataclass

from bench.sizing.figures import NOT_MEASURED, Measured

ONE_COUNTY = 1_327
"""Grids of the county that the base memory was measured with."""
SERVICES = ("incident", "grid", "mediation", "patrol", "analytics")


@dataclass(frozen=True, slots=True)
class Costs:
    """Milliseconds of processor time, MB of memory, bytes on disk.

    case_ms: of one opened from the bus; http_case_ms: over HTTP, with parties who may be known from others.
    grid_mb: memory of one more grid in a process. base_mb: of each service with one county.
    """

    report_ms: float
    command_ms: float
    visit_ms: float
    hazard_ms: float
    case_ms: float
    http_case_ms: float
    step_ms: float
    count_ms: float
    unit_ms: float
    mark_ms: float
    fact_ms: float
    event_ms: float
    tasks: float
    events: float
    copies: float
    kept_bytes: float
    trimmed_bytes: float
    stream_bytes: float
    facts: float
    fact_bytes: float
    base_mb: dict[str, float]
    grid_mb: float
    grid_start_ms: float
    broker_mb: float
    queue_mb: float
    queues: float

    @classmethod
    def of(cls, measured: Measured) -> Costs:
        """Read them. Raises KeyError for what was not measured."""
        sizes = sorted(int(key.split(".")[1].removesuffix("_mb")) for key in measured.figures if _is_size(key))
        if not sizes:
            raise KeyError(f"regions: {NOT_MEASURED}")
        largest = sizes[-1]
        more = max(0.0, measured[f"regions.{largest}_mb"] - measured["incident.county_mb"])
        return cls(
            report_ms=measured["incident.report_cpu_ms"], command_ms=measured["incident.command_cpu_ms"],
            visit_ms=measured["grid.visit_cpu_ms"], hazard_ms=measured["grid.hazard_cpu_ms"],
            case_ms=measured["mediation.case_cpu_ms"], http_case_ms=measured["mediation.http_case_cpu_ms"],
            step_ms=measured["mediation.step_cpu_ms"], count_ms=measured["patrol.count_cpu_ms"],
            unit_ms=measured["patrol.unit_cpu_ms"], mark_ms=measured["patrol.visit_cpu_ms"],
            fact_ms=measured["analytics.event_cpu_ms"], event_ms=measured["broker.event_cpu_ms"],
            tasks=measured["life.tasks"], events=measured["life.events"], copies=measured["life.copies"],
            kept_bytes=measured["life.kept_bytes"], trimmed_bytes=measured["life.trimmed_bytes"],
            stream_bytes=measured["life.stream_bytes"], facts=measured["analytics.facts"],
            fact_bytes=measured["analytics.fact_bytes"],
            base_mb={name: measured[f"{name}.after_mb"] for name in SERVICES},
            grid_mb=more / (largest - ONE_COUNTY),
            grid_start_ms=measured[f"regions.{largest}_start_s"] * 1e3 / largest,
            broker_mb=measured["broker.county_mb"], queue_mb=max(0.0, measured["broker.queue_mb"]),
            queues=measured["bus.queues_fixed"],
        )  # fmt: skip


def _is_size(key: str) -> bool:
    return key.startswith("regions.") and key.endswith("_mb") and not key.endswith("_pss_mb")
