"""The alerting rules as a PrometheusRule object; the plain file is the source, which promtool checks and tests."""

from __future__ import annotations

from typing import Any

import yaml

REQUIRED = ("summary", "runbook_url")


def prometheus_rule(text: str) -> dict[str, Any]:
    """Return the object that holds the rule groups of `text`.

    Raises ValueError naming an alert without severity, summary or runbook: nobody could act on it at night.
    """
    groups = yaml.safe_load(text)["groups"]
    for rule in (rule for group in groups for rule in group["rules"] if "alert" in rule):
        lacking = [name for name in REQUIRED if not rule.get("annotations", {}).get(name)]
        if "severity" not in rule.get("labels", {}):
            lacking.append("labels.severity")
        if lacking:
            raise ValueError(f"alert {rule['alert']}: {', '.join(lacking)} is missing")
    return {
        "apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule",
        "metadata": {"name": "lianfang", "labels": {"app.kubernetes.io/part-of": "lianfang"}},
        "spec": {"groups": groups},
    }  # fmt: skip
