"""The form of server-sent events, WHATWG HTML §9.2.6."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.web.problems import Problem
from lianfang.web.sse import PIECE, Message, Streams, most_open, pieces


def parsed(block):
    """Read one event as the standard's algorithm does."""
    fields = {}
    for line in block.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        name, _, value = line.partition(":")
        fields.setdefault(name, []).append(value.removeprefix(" "))
    return "\n".join(fields["data"]), fields.get("id", [""])[-1], fields.get("event", [""])[-1]


@given(st.text(), st.text("0123456789-abc"), st.sampled_from(["", "item", "reset"]))
def test_what_is_sent_is_read_whatever_the_text_holds(data, id, event):
    block = Message(data, id, event).encode()
    assert block.endswith(b"\n\n")
    assert parsed(block) == (data.replace("\r\n", "\n").replace("\r", "\n"), id, event)


@pytest.mark.parametrize("bad", ["a\nb", "a\rb", "a\0b"])
def test_an_id_can_not_smuggle_in_a_line(bad):
    with pytest.raises(ValueError, match="single lines"):
        Message("x", id=bad).encode()
    with pytest.raises(ValueError, match="single lines"):
        Message("x", event=bad).encode()


@given(st.lists(st.text(max_size=40_000), max_size=6))
def test_pieces_hold_whole_messages_in_order_and_are_not_large(texts):
    messages = [Message(text, str(number)) for number, text in enumerate(texts)]
    cut = list(pieces(messages))
    assert b"".join(cut) == b"".join(message.encode() for message in messages)
    assert all(piece.endswith(b"\n\n") for piece in cut)
    largest = max((len(message.encode()) for message in messages), default=0)
    assert all(len(piece) <= max(PIECE, largest) for piece in cut)


class Quiet:
    """A source without messages that counts its closing."""

    def __init__(self):
        self.closed = 0

    def next(self, timeout_s):
        return []

    def wake(self):
        return None

    def close(self):
        self.closed += 1


def test_streams_are_counted_by_caller_and_given_back():
    streams = Streams(limit=3, of_one=2)

    def follow(caller):
        source = Quiet()
        streams.admit(source, caller)
        return streams.open(source, caller, lambda: False, lambda: None, math.inf)

    mine = [follow("a"), follow("a")]
    refused = Quiet()
    with pytest.raises(Problem) as too_many:
        streams.admit(refused, "a")
    assert (too_many.value.status, refused.closed) == (429, 1)
    follow("b")
    with pytest.raises(Problem) as full:
        streams.admit(Quiet(), "c")
    assert full.value.status == 503
    for _ in range(2):  # closing twice gives back one place
        mine[0].close()
    assert len(streams) == 2
    follow("a")
    assert len(streams) == 3


def test_no_more_streams_are_promised_than_files_can_be_open(monkeypatch):
    monkeypatch.setattr("resource.getrlimit", lambda _: (256, 4096))
    assert most_open() == 128
