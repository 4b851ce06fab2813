"""Every alert is tried, and has a page that says what to look at and what to do."""

import subprocess

import pytest
import yaml

from tests.deploy.places import ROOT, RULES, RUNBOOKS, tool

ALERTS = {
    rule["alert"]: rule
    for group in yaml.safe_load(RULES.read_text())["groups"]
    for rule in group["rules"]
    if "alert" in rule
}
CASES = yaml.safe_load(RULES.with_name("tests.yaml").read_text())["tests"]


@pytest.mark.parametrize("name", ALERTS)
def test_the_page_of_an_alert_says_what_to_look_at_and_what_to_do(name):
    page = ROOT / ALERTS[name]["annotations"]["runbook_url"]
    assert page.parent == RUNBOOKS
    text = page.read_text()
    assert name in text, f"{page.name} does not name the alert that leads to it"
    for heading in ("## Look at", "## Do"):
        assert heading in text


@pytest.mark.parametrize("name", ALERTS)
def test_each_alert_is_seen_to_fire(name):
    cases = [case for test in CASES for case in test["alert_rule_test"] if case["alertname"] == name]
    assert [case for case in cases if case["exp_alerts"]]


@pytest.mark.deploy
def test_the_rules_are_well_formed_and_fire_when_they_should():
    for command in (["check", "rules", RULES.name], ["test", "rules", "tests.yaml"]):
        done = subprocess.run(
            [tool("promtool"), *command], cwd=RULES.parent, capture_output=True, text=True, timeout=110, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
