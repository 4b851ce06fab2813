"""The embedded stack: a private broker and every service, on this machine, under one folder.

``with Stack(home) as stack: …`` brings it up and takes it down; the `lianfang` command does the same
and keeps watch with supervise().
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

import psutil

from lianfang.messaging.accounts.credentials import uri_for
from lianfang.runtime import stack_state
from lianfang.runtime.broker import Broker, BrokerError
from lianfang.runtime.process import ManagedProcess
from lianfang.runtime.provision import provision
from lianfang.runtime.stack_plan import (
    VHOST,
    ServicePlan,
    StackError,
    StackPlan,
    service_environment,
)
from lianfang.runtime.stack_secrets import StackSecrets
from lianfang.runtime.stack_state import ServiceState, StackState
from lianfang.runtime.supervision import Restarts

# Called once the broker serves: management URI (administrator), virtual host (exists), and the password of each
# service's account. It declares the topology and makes the accounts ``svc-<service>``; it may run again.
Provision = Callable[[str, str, Mapping[str, str]], None]


ROOM = "analytics"
"""The service that serves the command room's page."""


class Stack:
    """A broker and service processes that live and end together.

    home: the folder of data, logs and stack.json. plan: services, ports, broker. provision: see above.
    free_ports: take ports that nobody uses instead of the plan's. services: whether the services run too; without
    them it is for repairs: it tells where all is, and stores may be put back. say: receives one line per step.
    """

    def __init__(
        self,
        home: Path,
        plan: StackPlan | None = None,
        *,
        provision: Provision = provision,
        free_ports: bool = False,
        services: bool = True,
        say: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._with_services = services
        self.home = home.resolve()
        plan = plan or StackPlan.from_environment()
        self.plan = plan.on_free_ports() if free_ports else plan
        self.broker: Broker | None = None
        self.processes: dict[str, ManagedProcess] = {}
        self._provision = provision
        self._say = say
        self._state: StackState | None = None
        self._ending = threading.Event()
        self._changing = threading.Lock()  # down() and supervise() may be in two threads

    @staticmethod
    def running(home: Path) -> StackState | None:
        """Return the state of the stack that runs in `home`, by whoever started it; None when none does."""
        return stack_state.load(home.resolve())

    @property
    def state(self) -> StackState:
        """Where everything listens, and the keys. Raises StackError before up()."""
        if self._state is None:
            raise StackError("the stack is not up: call up() first")
        return self._state

    def up(self, timeout: float = 90.0) -> StackState:
        """Start broker and services and wait until all are ready. Raises StackError, leaving nothing behind."""
        if other := self.running(self.home):
            raise StackError(f"a stack already runs in {self.home} (pid {other.pid}): use it, or end it first")
        if busy := self.plan.busy_ports():
            listed = ", ".join(f"{port} ({what})" for port, what in busy.items())
            raise StackError(f"in use: port {listed}. End what listens there, or take --free-ports")
        self.home.mkdir(parents=True, exist_ok=True)
        self._ending.clear()
        try:
            self._start_broker(timeout)
            if self._with_services:
                self._start_services(timeout)
            self._save()
        except BaseException as error:  # Ctrl-C too must leave nothing behind
            self.down()
            if isinstance(error, RuntimeError):  # broker, process, topology, account: all say what to do
                raise StackError(str(error)) from error
            raise
        return self.state

    def _start_broker(self, timeout: float) -> None:
        names = [service.name for service in self.plan.services]
        secrets = StackSecrets.of(self.home, names)
        bus, management = self.plan.bus_uri, self.plan.management_uri
        if not bus:
            self._say(f"starting a private broker on port {self.plan.amqp_port}")
            self.broker = Broker(self.home / "broker", self.plan.amqp_port, self.plan.management_port)
            self.broker.start(timeout)
            vhost = self.broker.new_vhost(VHOST)
            bus, management = vhost.amqp_uri, vhost.management_uri
        vhost_name = VHOST if self.broker else unquote(urlsplit(bus).path[1:]) or "/"
        self._say("declaring the topology and the services' accounts")
        self._provision(management, vhost_name, secrets.accounts)
        me = psutil.Process()
        self._state = StackState(
            pid=os.getpid(), started=me.create_time(), home=str(self.home), bus_uri=bus,
            management_uri=management, vhost=vhost_name, token_key=secrets.token_key,
            field_keys=secrets.field_key.split(","), broker_pid=self.broker.pid if self.broker else None,
        )  # fmt: skip
        services = {plan.name: self._service_state(plan, secrets) for plan in self.plan.services}
        self._state = replace(self._state, services=services)

    def _service_state(self, plan: ServicePlan, secrets: StackSecrets) -> ServiceState:
        bus = uri_for(self.state.bus_uri, f"svc-{plan.name}", secrets.accounts[plan.name])
        store = f"sqlite://{self.home / plan.name}.db"
        log = str(self.home / "log" / f"{plan.name}.log")
        return ServiceState(plan.name, plan.http_port, plan.ops_port, store, bus, log)

    def _start_services(self, timeout: float) -> None:
        for plan in self.plan.services:
            state = self.state.services[plan.name]
            environment = service_environment(self.service_settings(plan.name))
            self.processes[plan.name] = ManagedProcess(
                plan.name, plan.argv(), environment, Path(state.log), plan.ops_port
            )
            self._say(f"starting {plan.name} on port {plan.http_port}")
            self.processes[plan.name].start()
        for process in self.processes.values():
            process.wait_ready(timeout)

    def service_settings(self, name: str) -> dict[str, str | int]:
        """Return the LIANFANG_* settings (without that prefix) that the service `name` runs with."""
        state = self.state.services[name]
        account = urlsplit(state.bus_uri)
        user, password = unquote(account.username or ""), unquote(account.password or "")
        return {
            "BUS_URI": state.bus_uri,
            "BUS_MANAGEMENT_URI": uri_for(self.state.management_uri, user, password),
            "STORE_URI": state.store_uri,
            "HTTP_PORT": state.http_port,
            "OPS_PORT": state.ops_port,
            "TOKEN_KEY": self.state.token_key,
            "FIELD_KEYS": ",".join(self.state.field_keys),
            "ANALYTICS_DIR": str(self.home / "analytics"),
            **self._pages(name),
        }

    def _pages(self, name: str) -> dict[str, str | int]:
        """Return what the command room's page needs: where the services are, and who may call them from a page."""
        services = self.state.services
        if name == ROOM:
            return {
                "PEERS": ",".join(f"{each}=http://127.0.0.1:{its.http_port}" for each, its in services.items()),
                "WATCHED": ",".join(f"{each}=http://127.0.0.1:{its.ops_port}" for each, its in services.items()),
            }
        if ROOM not in services:
            return {}
        port = services[ROOM].http_port
        return {"CORS_ORIGINS": f"http://127.0.0.1:{port},http://localhost:{port}"}

    def _save(self) -> None:
        services = {
            name: replace(state, pid=self.processes[name].pid if name in self.processes else None)
            for name, state in self.state.services.items()
        }
        broker_pid = self.broker.pid if self.broker else None
        self._state = replace(self.state, services=services, broker_pid=broker_pid)
        self._state.save()

    def down(self) -> None:
        """End the services in reverse order, then the broker. Safe to call twice."""
        self._ending.set()
        with self._changing:
            self._end_everything()

    def _end_everything(self) -> None:
        for process in reversed(self.processes.values()):
            self._say(f"ending {process.name}")
            process.terminate()
        self.processes.clear()
        if self.broker is not None:
            self._say("ending the broker")
            self.broker.stop()
            self.broker = None
        if self._state is not None:
            stack_state.remove(self.home)
            self._state = None

    def end(self) -> None:
        """Make supervise() return; for signal handlers."""
        self._ending.set()

    def supervise(self, interval: float = 0.5) -> None:
        """Keep watch until end(): what died is started again, with a line that says so."""
        restarts = Restarts()
        while not self._ending.wait(interval):
            with self._changing:
                if not self._ending.is_set():
                    self._start_the_dead(restarts)

    def _start_the_dead(self, restarts: Restarts) -> None:
        if self.broker is not None and self.broker.pid is None and restarts.due("broker"):
            self._say("the broker died: starting it again")
            self._again(self.broker.start)
        for process in self.processes.values():
            if process.pid is None and restarts.due(process.name):
                self._say(f"{process.name} ended with {process.exit_code}: starting it again; see {process.log}")
                self._again(process.start)

    def _again(self, start: Callable[[], None]) -> None:
        try:
            start()
        except BrokerError as error:
            self._say(f"not yet: {error}")
        self._save()

    def __enter__(self) -> Self:
        """Bring the stack up."""
        self.up()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the stack down."""
        self.down()
