"""What becomes of a message follows from what its handler raised; what is believed of it, from where it came."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from lianfang.contracts.registry import ContractError, UnknownContract
from lianfang.messaging.delivery import Delivery
from lianfang.messaging.envelope import Undecodable
from lianfang.messaging.outcomes import Outcome, Permanent, in_words, judge
from lianfang.messaging.parking import dead_queue, parked_message
from lianfang.messaging.retry import LADDER, retry_message
from lianfang.persistence.store import Conflict, StoreUnavailable

NOW = "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, Outcome.HANDLED),
        (Permanent("never"), Outcome.PARK),
        (Undecodable("no"), Outcome.PARK),
        (ContractError("field"), Outcome.PARK),
        (UnknownContract("x"), Outcome.PARK),
        (StoreUnavailable("away"), Outcome.PAUSE),
        (Conflict("raced"), Outcome.RETRY),
        (RuntimeError("bug"), Outcome.RETRY),
    ],
)
def test_judging(error, outcome):
    assert judge(error) is outcome


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RuntimeError("no such grid"), "RuntimeError: no such grid"),
        (FileNotFoundError(2, "gone", "a\udcff.pdf"), "FileNotFoundError: [Errno 2] gone: 'a\\udcff.pdf'"),
        (RuntimeError("half \ud800"), "RuntimeError: half \\ud800"),
    ],
)
def test_what_a_handler_raised_is_told_in_words_that_can_be_sent(error, words):
    assert in_words(error) == words
    assert in_words(error).encode()


def read(exchange: str = "lianfang.commands", user: str | None = "team-a", **headers) -> Delivery:
    properties = {"application_headers": headers, "user_id": user, "message_id": "m", "content_type": "t"}
    info = {"exchange": exchange, "routing_key": "key", "delivery_tag": 7, "redelivered": False}
    return Delivery.read("q", SimpleNamespace(delivery_info=info, properties=properties, body=b"x"), 3)


def test_headers_of_ours_are_believed_only_of_what_came_back_over_the_return_exchange():
    ours = {"lianfang-attempts": 2, "lianfang-user-id": "team-b", "lianfang-routing-key": "other"}
    assert (read(**ours).attempts, read(**ours).user_id, read(**ours).routing_key) == (0, "team-a", "key")
    back = read("lianfang.return", **ours)
    assert (back.attempts, back.user_id, back.routing_key) == (2, "team-b", "other")


def test_no_account_is_invented_for_what_came_back_without_one():
    assert read("lianfang.return").user_id == ""


@pytest.mark.parametrize("attempts", ["2", -1, None, 2.5])
def test_attempts_that_are_no_count_are_none(attempts):
    assert read("lianfang.return", **{"lianfang-attempts": attempts}).attempts == 0


def test_the_ladder_has_three_steps_and_then_ends():
    steps = [retry_message(read("lianfang.return", **{"lianfang-attempts": n}), "why", NOW) for n in range(4)]
    assert [step and step.exchange for step in steps] == [*LADDER, None]
    assert [step and step.headers["lianfang-attempts"] for step in steps] == [1, 2, 3, None]
    assert {step.routing_key for step in steps if step} == {"q"}


def test_what_moves_on_keeps_body_id_and_headers_and_drops_what_would_route_it_elsewhere():
    delivery = read(CC=["a"], BCC=["b"], **{"x-death": [], "cloudEvents_id": "e"})
    message = parked_message(delivery, "r" * 1000, NOW)
    assert (message.exchange, message.routing_key) == ("lianfang.dead", "q")
    assert (message.body, message.message_id, message.content_type) == (b"x", "m", "t")
    assert message.headers == {
        "cloudEvents_id": "e", "lianfang-attempts": 1, "lianfang-reason": "r" * 500, "lianfang-queue": "q",
        "lianfang-failed-at": NOW, "lianfang-user-id": "team-a", "lianfang-routing-key": "key",
    }  # fmt: skip


def test_a_dead_letter_queue_is_named_after_its_queue():
    assert dead_queue("incident.commands") == "incident.commands.dead"
