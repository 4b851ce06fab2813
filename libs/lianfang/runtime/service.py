"""The runner of one service in one process: ``serve(IncidentService, build)``, called by its ``__main__``.

Start: configuration, ports, health, store, wiring, publisher, relay, entrypoints, ready.
Stop (SIGTERM, SIGINT): unready, nothing new, what is in flight ends, outbox drained, store closed. A second signal
kills. A crashed entrypoint ends the process with exit code 1: whoever started it starts it anew.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import eventlet
from eventlet import patcher
from eventlet.event import Event
from nameko.containers import ServiceContainer

from lianfang.datafile import NotValid
from lianfang.messaging.expectations import QueueProblem
from lianfang.messaging.subscription import CONFIG_KEY
from lianfang.ops import logs, metrics
from lianfang.ops.health import Readiness
from lianfang.ops.tracing import setting, spans
from lianfang.persistence.store import StoreError
from lianfang.runtime import building, loop_lag
from lianfang.runtime.config import Config, ConfigError
from lianfang.runtime.listening import CannotStart, listen
from lianfang.runtime.ops_server import OpsServer
from lianfang.runtime.parts import Parts
from lianfang.runtime.signals import StopSignal
from lianfang.runtime.wired import APP, PARTS, Wired
from lianfang.web.openapi import endpoints_of
from lianfang.web.server import CORS_ORIGINS, SOCKET, VERIFIER

__all__ = ["Parts", "Wired", "serve"]
DRAIN_S = 25.0
"""Seconds a stop may take; Kubernetes kills after 30 by default."""
TRACES_S = 3.0
"""Seconds more for the last spans: a collector that hangs is left behind."""
EXIT_CRASHED, EXIT_MISCONFIGURED = 1, 2
_log = logging.getLogger("lianfang.service")


def serve(service_class: type, build: Callable[[Parts], Any]) -> NoReturn:
    """Run a nameko service class until it is asked to stop, then exit: 0 stopped cleanly, 1 crashed, 2 can't start.

    build: `services.<name>.wiring.build`; what it returns is injected by `Wired`.
    """
    name: str = service_class.name  # type: ignore[attr-defined]
    if not patcher.is_monkey_patched("socket"):
        raise RuntimeError("import lianfang.runtime.patch first, at the top of __main__")
    try:
        process = Process(Config.from_environment(name))
        process.start(service_class, build)
        code = process.run()
    except (ConfigError, CannotStart, NotValid) as error:
        told = error.wrongs if isinstance(error, NotValid) else str(error).splitlines()
        for line in told:
            print(f"{name}: {line}", file=sys.stderr)
        code = EXIT_MISCONFIGURED
    except KeyboardInterrupt:
        code = 130
    logging.shutdown()
    sys.stdout.flush()
    # Helper threads of libraries must not keep a stopped service alive
    os._exit(code)


class Process:
    """One running service."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._ending: Event = Event()
        self.readiness = Readiness()
        self.readiness.add("start", lambda: "starting")

    def start(self, service_class: type, build: Callable[[Parts], Any]) -> None:
        """Bring everything up. Raises CannotStart."""
        config = self._config
        logs.configure(config.service, config.log_level)
        _log.info("starting", extra={"config": config.describe()})
        metrics.SERVICE.info({"service": config.service})
        try:
            setting.begin(config.traces, config.service, config.traces_honour_flags)
        except setting.TracesUnavailable as error:
            raise CannotStart(str(error)) from None
        verifier = building.verifier(config)
        ops_socket = listen(config.http_host, config.ops_port, "LIANFANG_OPS_PORT")
        nameko_config: dict[str, Any] = {
            "AMQP_URI": config.bus_uri, "max_workers": building.workers(config), VERIFIER: verifier,
            CORS_ORIGINS: config.cors_origins,
        }  # fmt: skip
        listening = {"ops_port": ops_socket.getsockname()[1]}
        if endpoints_of(service_class):
            nameko_config[SOCKET] = listen(config.http_host, config.http_port, "LIANFANG_HTTP_PORT")
            listening["http_port"] = nameko_config[SOCKET].getsockname()[1]
        self._ops = OpsServer(ops_socket, self.readiness)
        self._ops.start()
        loop_lag.watch()
        self._parts, nameko_config[APP] = building.build(config, self.readiness, build)
        nameko_config[PARTS] = self._parts
        nameko_config[CONFIG_KEY] = building.consuming(self._parts)
        self._container = ServiceContainer(service_class, nameko_config)
        try:
            self._container.start()
        except QueueProblem as error:
            raise CannotStart(str(error)) from None
        self.readiness.remove("start")
        _log.info("started", extra=listening)

    def run(self) -> int:
        """Wait for a signal or a crash, go down, and return the exit code."""
        StopSignal(lambda name: self._end(f"asked to stop by {name}")).install()
        eventlet.spawn(self._watch)
        reason, error = self._ending.wait()
        if error is not None:
            _log.critical(reason, exc_info=error)
        else:
            _log.info(reason)
        code = EXIT_CRASHED if error is not None else 0
        try:
            with eventlet.Timeout(DRAIN_S):
                self._stop()
        except eventlet.Timeout:
            _log.error("not all work ended in time", extra={"seconds": DRAIN_S})
            return EXIT_CRASHED
        except StoreError as failure:
            _log.error("the store did not close", exc_info=failure)
            return EXIT_CRASHED
        spans.close(TRACES_S)  # last, for what was drained has spans too
        _log.info("stopped", extra={"exit_code": code})
        return code

    def _end(self, reason: str, error: BaseException | None = None) -> None:
        if not self._ending.ready():
            self._ending.send((reason, error))

    def _watch(self) -> None:
        try:
            self._container.wait()
        except Exception as error:
            self._end("an entrypoint crashed", error)
        else:
            self._end("the container stopped")

    def _stop(self) -> None:
        self.readiness.stop()
        self._container.stop()
        if self._parts.relay is not None:
            self._parts.relay.stop()
        self._parts.publisher.stop()
        self._parts.store.close()
        self._ops.stop()
