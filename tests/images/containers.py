"""Containers of a test run: started as compose.yaml and deploy/k8s start them, on loopback; removed at the end."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import requests
from cryptography.fernet import Fernet

from lianfang.runtime.ports import free_ports
from tests.fixtures.waiting import until
from tests.images.podman import ROOT, SERVICES, podman, reference, tried

# As in compose.yaml and deploy/k8s/base. podman's --read-only leaves /run and /var/tmp writable; theirs doesn't.
LOCKED = (
    "--read-only", "--read-only-tmpfs=false", "--tmpfs=/tmp", "--cap-drop=all",
    "--security-opt=no-new-privileges",
)  # fmt: skip
GRACE_S = 45
PATIENCE_S = 240.0
VHOST, ADMIN = "lianfang", "lianfang-admin"
BROKER = os.environ.get("LIANFANG_IMAGE_BROKER", "bookworm")


@dataclass
class Containers:
    """The broker and the five services. folder: for their configuration files, on the machine."""

    folder: Path
    prefix: str = field(default_factory=lambda: f"lianfang-{os.getpid()}")
    started: list[str] = field(default_factory=list)
    token_key: str = field(default_factory=lambda: secrets.token_hex(32))
    field_key: str = field(default_factory=lambda: Fernet.generate_key().decode())
    passwords: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.passwords = {name: secrets.token_hex(12) for name in (ADMIN, *SERVICES)}
        found = iter(free_ports(4 + 2 * len(SERVICES)))
        self.amqp, self.management, self.dist, self.epmd = (next(found) for _ in range(4))
        self.http = {name: next(found) for name in SERVICES}
        self.ops = {name: next(found) for name in SERVICES}

    def name(self, of: str) -> str:
        """Return the name of a container of this run."""
        return f"{self.prefix}-{of}"

    def run(self, of: str, image: str, *options: str, environment: Mapping[str, object]) -> None:
        """Start a container in the background; `end` removes it."""
        given = [f"--env={key}={value}" for key, value in environment.items()]
        self.started.append(self.name(of))
        podman("run", "--detach", "--pull=never", f"--name={self.name(of)}", *options, *given, image)

    def end(self) -> None:
        """Remove all containers of this run and what they stored."""
        for name in reversed(self.started):
            tried("rm", "--force", "--volumes", "--time=0", name)

    def log(self, of: str) -> str:
        """Return what a container said."""
        done = tried("logs", self.name(of))
        return done.stdout + done.stderr

    def start_broker(self) -> None:
        """Start RabbitMQ with compose's own configuration, on loopback and ports of its own."""
        compose = (ROOT / "deploy/compose/rabbitmq/rabbitmq.conf").read_text()
        if BROKER == "bookworm":  # 3.10 knows no such setting; the topology declares every queue's type
            compose = compose.replace("default_queue_type = quorum\n", "")
        own = {
            "default_pass": self.passwords[ADMIN], "listeners.tcp.1": f"127.0.0.1:{self.amqp}",
            "management.tcp.ip": "127.0.0.1", "management.tcp.port": self.management, "log.console": "true",
            "log.file": "false",
        }  # fmt: skip
        kept = [line for line in compose.splitlines() if line.partition(" =")[0] not in own]
        configuration = self.folder / "rabbitmq.conf"
        configuration.write_text("\n".join([*kept, *(f"{key} = {value}" for key, value in own.items())]) + "\n")
        plugins = self.folder / "enabled_plugins"
        plugins.write_text("[rabbitmq_management].\n")  # the others would listen on ports of their own
        self.run(
            "bus", f"localhost/lianfang/rabbitmq:{BROKER}",
            f"--volume={configuration}:/etc/rabbitmq/rabbitmq.conf:ro",
            f"--volume={plugins}:/etc/rabbitmq/enabled_plugins:ro", "--volume=/var/lib/rabbitmq",
            environment={
                "RABBITMQ_NODENAME": "bus@localhost", "RABBITMQ_DIST_PORT": self.dist,
                "ERL_EPMD_PORT": self.epmd, "ERL_EPMD_ADDRESS": "127.0.0.1",
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS":
                    "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}",
            },
        )  # fmt: skip
        until(self._broker_answers, PATIENCE_S, "the broker answers")

    @property
    def management_uri(self) -> str:
        """The management API with the administrator's account."""
        return f"http://{ADMIN}:{self.passwords[ADMIN]}@127.0.0.1:{self.management}"

    def _broker_answers(self) -> bool:
        try:
            return requests.get(f"{self.management_uri}/api/vhosts/{VHOST}", timeout=60).ok
        except requests.ConnectionError:
            return False

    def bus(self, account: str, password: str) -> str:
        """Return an account's AMQP address."""
        return f"amqp://{account}:{password}@127.0.0.1:{self.amqp}/{VHOST}"

    def start_services(self) -> dict[str, float]:
        """Start the five, locked up as in production; return the seconds until each was ready."""
        began = time.monotonic()
        for name in SERVICES:
            self.run(
                name, reference(name), *LOCKED, "--volume=/var/lib/lianfang",
                environment={
                    "LIANFANG_BUS_URI": self.bus(f"svc-{name}", self.passwords[name]),
                    "LIANFANG_STORE_URI": f"sqlite:////var/lib/lianfang/{name}.db",
                    "LIANFANG_HTTP_HOST": "127.0.0.1", "LIANFANG_HTTP_PORT": self.http[name],
                    "LIANFANG_OPS_PORT": self.ops[name], "LIANFANG_TOKEN_KEY": self.token_key,
                    "LIANFANG_FIELD_KEYS": self.field_key,
                    **({"LIANFANG_ANALYTICS_DIR": "/var/lib/lianfang/facts"} if name == "analytics" else {}),
                },
            )  # fmt: skip
        taken = {}
        for name in SERVICES:
            until(partial(self.ready, name), PATIENCE_S, f"{name} is ready")
            taken[name] = round(time.monotonic() - began, 1)
        return taken

    def ready(self, name: str) -> bool:
        """Tell whether a service says that it is ready. Fails the test when its container has ended."""
        state = json.loads(podman("inspect", self.name(name)))[0]["State"]
        assert state["Running"], f"{name} ended with {state['ExitCode']}:\n{self.log(name)[-3000:]}"
        try:
            return requests.get(f"http://127.0.0.1:{self.ops[name]}/readyz", timeout=60).ok
        except requests.ConnectionError:
            return False

    def tools(self, *arguments: str, options: tuple[str, ...] = (), timeout: float = 600) -> str:
        """Run the image `tools` as an operator does, as locked up as the services; return what it printed."""
        environment = {
            "LIANFANG_BUS_URI": self.bus(ADMIN, self.passwords[ADMIN]),
            "LIANFANG_BUS_MANAGEMENT_URI": self.management_uri, "LIANFANG_BUS_VHOST": VHOST,
            "LIANFANG_TOKEN_KEY": self.token_key,
            "LIANFANG_ACCOUNTS": ",".join(f"{name}={self.passwords[name]}" for name in SERVICES),
            **{f"LIANFANG_{name.upper()}_URL": f"http://127.0.0.1:{port}" for name, port in self.http.items()},
        }  # fmt: skip
        given = [f"--env={key}={value}" for key, value in environment.items()]
        return podman(
            "run", "--rm", "--pull=never", *LOCKED, *given, f"--volume={ROOT}/scenarios:/scenarios:ro", *options,
            reference("tools"), *arguments, timeout=timeout,
        )  # fmt: skip
