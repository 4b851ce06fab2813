"""checkov has nothing to say about what production renders; what a developer is let off is listed with reasons."""

import copy
import json
import os
import re
import shutil
import subprocess

import pytest
import yaml

from tests.deploy.places import DEPLOY, tool
from tests.deploy.rendering import one, text

pytestmark = pytest.mark.deploy
CONFIG = DEPLOY / "checkov.yaml"
SKIPPING = DEPLOY / "checkov-dev.yaml"


def failed(folder, *frameworks):
    """Return rule and resource of everything that checkov finds wrong in a folder, skipping nothing."""
    command = [tool("checkov"), "--config-file", str(CONFIG), "--directory", str(folder), "--output", "json"]
    if frameworks:
        command += ["--framework", *frameworks]
    environment = {**os.environ, "LOG_LEVEL": "ERROR"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False, env=environment)
    reports = json.loads(done.stdout)
    reports = reports if isinstance(reports, list) else [reports]
    assert all(each["summary"]["parsing_errors"] == 0 for each in reports), done.stdout
    assert {each["check_type"] for each in reports if each["summary"]["resource_count"]} >= set(frameworks)
    return [
        (each["check_id"], each["resource"]) for report in reports for each in report["results"]["failed_checks"]
    ]


def test_it_has_nothing_to_say_about_production_and_the_dockerfile(tmp_path):
    (tmp_path / "prod.yaml").write_text(text("prod"))
    shutil.copy(DEPLOY / "docker/Dockerfile", tmp_path / "Dockerfile")
    assert failed(tmp_path, "kubernetes", "dockerfile") == []


def test_a_developers_overlay_is_let_off_what_is_listed_and_no_more(tmp_path):
    (tmp_path / "dev.yaml").write_text(text("dev"))
    assert {rule for rule, _ in failed(tmp_path, "kubernetes")} == set(
        yaml.safe_load(SKIPPING.read_text())["skip-check"]
    )


def test_every_rule_that_is_skipped_has_its_reason_above_it():
    lines = SKIPPING.read_text().splitlines()
    skipped = [number for number, line in enumerate(lines) if re.match(r"\s+- CKV", line)]
    assert skipped
    for number in skipped:
        assert re.match(r"\s+# \w+ .{20,}", lines[number - 1]), f"{SKIPPING.name}:{number + 1}: why?"


def test_a_container_that_may_do_everything_is_found(tmp_path):
    wrong = copy.deepcopy(one("prod", "Deployment", "grid"))
    wrong["spec"]["template"]["spec"]["containers"][0]["securityContext"] = {"privileged": True}
    (tmp_path / "wrong.yaml").write_text(yaml.safe_dump(wrong))
    found = failed(tmp_path, "kubernetes")
    assert ("CKV_K8S_16", "Deployment.lianfang.grid") in found  # container should not be privileged
