"""Pipelined publisher confirms: which delivery tags of a channel await the broker's word, and for whom."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lianfang.messaging.outgoing import Outgoing

_log = logging.getLogger(__name__)


class PublishFailed(Exception):
    """Not confirmed: refused, not answered in time, or the connection broke. It may have arrived all the same.

    shared: the broker closed the channel over one of the messages under way, perhaps none of these.
    """

    def __init__(self, reason: str, shared: bool = False) -> None:
        super().__init__(reason)
        self.shared = shared


@dataclass(slots=True, eq=False)
class Batch:
    """Messages submitted together. `tell` is called once: with None when all are confirmed, else with the failure.

    started, deadline: on time.monotonic. position: how many of the messages have been written.
    """

    messages: Sequence[Outgoing]
    deadline: float
    started: float
    tell: Callable[[PublishFailed | None], None]
    position: int = 0
    confirmed: set[int] = field(default_factory=set)
    done: bool = False

    def confirm(self, index: int) -> None:
        """Note that message number `index` is safe with the broker."""
        self.confirmed.add(index)
        if len(self.confirmed) == len(self.messages):
            self._finish(None)

    def fail(self, reason: str, shared: bool = False) -> None:
        """Tell the caller, unless it has been told already."""
        self._finish(PublishFailed(reason, shared))

    def _finish(self, error: PublishFailed | None) -> None:
        if not self.done:
            self.done = True
            try:
                self.tell(error)
            except Exception:  # the caller's fault must not stop the publisher that all callers share
                _log.exception("a publisher's callback failed")

    def rewind(self) -> None:
        """Prepare for sending what is not confirmed once more, on a new channel."""
        self.messages = [one for number, one in enumerate(self.messages) if number not in self.confirmed]
        self.confirmed.clear()
        self.position = 0


class Confirms:
    """The unconfirmed messages of one channel in confirm mode, in the order they were sent."""

    def __init__(self) -> None:
        self._last_tag = 0
        self._open: dict[int, tuple[Batch, int]] = {}

    def __len__(self) -> int:
        return len(self._open)

    def sent(self, batch: Batch, index: int) -> None:
        """Note that message `index` of `batch` was written: the channel's tags count up from 1."""
        self._last_tag += 1
        self._open[self._last_tag] = (batch, index)

    def settle(self, tag: int, multiple: bool, confirmed: bool) -> list[Batch]:
        """Take the broker's word for `tag` (and all before it if `multiple`); return the batches now done."""
        done = []
        for batch, index in list(self._take(tag, multiple)):
            before = batch.done
            if confirmed:
                batch.confirm(index)
            else:
                batch.fail("the broker refused the message (basic.nack)")
            if batch.done and not before:
                done.append(batch)
        return done

    def _take(self, tag: int, multiple: bool) -> Iterator[tuple[Batch, int]]:
        if not multiple:
            if (entry := self._open.pop(tag, None)) is not None:
                yield entry
            return
        while self._open and (first := next(iter(self._open))) <= tag:
            yield self._open.pop(first)

    def forget(self, batch: Batch) -> None:
        """Await no confirms for `batch` any more: its caller was told. Late ones will be ignored."""
        for tag in [tag for tag, (other, _) in self._open.items() if other is batch]:
            del self._open[tag]

    def abandon(self) -> list[Batch]:
        """Forget all tags (the channel is gone); return the batches concerned, oldest first, each once."""
        batches = list(dict.fromkeys(batch for batch, _ in self._open.values()))
        self._open.clear()
        return batches
