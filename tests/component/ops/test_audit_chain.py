"""The audit chain on a real store."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from lianfang.ops import audit
from lianfang.persistence.uri import open_store

NOW = datetime(2025, 1, 31, 8, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'audit.db'}")
    store.declare(audit.collection())
    yield store
    store.close()


@pytest.fixture
def chain(store):
    return audit.AuditChain(store, "reads", lambda: NOW)


def fill(chain, count):
    return [chain.append(actor="officer-7", action="reporter_read", subject=f"i{n}") for n in range(count)]


def test_rows_are_numbered_and_linked(store, chain):
    heads = fill(chain, 3)
    assert [head.number for head in heads] == [1, 2, 3]
    row = store.get("audit", "reads:000000000002")
    assert row["previous"] == heads[0].hash
    assert (row["actor"], row["subject"], row["at"]) == ("officer-7", "i1", NOW.isoformat())
    assert chain.head() == heads[-1]
    assert chain.verify(heads) == []


def test_an_empty_chain_has_no_head_and_is_intact(chain):
    assert chain.head() is None
    assert chain.verify() == []


def test_appends_of_several_processes_make_one_chain(store):
    chains = [audit.AuditChain(store, "reads", lambda: NOW) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: fill(one, 10), chains))
    assert chains[0].verify() == []
    assert chains[0].head().number == 40


def test_chains_do_not_meet(store, chain):
    fill(chain, 2)
    other = audit.AuditChain(store, "exports", lambda: NOW)
    fill(other, 1)
    assert (chain.head().number, other.head().number) == (2, 1)
    assert chain.verify() == other.verify() == []


@pytest.mark.parametrize("kind", ["altered", "missing", "cut_tail"])
def test_tampering_in_the_store_shows(store, chain, kind):
    head = fill(chain, 5)[-1]
    victim = store.get("audit", "reads:000000000005" if kind == "cut_tail" else "reads:000000000003")
    if kind == "altered":
        store.replace("audit", victim | {"actor": "nobody"}, victim["revision"])
    else:
        store.delete("audit", victim["id"], victim["revision"])
    findings = chain.verify([head])
    assert kind in {finding.kind for finding in findings}
    assert findings[0].number == victim["number"]


def test_a_storage_write_that_changes_nothing_leaves_the_chain_intact(store, chain):
    fill(chain, 2)
    row = store.get("audit", "reads:000000000001")
    store.replace("audit", row, row["revision"])
    assert chain.verify() == []


def test_a_chains_name_is_one_word(store):
    with pytest.raises(ValueError, match=":"):
        audit.AuditChain(store, "a:b", lambda: NOW)
