"""What a Grafana dashboard is made of: panels with their queries, laid out two in a row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SOURCE = {"type": "prometheus", "uid": "${source}"}
_WIDTH, _HEIGHT, _COLUMNS = 12, 8, 24


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture. unit: Grafana's word for it (s, reqps, short …). queries: PromQL and what its lines are called.

    worry: the value from which on it is drawn red, None when there is none.
    """

    title: str
    unit: str
    queries: Sequence[tuple[str, str]]
    worry: float | None = None
    description: str = ""
    kind: str = "timeseries"


@dataclass(frozen=True, slots=True)
class Dashboard:
    """One page of panels. name: its file and uid."""

    name: str
    title: str
    panels: Sequence[Panel]

    def json(self) -> str:
        """Return the model that Grafana imports, as text that stays the same while nothing changes."""
        return json.dumps(self._model(), indent=1, ensure_ascii=False) + "\n"

    def _model(self) -> dict[str, Any]:
        variables = [
            {"name": "source", "type": "datasource", "query": "prometheus", "label": "Prometheus"},
            {
                "name": "service", "type": "query", "datasource": SOURCE, "multi": True, "includeAll": True,
                "current": {"text": "All", "value": "$__all"}, "refresh": 2,
                "query": {"query": "label_values(lianfang_ready, service)", "refId": "service"},
            },
        ]  # fmt: skip
        return {
            "uid": f"lianfang-{self.name}", "title": self.title, "tags": ["lianfang"], "schemaVersion": 39,
            "refresh": "30s", "time": {"from": "now-3h", "to": "now"}, "timezone": "browser", "editable": False,
            "templating": {"list": variables},
            "panels": [_panel(number, panel) for number, panel in enumerate(self.panels)],
        }  # fmt: skip


def _panel(number: int, panel: Panel) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    if panel.worry is not None:
        steps.append({"color": "red", "value": panel.worry})
    place = number * _WIDTH
    return {
        "id": number + 1, "type": panel.kind, "title": panel.title, "description": panel.description,
        "datasource": SOURCE,
        "gridPos": {"x": place % _COLUMNS, "y": place // _COLUMNS * _HEIGHT, "w": _WIDTH, "h": _HEIGHT},
        "fieldConfig": {
            "defaults": {"unit": panel.unit, "min": 0, "thresholds": {"mode": "absolute", "steps": steps}},
            "overrides": [],
        },
        "targets": [
            {"refId": chr(ord("A") + place), "datasource": SOURCE, "expr": query, "legendFormat": legend}
            for place, (query, legend) in enumerate(panel.queries)
        ],
    }  # fmt: skip
