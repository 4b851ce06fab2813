"""After a service's own walk the new field key alone finds and reads everybody, and keeps second entries off."""

from __future__ import annotations

import pytest

from lianfang.persistence.cipher import FieldCipher, generate_key
from lianfang.persistence.uri import open_store
from lianfang.runtime import rekeying
from services.mediation import rekey as mediation
from services.mediation.app.people.blind import Blind
from services.mediation.app.people.register import People
from services.mediation.domain.people.identity import Stated
from services.patrol import rekey as patrol
from services.patrol.domain.people.ids import person_id
from services.patrol.domain.refused import Refused
from tests.fixtures.clock import Clock
from tests.fixtures.patrol_people import people_office

OLD, NEW = generate_key(), generate_key()
LI = Stated("李建国", "352229196005012311", birth_date="1960-05-01")


@pytest.fixture
def walk(tmp_path, monkeypatch, capsys):
    """Walk a service's store as its program does; return exit code and what it said."""
    monkeypatch.setenv("LIANFANG_STORE_URI", f"sqlite://{tmp_path / 'service.db'}")
    monkeypatch.setenv("LIANFANG_FIELD_KEYS", f"{NEW},{OLD}")

    def walk(module, name, *arguments):
        code = rekeying.main(name, module.collections(), getattr(module, "reseals", rekeying.no_reseals), arguments)
        said = capsys.readouterr()
        return code, said.out + said.err

    return walk


def test_mediation_finds_people_by_the_new_key_alone(walk, tmp_path):
    store = open_store(f"sqlite://{tmp_path / 'service.db'}")

    def people(*keys):
        return People(store, FieldCipher(keys), Blind(keys), Clock())

    known = people(OLD).resolve(LI, "case-1", "p").person_id
    assert walk(mediation, "mediation", "--check")[0] == 1
    code, said = walk(mediation, "mediation")
    assert (code, "1 written anew" in said) == (0, True), said
    assert walk(mediation, "mediation", "--check")[0] == 0
    again = people(NEW)
    assert again.resolve(Stated("李建国", LI.id_number), "case-2", "p").person_id == known
    assert {stated.name for _, stated in again.statements(known)} == {"李建国"}
    store.close()


def test_patrol_keeps_a_second_entry_off_by_the_new_key_alone(walk, tmp_path):
    before = people_office(tmp_path / "service.db", keys=(OLD,))
    before.join("gone", phone="13900000001")
    before.join("one", phone="13900000002")
    before.store.close()
    code, said = walk(patrol, "patrol")
    assert (code, "2 written anew" in said) == (0, True), said
    after = people_office(tmp_path / "service.db", keys=(NEW,))
    assert after.desk.registering.personal.get(person_id("one")).said["phone"] == "13900000002"
    with pytest.raises(Refused, match="on the list already"):
        after.join("two", phone="13900000002")
    after.store.close()


@pytest.mark.parametrize(
    ("name", "value", "told"), [("FIELD_KEYS", "short", "field key 1"), ("STORE_URI", "x:", "store")]
)
def test_a_wrong_setting_is_one_line_that_shows_no_key(walk, monkeypatch, name, value, told):
    monkeypatch.setenv(f"LIANFANG_{name}", value)
    code, said = walk(patrol, "patrol")
    assert (code, said.count("\n")) == (2, 1)
    assert told in said
    assert NEW not in said
