"""A throw-away API server for dry runs, talked to with kubectl.

LIANFANG_KUBE_APISERVER: a command that takes ``start`` and ``stop``; not needed where a server runs already.
LIANFANG_KUBECONFIG (else KUBECONFIG): the file that says where the server is.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import yaml

from lianfang.deploy.rendered import CheckFailed, Object, called, tool

_PATIENCE_S = 300
_NOISE = ("Warning:", "W1", "I1", "E1")


@contextmanager
def server(environment: Mapping[str, str]) -> Iterator[ApiServer]:
    """Start the server when a command for it is named, give it, and stop it after.

    Raises CheckFailed when no server is named, it does not start, or it is no throw-away one.
    """
    command = environment.get("LIANFANG_KUBE_APISERVER", "")
    config = environment.get("LIANFANG_KUBECONFIG") or environment.get("KUBECONFIG", "")
    if not config:
        raise CheckFailed(
            "LIANFANG_KUBECONFIG is missing: set it to the kubeconfig of a throw-away API server, and "
            "LIANFANG_KUBE_APISERVER to the command that starts it (start|stop) when it does not run yet"
        )
    if command:
        _control(command, "start")
    try:
        if not Path(config).is_file():
            raise CheckFailed(f"LIANFANG_KUBECONFIG: {config} is no file: is it what the server writes?")
        found = ApiServer(config)
        found.refuse_a_real_cluster()
        yield found
    finally:
        if command:
            _control(command, "stop")


def _control(command: str, word: str) -> None:
    if not os.access(command, os.X_OK):
        raise CheckFailed(f"LIANFANG_KUBE_APISERVER: {command} cannot be run: name a command that takes start|stop")
    # Into a file: what is started in the background keeps a pipe open, and one would wait for it for ever.
    with tempfile.TemporaryFile("w+") as told:
        done = subprocess.run([command, word], stdout=told, stderr=told, timeout=_PATIENCE_S, check=False)
        told.seek(0)
        if done.returncode:
            raise CheckFailed(f"LIANFANG_KUBE_APISERVER: `{word}` failed: {told.read().strip()[-500:]}")


class ApiServer:
    """The server that the file `kubeconfig` names."""

    def __init__(self, kubeconfig: str) -> None:
        self._kubectl = [tool("kubectl"), "--kubeconfig", kubeconfig, "--request-timeout", "60s"]

    def version(self) -> str:
        """Return what the server says that it is. Raises CheckFailed when it does not answer."""
        return str(json.loads(self._run("get", "--raw", "/version"))["gitVersion"])

    def groups(self) -> set[str]:
        """Return the API groups that it serves, as ``autoscaling/v2``."""
        return set(self._run("api-versions").split())

    def refuse_a_real_cluster(self) -> None:
        """Raise CheckFailed where nodes are: definitions and the namespace are loaded for real, not dry."""
        if nodes := self._run("get", "nodes", "-o", "name").split():
            raise CheckFailed(
                f"the API server has {len(nodes)} node(s): a dry run loads definitions for real, so it wants a "
                "throw-away server without any; set LIANFANG_KUBECONFIG to one"
            )

    def load(self, objects: Sequence[Object]) -> dict[str, str]:
        """Create or change the objects for real; return why each refused one was, by what it is called.

        By server-side apply: the other way keeps a copy in an annotation, for which large definitions are too long.
        """
        return self._apply(objects, "--server-side", "--force-conflicts")

    def try_out(self, objects: Sequence[Object]) -> dict[str, str]:
        """Have the server judge the objects, but keep none; return why each refused one was."""
        return self._apply(objects, "--dry-run=server")

    def objects(self, kinds: str, namespace: str) -> list[str]:
        """Return what the server keeps of `kinds` (``services``) in a namespace, as ``service/grid``."""
        return self._run("get", kinds, "--namespace", namespace, "-o", "name").split()

    def wait_for(self, definitions: Sequence[Object]) -> None:
        """Return when the server knows the kinds of these definitions."""
        names = [f"crd/{each['metadata']['name']}" for each in definitions]
        self._run("wait", "--for=condition=Established", "--timeout=60s", *names)

    def _apply(self, objects: Sequence[Object], *options: str) -> dict[str, str]:
        """A file for each object: kubectl names the file in each complaint, but not always the object."""
        with tempfile.TemporaryDirectory() as folder:
            files = {str(Path(folder) / f"{number:04}.yaml"): each for number, each in enumerate(objects)}
            for path, each in files.items():
                Path(path).write_text(yaml.safe_dump(each, sort_keys=False, allow_unicode=True))
            done = subprocess.run(
                [*self._kubectl, "apply", *options, "-o", "name", "-f", folder],
                capture_output=True, text=True, timeout=_PATIENCE_S, check=False,
            )  # fmt: skip
            refused = reasons(done.stderr, {path: called(each) for path, each in files.items()})
        taken = done.stdout.split()
        if (done.returncode and not refused) or len(taken) + len(refused) != len(objects):
            raise CheckFailed(
                f"kubectl took {len(taken)} and refused {len(refused)} of {len(objects)} objects: "
                + done.stderr.strip()[-800:]
            )
        return refused

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [*self._kubectl, *words], capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
        if done.returncode:
            raise CheckFailed(f"kubectl {words[0]}: {done.stderr.strip()[-500:]}")
        return done.stdout


def reasons(told: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return kubectl's complaints by what the object is called, one line each.

    told: its standard error. names: what the object in each file is called. What the server itself finds wrong
    names the object ("The Service "grid" is invalid: …"), all else the file. A line that names neither goes on with
    the complaint before it.
    """
    found: dict[str, str] = {}
    last = ""
    for line in filter(None, map(str.strip, told.splitlines())):
        if line.startswith(_NOISE):
            continue
        name, text = _whose(line, names)
        last = name or last
        if last:
            found[last] = f"{found[last]} {text}".strip() if last in found else text
    return found


def _whose(line: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Return what the object is called that a complaint names, "" for none, and the rest of the complaint."""
    for path, name in names.items():
        if f'"{path}"' in line:
            return name, line.replace(f'"{path}"', "").replace("  ", " ")
        kind, _, own = name.partition(" ")
        start = f'The {kind} "{own}" is invalid:'
        if line.startswith(start):
            return name, line.removeprefix(start).strip()
    return "", line
