"""How the world reaches the use cases. Thin."""

from nameko.timer import timer

from lianfang.messaging.subscription import subscribe
from lianfang.runtime.service import Wired
from lianfang.web.api import api


class CallbackService:
    name = "callback"
    app = Wired()

    @subscribe("callback.closed")
    def on_closed(self, event):
        self.app.owe(event)

    @api("POST", "/v1/callbacks/<incident>/done", roles={"dispatcher"}, idempotent=True, summary="Say it was done")
    def done(self, call):
        return {"version": self.app.call(call.path["incident"], call.command()).version}

    @timer(interval=0.5)
    def tick(self):
        self.app.notice_forgotten()
