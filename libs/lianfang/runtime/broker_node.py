"""Where a private RabbitMQ node lives and what it is started with: paths, configuration, environment."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from lianfang.runtime.private_files import write_private

ADMIN = "lianfang-admin"
NODENAME = "lianfang@localhost"  # one name for all lone nodes: each has an epmd of its own, so they never meet
PLUGINS = ("rabbitmq_management",)

# Light on few cores: two schedulers, not bound to a core, no busy waiting. Distribution on loopback only.
_ERLANG = (
    "+S 2:2 +SDcpu 1:1 +sbwt none +sbwtdcpu none +sbwtdio none "
    "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"
)

# What RabbitMQ 4.3 denies and later versions drop is denied here already, so that none of ours comes to use it.
# In Erlang terms, because 3.10 refuses an unknown line of rabbitmq.conf, but not an unknown term.
DENIED = (
    "transient_nonexcl_queues",
    "global_qos",
    "queue_master_locator",
    "classic_queue_mirroring",
    "ram_node_type",
)


def _advanced(denied: tuple[str, ...]) -> str:
    permitted = ", ".join(f"{name} => false" for name in denied)
    return f"[{{rabbit, [{{permit_deprecated_features, #{{{permitted}}}}}]}}].\n"


@dataclass(frozen=True, slots=True)
class NodePorts:
    """The loopback ports of one node: AMQP, management HTTP, Erlang distribution, epmd."""

    amqp: int
    management: int
    dist: int
    epmd: int


@dataclass(frozen=True, slots=True)
class Node:
    """One private node: its folder and ports, and what follows from them.

    settings: further lines of rabbitmq.conf. name: with its host. erlang: further arguments of the Erlang VM.
    denied: deprecated features that it refuses, where its version can be told to.
    """

    home: Path
    ports: NodePorts
    plugins: tuple[str, ...] = PLUGINS
    settings: dict[str, str] = field(default_factory=dict)
    name: str = NODENAME
    erlang: str = ""
    denied: tuple[str, ...] = DENIED

    @property
    def log(self) -> Path:
        """What the node says on its standard output and error."""
        return self.home / "log" / "console.log"

    @property
    def running_mark(self) -> Path:
        """A file that is there while the node runs, and after a crash."""
        return self.home / "running"

    def prepare(self) -> str:
        """Write the node's folder and configuration; return the admin's password (kept over restarts)."""
        for name in ("data", "log", "generated"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)  # holds the cookie and the password
        secret = self.home / "admin.password"
        if not secret.exists():
            write_private(secret, secrets.token_urlsafe(24))
        cookie = self.home / ".erlang.cookie"
        if not cookie.exists():  # Erlang's own is readable to all for a moment, in which others of its programs end
            write_private(cookie, secrets.token_hex(20).upper())
            cookie.chmod(0o400)
        password = secret.read_text().strip()
        write_private(self.home / "rabbitmq.conf", self._configuration(password))
        (self.home / "advanced.config").write_text(_advanced(self.denied))
        (self.home / "plugins").write_text(f"[{','.join(self.plugins)}].\n")
        return password

    def _configuration(self, password: str) -> str:
        values = {
            "listeners.tcp.1": f"127.0.0.1:{self.ports.amqp}",
            "management.tcp.ip": "127.0.0.1",
            "management.tcp.port": str(self.ports.management),
            # The default user is made on first boot only, and named so, no guest ever exists.
            "default_user": ADMIN,
            "default_pass": password,
            "default_user_tags.administrator": "true",
            "vm_memory_high_watermark.relative": "0.4",
            "disk_free_limit.absolute": "100MB",
            "max_message_size": str(16 * 2**20),  # RabbitMQ 4's default; 3.10 would take 128 MiB
            "log.console": "false",
            "log.file.level": "info",
            # The stock write-ahead log of quorum queues is 512 MB; this machine is shared.
            "raft.wal_max_size_bytes": str(64 * 1024 * 1024),
        }
        if "rabbitmq_management" not in self.plugins:
            values = {key: value for key, value in values.items() if not key.startswith("management.")}
        if "rabbitmq_prometheus" in self.plugins:
            values["prometheus.tcp.ip"] = "127.0.0.1"
        return "".join(f"{key} = {value}\n" for key, value in (values | self.settings).items())

    def environment(self) -> dict[str, str]:
        """Return the whole environment of the node and of rabbitmqctl: nothing of the caller's but PATH."""
        home = self.home
        return {
            "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(home),  # the Erlang cookie is there
            "LC_ALL": "C.UTF-8",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self.ports.epmd),
            "ERL_CRASH_DUMP_SECONDS": "0",
            "RABBITMQ_NODENAME": self.name,
            "RABBITMQ_DIST_PORT": str(self.ports.dist),
            "RABBITMQ_MNESIA_BASE": str(home / "data"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "generated"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_SCHEDULER_BIND_TYPE": "u",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{_ERLANG} {self.erlang}".strip(),
            # Replaces the wrapping shell by the Erlang VM, so that our child is the node itself.
            "RUNNING_UNDER_SYSTEMD": "true",
        }
