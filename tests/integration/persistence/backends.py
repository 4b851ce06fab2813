"""What the conformance suite runs over, and how each is brought up."""

from __future__ import annotations

import inspect
import os
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import mongomock
import mongomock.collection
import pytest

from lianfang.persistence import open_store
from lianfang.persistence.mongo.adapter import MongoStore
from lianfang.persistence.store import Store

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv" / "bin" / "python"
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "libs")])}
SHARED = ("sqlite", "wire", "mongodb")
ALL = (*SHARED, "mongomock")
_SCRIPT = ROOT / "scripts" / "mongo-wire.sh"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def wire_server(directory: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run nx-27017 on a free loopback port; skip when it can't be installed."""
    setup = subprocess.run([_SCRIPT, "--setup"], capture_output=True, text=True, check=False)
    if setup.returncode:
        pytest.skip(f"nx-27017 could not be installed: {setup.stderr.strip()[-200:]}")
    port = free_port()
    with (directory / "wire.out").open("wb") as out:
        server = subprocess.Popen([_SCRIPT, str(port), str(directory)], stdout=out, stderr=out)
    try:
        _await_port(port, server)
        yield port, server
    finally:
        server.kill()
        server.wait()


def _await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nx-27017 did not start; see wire.out")


def fresh_uri(backend: str, directory: Path, request: pytest.FixtureRequest) -> str:
    """Return the URI of an empty store of the backend, one that several processes can open."""
    if backend == "sqlite":
        return f"sqlite://{directory / 'store.db'}"
    if backend == "wire":
        return f"mongodb://127.0.0.1:{request.getfixturevalue('wire_port')}/t{uuid.uuid4().hex[:12]}"
    real = os.environ.get("LIANFANG_TEST_MONGODB_URI")
    if not real:
        pytest.skip("LIANFANG_TEST_MONGODB_URI names no MongoDB server")
    return urlunsplit(urlsplit(real)._replace(path=f"/t{uuid.uuid4().hex[:12]}"))


def fresh_store(backend: str, directory: Path, request: pytest.FixtureRequest) -> Store:
    """Return an empty store of the backend."""
    if backend == "mongomock":
        return MongoStore(_mongomock_client(), "conformance")
    return open_store(fresh_uri(backend, directory, request))


def _mongomock_client() -> mongomock.MongoClient:
    # mongomock 4.3 doesn't know the argument `sort` that pymongo >= 4.11 passes along (always None here).
    builder = mongomock.collection.BulkOperationBuilder
    if "sort" not in inspect.signature(builder.add_replace).parameters:
        original = builder.add_replace

        def add_replace(self, selector, doc, upsert, collation=None, hint=None, sort=None):
            return original(self, selector, doc, upsert, collation, hint)

        builder.add_replace = add_replace
    return mongomock.MongoClient()
