"""Rules that can't be used are told when a service starts: file, line, field and remedy, and no traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

from services.analytics.app.policies import load as assessment
from services.analytics.app.warnings import load as warnings
from tests.fixtures.http_process import HttpProcess

WRONG = [
    (assessment, "weight: 20", "weight: heavy", "arrived_late.weight: is no number (write it like 0.5)"),
    (assessment, 'coefficient: "1.2"', 'coeficient: "1.2"', "grades.excellent.coefficient: is missing (add it)"),
    (warnings, "simulations: 499", "simulations: 9", "scan.simulations: "),
    (warnings, "figure: case_opened", "figure: hours_served", "hours_served is no figure of places (use one of "),
]  # fmt: skip


@pytest.mark.parametrize(("of", "right", "wrong", "told"), WRONG)
def test_a_service_with_bad_rules_says_where_and_does_not_start(tmp_path, of, right, wrong, told):
    text = of.DEFAULT_FILE.read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "rules.yaml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    environment = {"MODULE": of.__name__, "RULES": str(tmp_path / "rules.yaml")}
    process = HttpProcess(tmp_path / "service", "tests.fixtures.analytics_bad_rules", **environment)
    done = subprocess.run(
        [sys.executable, "-m", process.module], env=process.environment, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("analytics: ")][:1]
    assert line.startswith("analytics: rules.yaml:")
    assert told in line
    assert line.endswith(")"), "the remedy stands in brackets at the end"
