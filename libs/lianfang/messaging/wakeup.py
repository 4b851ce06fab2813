"""Waking a thread or greenlet that waits on a socket, from another one.

Standard library only, so it is plain in threads and green once eventlet has patched ``socket`` and ``select``.
"""

from __future__ import annotations

import select
import socket


class Wakeup:
    """A socket pair: the owner waits on it beside its AMQP socket, anyone may wake the owner."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._asleep = False

    def wake(self) -> None:
        """End the owner's wait, or the one it is about to begin. Cheap while the owner is awake."""
        if self._asleep:
            self._asleep = False
            try:
                self._writer.send(b"!")
            except OSError:
                return  # full of earlier wake-ups, or the owner has ended: nobody will oversleep

    def prepare(self) -> None:
        """Announce a wait: a `wake` from now on ends it. Look at the work once more between this and `wait`."""
        self._asleep = True

    def wait(self, timeout_s: float, beside: socket.socket | None = None) -> None:
        """Wait until woken, until `beside` is readable, or `timeout_s` has passed. Call `prepare` before."""
        if self._asleep:
            _wait_readable([self._reader] if beside is None else [self._reader, beside], timeout_s)
        self._asleep = False
        try:
            while len(self._reader.recv(4096)) == 4096:
                continue
        except BlockingIOError:
            return

    def close(self) -> None:
        """Release both ends."""
        self._reader.close()
        self._writer.close()


def _wait_readable(sockets: list[socket.socket], timeout_s: float) -> None:
    if hasattr(select, "poll"):  # eventlet removes it; select() alone refuses descriptors from 1024 on
        poll = select.poll()
        for one in sockets:
            poll.register(one, select.POLLIN)
        poll.poll(max(0, timeout_s) * 1000)
    else:
        select.select(sockets, [], [], max(0, timeout_s))
