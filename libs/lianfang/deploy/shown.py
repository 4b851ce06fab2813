"""``python -m lianfang.deploy.shown``: docs/deploy-shown.md, what production is made of and what the checks say.

With LIANFANG_KUBECONFIG set (see `dry_run`) the dry run is made and shown as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import yaml

from lianfang.deploy import inventory
from lianfang.deploy.rendered import CheckFailed, counted, render, tool

PAGE = Path("docs/deploy-shown.md")
RULES = Path("deploy/k8s/components/monitoring/rules")
_PATIENCE_S = 600


def main() -> int:
    """Write the page; return the exit code: 1 when a check did not pass (the page then shows it), 2 no tools."""
    try:
        sections = [*_production(), *_checks(), *_alerts(), *_dry_run()]
    except CheckFailed as error:
        print(f"deploy-shown: {error}", file=sys.stderr)
        return 2
    PAGE.write_text("\n".join(sections) + "\n")
    print(f"written: {PAGE}")
    return 1 if any(line.startswith("**Failed") for line in sections) else 0


def _production() -> Iterator[str]:
    objects = render("prod")
    yield "# Deploying, shown"
    yield "\nWritten by `make deploy-shown`; see [deploying](deploying.md).\n"
    yield f"## The overlay prod: {len(objects)} objects\n"
    yield "| number | kind | of |\n|---|---|---|"
    for version, kind, number in counted(objects):
        yield f"| {number} | {kind} | {version} |"
    yield "\n### What it asks of a cluster\n"
    yield from inventory.table(inventory.workloads(objects))


def _checks() -> Iterator[str]:
    """Each tool by itself, over production, then all of `make deploy-check`."""
    with tempfile.TemporaryDirectory() as folder:
        rendered = Path(folder) / "prod.yaml"
        rendered.write_text(yaml.safe_dump_all(render("prod")))
        yield "\n## Checks\n"
        yield from _ran("checkov --config-file deploy/checkov.yaml", "--directory", folder)
        yield from _ran("hadolint deploy/docker/Dockerfile")
        result = Path(folder) / "result.xml"
        command = [
            sys.executable, "-m", "pytest", "tests/deploy", "tests/unit/deploy", "-n", "2", "--dist", "loadfile",
            "-q", f"--junitxml={result}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
        yield "`make deploy-check`:\n"
        yield from _promises(result)
        last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr
        yield f"\n{'' if done.returncode == 0 else '**Failed**: '}{last.strip('= ')}\n"


def _promises(result: Path) -> Iterator[str]:
    files: dict[str, Counter[str]] = {}
    for case in ElementTree.parse(result).iter("testcase"):  # noqa: S314 - what pytest just wrote
        outcome = next((each.tag for each in case if each.tag in ("failure", "error", "skipped")), "passed")
        name = case.get("classname", "").replace(".", "/")
        files.setdefault(name, Counter())[outcome] += 1
    yield "| file | promises kept | failed | skipped |\n|---|---|---|---|"
    for name, counts in sorted(files.items()):
        yield f"| {name} | {counts['passed']} | {counts['failure'] + counts['error']} | {counts['skipped']} |"


def _alerts() -> Iterator[str]:
    tests = yaml.safe_load((RULES / "tests.yaml").read_text())["tests"]
    cases = [case for test in tests for case in test["alert_rule_test"]]
    rules = yaml.safe_load((RULES / "lianfang.yaml").read_text())["groups"]
    alerts = [rule for group in rules for rule in group["rules"] if "alert" in rule]
    yield f"## Alerts: {len(alerts)}, tried in {len(cases)} cases\n"
    yield from _ran("promtool check rules lianfang.yaml", folder=RULES)
    yield from _ran("promtool test rules tests.yaml", folder=RULES)
    yield "| alert | severity | after | seen to fire | seen to stay silent | runbook |\n|---|---|---|---|---|---|"
    for rule in alerts:
        own = [bool(case["exp_alerts"]) for case in cases if case["alertname"] == rule["alert"]]
        page = rule["annotations"]["runbook_url"]
        yield (
            f"| {rule['alert']} | {rule['labels']['severity']} | {rule.get('for', 'at once')} | {sum(own)} | "
            f"{len(own) - sum(own)} | [{Path(page).stem}]({page.removeprefix('docs/')}) |"
        )


def _dry_run() -> Iterator[str]:
    yield "\n## A real API server's judgement\n"
    if not os.environ.get("LIANFANG_KUBECONFIG"):
        yield "Not part of this run: LIANFANG_KUBECONFIG names no API server (`make dry-run`)."
        return
    yield from _output([sys.executable, "-m", "lianfang.deploy.dry_run"], "make dry-run")
    command = [sys.executable, "-m", "pytest", "-v", "--no-header", "tests/deploy/test_dry_run.py"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    yield "Broken on purpose, and refused:\n"
    for line in done.stdout.splitlines():
        name, _, outcome = line.partition("]")
        if "[" in name and "::" in name and outcome.split():
            yield f"- {name.partition('[')[2]}: {outcome.split()[0].lower()}"
    if done.returncode:
        yield "\n**Failed**"


def _ran(words: str, *more: str, folder: Path = Path()) -> Iterator[str]:
    name, *arguments = words.split()
    yield from _output([str(Path(tool(name)).resolve()), *arguments, *more], words, folder)


def _output(command: list[str], shown_as: str, folder: Path = Path()) -> Iterator[str]:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False, cwd=folder,
        env={**os.environ, "NO_COLOR": "1", "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    text = (done.stdout + done.stderr).strip()
    yield f"```\n$ {shown_as}\n{text or '(nothing to say)'}\n```\n"
    if done.returncode:
        yield f"**Failed**: {shown_as} ended with {done.returncode}\n"


if __name__ == "__main__":
    sys.exit(main())
