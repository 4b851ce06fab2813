"""Stored fields move to the first key; what was moved is left alone, what no key fits is named."""

import itertools

import pytest

from lianfang.persistence.cipher import FieldCipher, generate_key
from lianfang.persistence.rekeying import rekey, tokens
from lianfang.persistence.store import Collection
from lianfang.persistence.uri import open_store

OLD, NEW = generate_key(), generate_key()
OLDER, BOTH, NEWER = FieldCipher([OLD]), FieldCipher([NEW, OLD]), FieldCipher([NEW])


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite://{tmp_path / 's.db'}")
    store.declare(Collection("cases"))
    for number in range(5):
        inside = {"said": [OLDER.encrypt("张三"), "plain"], "deep": {"token": OLDER.encrypt(str(number))}}
        store.insert("cases", {"id": f"c{number}", "state": inside, "n": number})
    yield store
    store.close()


def said(store, id, cipher):
    return [cipher.decrypt(token) for token in tokens(store.get("cases", id))]


def test_all_is_read_with_the_new_key_alone_afterwards(store):
    assert rekey(store, "cases", BOTH, check=True).rewritten == 5
    assert rekey(store, "cases", BOTH).rewritten == 5
    assert [said(store, f"c{n}", NEWER) for n in range(5)] == [["张三", str(n)] for n in range(5)]
    assert store.get("cases", "c3")["state"]["said"][1] == "plain"
    again = rekey(store, "cases", BOTH)
    assert (again.documents, again.rewritten, again.unread) == (5, 0, 0)


def test_a_walk_that_broke_off_is_taken_up_and_does_only_the_rest(store):
    turns = itertools.count(1)

    def broken_off(_tally):
        if next(turns) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rekey(store, "cases", BOTH, each=broken_off)
    assert rekey(store, "cases", BOTH).rewritten == 3


def test_a_document_written_meanwhile_keeps_what_was_written(store):
    taken = store.find

    def find(*arguments, **more):
        page = taken(*arguments, **more)
        for each in page.documents:
            store.replace("cases", {**each, "n": "written meanwhile"}, each["revision"])
        return page

    store.find = find
    rekey(store, "cases", BOTH)
    del store.find
    assert {document["n"] for document in store.find("cases").documents} == {"written meanwhile"}
    assert said(store, "c1", NEWER) == ["张三", "1"]


def test_what_no_key_fits_is_counted_and_named_and_left_as_it_is(store):
    before = store.get("cases", "c2")
    lost = FieldCipher([generate_key()]).encrypt("x")
    store.replace("cases", {**before, "state": lost}, before["revision"])
    found = rekey(store, "cases", BOTH)
    assert (found.unread, found.unreadable) == (1, ["cases/c2"])
    assert store.get("cases", "c2")["state"] == lost
