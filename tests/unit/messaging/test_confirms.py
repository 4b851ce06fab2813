"""Whatever order the broker confirms in, singly or many at once, each caller is told once and rightly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lianfang.messaging.confirms import Batch, Confirms, PublishFailed
from lianfang.messaging.outgoing import Outgoing


def a_batch(size: int, told: list) -> Batch:
    return Batch([Outgoing("", "q", b"") for _ in range(size)], 0.0, 0.0, told.append)


def sent(confirms: Confirms, *batches: Batch) -> None:
    for batch in batches:
        for index in range(len(batch.messages)):
            confirms.sent(batch, index)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.data())
def test_every_batch_is_told_once_when_its_last_message_is_confirmed(sizes, data):
    confirms, told = Confirms(), [[] for _ in sizes]
    batches = [a_batch(size, told[number]) for number, size in enumerate(sizes)]
    sent(confirms, *batches)
    owner = [number for number, size in enumerate(sizes) for _ in range(size)]
    open_tags = set(range(1, len(owner) + 1))
    while open_tags:
        tag = data.draw(st.sampled_from(sorted(open_tags)))
        multiple = data.draw(st.booleans())
        settled = {open_tag for open_tag in open_tags if open_tag <= tag} if multiple else {tag}
        done = confirms.settle(tag, multiple, confirmed=True)
        open_tags -= settled
        complete = [n for n in range(len(sizes)) if not any(owner[t - 1] == n for t in open_tags)]
        assert [told[number] for number in range(len(sizes))] == [
            [None] if number in complete else [] for number in range(len(sizes))
        ]
        assert all(batch.done for batch in done)
        assert len(confirms) == len(open_tags)


def test_a_refusal_fails_only_the_batch_concerned():
    confirms, good, bad = Confirms(), [], []
    sent(confirms, a_batch(1, good), a_batch(2, bad))
    confirms.settle(2, multiple=False, confirmed=False)
    confirms.settle(3, multiple=True, confirmed=True)
    assert good == [None]
    assert [type(error) for error in bad] == [PublishFailed]


def test_a_confirm_for_a_forgotten_or_unknown_tag_is_ignored():
    confirms, told = Confirms(), []
    batch = a_batch(1, told)
    sent(confirms, batch)
    confirms.forget(batch)
    assert confirms.settle(1, multiple=False, confirmed=True) == []
    assert confirms.settle(77, multiple=True, confirmed=True) == []
    assert told == []
    assert len(confirms) == 0


def test_after_a_lost_channel_only_what_was_not_confirmed_is_sent_again():
    confirms, told = Confirms(), []
    batch = a_batch(3, told)
    sent(confirms, batch)
    confirms.settle(2, multiple=False, confirmed=True)
    assert confirms.abandon() == [batch]
    again = [batch.messages[0], batch.messages[2]]
    batch.rewind()
    assert list(batch.messages) == again
    sent(confirms, batch)
    confirms.settle(5, multiple=True, confirmed=True)
    assert told == [None]


def test_a_callback_that_raises_harms_nobody_else():
    def broken(_error):
        raise RuntimeError("the caller's fault")

    confirms, told = Confirms(), []
    sent(confirms, Batch([Outgoing("", "q", b"")], 0.0, 0.0, broken), a_batch(1, told))
    confirms.settle(2, multiple=True, confirmed=True)
    assert told == [None]
