"""``python -m lianfang.deploy.dry_run [OVERLAY…]``: has a real API server judge what the overlays render.

Definitions of the custom resources and the namespace are loaded for real into a throw-away server (`api_server`),
everything else is tried by a server-side dry run: defaults, schemas, validation and name rules of the server, as
at an installation. What is newer than the server is converted down by `older`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from lianfang.deploy.api_server import ApiServer, server
from lianfang.deploy.older import definitions, older
from lianfang.deploy.rendered import CheckFailed, Object, counted, render

CRDS = Path("var/deploy-tools/crds")
OWN_CRDS = Path("tests/deploy/schemas")
WANTED = {"autoscaling/v2", "policy/v1"}
"""A server that lacks one of these is asked in the words of its time (`older`). It is not asked for its version:
one built from a distribution's sources may not know it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit code: 0 all accepted, 1 something was refused, 2 the check could not be made."""
    parser = argparse.ArgumentParser(prog="python -m lianfang.deploy.dry_run", description=__doc__)
    parser.add_argument("overlays", nargs="*", default=["dev", "prod"], help="default: dev prod")
    parser.add_argument("--also", type=Path, action="append", default=[], help="a file of objects to try as well")
    given = parser.parse_args(arguments)
    try:
        overlays = {name: render(name) for name in given.overlays}
        for path in given.also:
            overlays[str(path)] = list(yaml.safe_load_all(path.read_text()))
        with server(os.environ) as api:
            return tried(api, overlays)
    except (CheckFailed, OSError, yaml.YAMLError) as error:
        print(f"dry-run: {error}", file=sys.stderr)
        return 2


def tried(api: ApiServer, overlays: dict[str, list[Object]]) -> int:
    """Try every overlay, say what was accepted and what refused; return the exit code."""
    lacking = WANTED - api.groups()
    old = bool(lacking)
    words = f"without {', '.join(sorted(lacking))}, so asked in older words" if old else "asked as written"
    print(
        f"API server {api.version()}, {words}; {load_definitions(api, old)} definitions of custom resources loaded"
    )
    refusals = 0
    for name, objects in overlays.items():
        judged = list(older(objects)) if old else objects
        namespaces = [each for each in judged if each["kind"] == "Namespace"]
        refused = {**api.load(namespaces), **api.try_out(judged)}
        print(f"\n{name}: {len(judged) - len(refused)} of {len(judged)} objects accepted")
        for line in table(objects, judged):
            print(f"  {line}")
        for each, why in refused.items():
            print(f"refused: {name}: {each}: {why}", file=sys.stderr)
        refusals += len(refused)
    return 1 if refusals else 0


def table(objects: Sequence[Object], judged: Sequence[Object]) -> Iterator[str]:
    """Yield a line for each kind: how many, and as what an older server was asked for it."""
    asked = {(was["apiVersion"], was["kind"]): now["apiVersion"] for was, now in zip(objects, judged, strict=True)}
    for version, kind, number in counted(objects):
        other = asked[version, kind]
        yield f"{number:4}  {kind} ({version}" + (f", asked as {other})" if other != version else ")")


def load_definitions(api: ApiServer, old: bool) -> int:
    """Load the custom resources' definitions for real; return how many. Raises CheckFailed when one is refused."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    paths = [*sorted(CRDS.glob("*.yaml")), *sorted(OWN_CRDS.glob("*.yaml"))]
    texts = [each for path in paths for each in yaml.load_all(path.read_text(), Loader=loader) if each]
    found = [each for each in texts if each.get("kind") == "CustomResourceDefinition"]
    if not found:
        raise CheckFailed(f"no definitions of custom resources in {CRDS}: run `make deploy-tools`")
    ready = list(definitions(found)) if old else found
    if refused := api.load(ready):
        raise CheckFailed("; ".join(f"{name}: {why}" for name, why in refused.items()))
    api.wait_for(ready)
    return len(ready)


if __name__ == "__main__":
    sys.exit(main())
