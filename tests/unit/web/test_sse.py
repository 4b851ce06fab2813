"""The form of server-sent events, WHATWG HTML §9.2.6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.web.sse import Message


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
