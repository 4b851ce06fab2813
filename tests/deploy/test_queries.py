"""Dashboards and alerts ask for metrics that exist, by labels that these have."""

import json

import prometheus_client
import pytest
import yaml

from lianfang.deploy.dashboards import dashboards
from lianfang.ops import metrics
from tests.deploy.places import ROOT, RULES
from tests.deploy.promql import asked, base, grouped_by

FOREIGN = yaml.safe_load((ROOT / "tests/deploy/foreign_metrics.yaml").read_text())
# Put on by Prometheus, when it scrapes.
TARGET = {"service", "pod", "instance", "job", "namespace", "le"}


def own():
    """Return what the services export: the labels of each metric by its name."""
    found = {}
    for each in vars(metrics).values():
        if isinstance(each, prometheus_client.metrics.MetricWrapperBase):
            for family in each.describe():
                name = f"{family.name}_total" if family.type == "counter" else family.name
                found[name] = set(each._labelnames)
    return found


def expressions():
    for rule in (rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]):
        yield rule["alert"], rule["expr"]
    for name, text in dashboards().items():
        for panel in json.loads(text)["panels"]:
            for target in panel["targets"]:
                yield f"{name}: {panel['title']}", target["expr"]


ALL = list(expressions())


def known(metric):
    exported = own()
    name = base(metric, set(exported))
    if name in exported:
        return exported[name]
    return next((set(group["labels"]) for group in FOREIGN if metric in group["metrics"]), None)


@pytest.mark.parametrize(("where", "expression"), ALL, ids=[where for where, _ in ALL])
def test_every_query_asks_for_what_is_exported(where, expression):
    found = list(asked(expression))
    assert found
    labels = set()
    for metric, matched in found:
        has = known(metric)
        assert has is not None, f"{metric} is exported by nobody"
        assert matched <= has | TARGET, f"{metric} has no label {matched - has - TARGET}"
        labels |= has
    assert grouped_by(expression) <= labels | TARGET


def test_the_reader_of_queries_finds_names_and_labels():
    text = 'sum by (queue) (rate(a_total{x="b{c}", y=~"z"}[5m])) / ignoring (x) d_count > 3 * time() or e'
    assert set(asked(text)) == {("a_total", frozenset({"x", "y"})), ("d_count", frozenset()), ("e", frozenset())}
    assert grouped_by(text) == {"queue"}


def test_every_metric_of_ours_is_looked_at_by_somebody():
    exported = own()
    looked_at = {base(metric, set(exported)) for _, text in ALL for metric, _ in asked(text)}
    assert set(exported) - looked_at <= {"lianfang_service"}  # which service it is, is on every series already
