"""A small closed-loop HTTP client: keep-alive connections that each send the next request on the last answer.

The same client drives both sides of a comparison, so its own cost is in both figures.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Load:
    """What one run saw: answers per second, the latency of each in ms, and how many were not 2xx."""

    per_second: float
    latencies_ms: list[float] = field(default_factory=list)
    refused: int = 0


@dataclass
class _Line:
    sock: socket.socket
    sent_at: float = 0.0
    buffer: bytes = b""


def request(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Build a POST with a JSON body."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def drive(
    port: int, build: Callable[[int], bytes], total: int, connections: int = 16, per_second: float = 0
) -> Load:
    """Send `total` requests over `connections`; `build(n)` makes the n-th.

    per_second: 0 sends the next one on each answer; else they leave at that pace, later when no connection is free.
    """
    selector = selectors.DefaultSelector()
    idle = [_Line(socket.create_connection(("127.0.0.1", port))) for _ in range(connections)]
    for line in idle:
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(line.sock, selectors.EVENT_READ, line)
    lines = list(idle)
    latencies: list[float] = []
    sent = refused = 0
    start = last = time.perf_counter()
    while len(latencies) < total:
        while idle and sent < total and (not per_second or time.perf_counter() >= start + sent / per_second):
            sent += _send(idle.pop(), build(sent))
        wait = start + sent / per_second - time.perf_counter() if per_second and idle and sent < total else 10
        for key, _ in selector.select(timeout=max(0.0, wait)):
            line = key.data
            line.buffer += line.sock.recv(65536)
            if (status := _answer(line)) is not None:
                last = time.perf_counter()
                latencies.append((last - line.sent_at) * 1000)
                refused += status // 100 != 2
                idle.append(line)
        if time.perf_counter() - max(last, start) > 10:
            raise TimeoutError(f"no answer for 10 s after {len(latencies)} of {total}")
    for line in lines:
        line.sock.close()
    return Load(total / (last - start), latencies, refused)


def _send(line: _Line, data: bytes) -> int:
    line.sent_at = time.perf_counter()
    line.sock.sendall(data)
    return 1


def _answer(line: _Line) -> int | None:
    """Take one whole answer off the buffer and return its status; None when it is not all there."""
    head, mark, rest = line.buffer.partition(b"\r\n\r\n")
    if not mark:
        return None
    fields = head.lower().split(b"\r\n")
    length = next((int(f.split(b":")[1]) for f in fields if f.startswith(b"content-length:")), 0)
    if len(rest) < length:
        return None
    line.buffer = rest[length:]
    return int(fields[0].split()[1])
