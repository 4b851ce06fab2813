"""Our quick encoding of AMQP properties is py-amqp's, byte for byte."""

from __future__ import annotations

import amqp
from hypothesis import given
from hypothesis import strategies as st

from lianfang.messaging.outgoing import Outgoing
from lianfang.messaging.properties import message_of

short = st.text(max_size=60)


@given(
    st.dictionaries(st.text(min_size=1, max_size=60), st.text(max_size=400) | st.integers(0, 9) | st.booleans()),
    short.filter(bool),
    short.filter(bool),
    short,
)
def test_properties_are_what_py_amqp_would_write(headers, content_type, message_id, account):
    message = Outgoing("x", "key", b"body", headers, message_id, content_type)
    general = amqp.Message(
        b"body", content_type=content_type, application_headers=headers, delivery_mode=2, message_id=message_id,
        **({"user_id": account} if account else {}),
    )  # fmt: skip
    assert message_of(message, account)._serialize_properties() == general._serialize_properties()


def test_header_name_too_long_for_amqp_is_refused_as_py_amqp_refuses_it():
    message = message_of(Outgoing("x", "key", b"", {"n" * 300: "v"}, "id"), "")
    assert isinstance(message, amqp.Message)
