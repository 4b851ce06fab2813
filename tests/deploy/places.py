"""Where the deployment's files are, and the tools that check them (`make deploy-tools` brings these)."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
K8S = DEPLOY / "k8s"
MONITORING = K8S / "components/monitoring"
RULES = MONITORING / "rules/lianfang.yaml"
RUNBOOKS = ROOT / "docs/runbooks"
TOOLS = ROOT / "var/deploy-tools"
OVERLAYS = ("dev", "ci", "prod")
SERVICES = ("incident", "grid", "mediation", "patrol", "analytics")


def tool(name: str) -> str:
    """Return the path of a tool; fails the test, rather than skip it, when it was not brought."""
    path = TOOLS / "bin" / name
    if not path.exists():
        pytest.fail(f"{name} is not in var/deploy-tools: run `make deploy-tools`")
    return str(path)
