"""The one dependency of a service class: what its wiring built."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from lianfang.ops import context

APP = "lianfang.app"
PARTS = "lianfang.parts"
"""Keys of nameko's configuration under which the runner leaves what was built, and the Parts, for extensions."""


class Wired(DependencyProvider):
    """Injects what `build(parts)` returned: ``app = Wired()`` in the service class.

    It also binds the ids of the entrypoint's context data (`context.NAMES`) for the logs.
    """

    def get_dependency(self, _worker_ctx: Any) -> Any:
        """Return the built application, the same for every worker."""
        return self.container.config[APP]

    def worker_setup(self, worker_ctx: Any) -> None:
        """Bind the ids where the handler will run: a worker's greenlet has a context of its own."""
        context.bind(**{name: worker_ctx.data[name] for name in context.NAMES if worker_ctx.data.get(name)})
