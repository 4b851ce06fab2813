import pytest

from lianfang.deploy.alerts import prometheus_rule

RULE = """
groups:
  - name: g
    rules:
      - alert: Something
        expr: up == 0
        labels: {severity: warning}
        annotations: {summary: It is down., runbook_url: docs/runbooks/service-down.md}
"""


def test_the_groups_are_carried_over_as_they_are():
    made = prometheus_rule(RULE)
    assert made["kind"] == "PrometheusRule"
    assert made["spec"]["groups"][0]["rules"][0]["expr"] == "up == 0"


@pytest.mark.parametrize(("line", "named"), [
    ("runbook_url: docs/runbooks/service-down.md", "runbook_url"),
    ("summary: It is down., ", "summary"),
    ("severity: warning", "labels.severity"),
])  # fmt: skip
def test_an_alert_on_which_nobody_could_act_is_refused(line, named):
    with pytest.raises(ValueError, match=rf"alert Something: .*{named} is missing"):
        prometheus_rule(RULE.replace(line, ""))
