"""Parties are known again, once each, in whatever order and however many processes ask."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.persistence.cipher import generate_key
from lianfang.persistence.store import find_all
from services.mediation.app.people.answers import How
from services.mediation.app.people.documents import CLAIMS, EDGES, PEOPLE
from services.mediation.app.people.register import UnknownPerson
from services.mediation.domain.people.id_number import check_digit
from services.mediation.domain.people.identity import Flag, Stated
from services.mediation.domain.people.kin import Kind

HOME = "350924100001"


def number(born: str, order: int = 1) -> str:
    seventeen = f"350924{born}{order:03d}"
    return seventeen + check_digit(seventeen)


LI = Stated("李建国", number("19600501"), "13800001234", "", HOME, "下党村12号", "寿宁县茶厂")
ANYWAY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

somebody = st.builds(
    Stated, name=st.sampled_from(["李建国", "李建军", "王芳"]),
    id_number=st.sampled_from(["", number("19600501"), number("19630802"), number("19600501", 2)]),
    phone=st.sampled_from(["", "13800001234"]), village=st.sampled_from(["", HOME]),
    household=st.sampled_from(["", "下党村12号"]),
)  # fmt: skip


@given(st.lists(somebody, min_size=1, max_size=4))
@ANYWAY
def test_asking_again_gives_the_same_answer_and_makes_nobody(register_at, tmp_path_factory, stated):
    register = register_at(str(tmp_path_factory.mktemp("again") / "people.db"))
    first = [register.people.resolve(each, f"case-{n}", "p") for n, each in enumerate(stated)]
    before = list(find_all(register.store, PEOPLE))
    assert [register.people.resolve(each, f"case-{n}", "p") for n, each in enumerate(stated)] == first
    assert list(find_all(register.store, PEOPLE)) == before


@given(
    st.lists(somebody, min_size=2, max_size=6).flatmap(lambda all: st.tuples(st.just(all), st.permutations(all)))
)
@ANYWAY
def test_in_any_order_one_id_number_is_one_person(register_at, tmp_path_factory, both):
    for order in both:
        register = register_at(str(tmp_path_factory.mktemp("order") / "people.db"))
        found = [(each, register.people.resolve(each, f"case-{n}", "p")) for n, each in enumerate(order)]
        owners: dict[str, set[str]] = {}
        for each, answer in found:
            if each.id_number:
                owners.setdefault(each.id_number, set()).add(answer.person_id)
        assert all(len(people) == 1 for people in owners.values())
        assert len(set.union(set(), *owners.values())) == len(owners)


def test_a_known_party_is_the_same_person_and_a_brother_is_offered(register):
    li = register.people.resolve(LI, "case-1", "p")
    again = register.people.resolve(Stated("李建国", phone="138 0000 1234", village=HOME), "case-2", "p")
    brother = register.people.resolve(Stated("李建军", household=LI.household, village=HOME), "case-3", "p")
    assert (li.how, again.how, again.person_id) == (How.NEW, How.SAME, li.person_id)
    assert brother.how is How.NEW
    assert [each.person_id for each in brother.possible] == [li.person_id]


def test_what_an_officer_rejected_is_not_offered_again(register):
    li = register.people.resolve(LI, "case-1", "p")
    brother = Stated("李建军", household=LI.household, village=HOME)
    known = register.people.resolve(brother, "case-2", "p").person_id
    register.relations.reject_same(known, li.person_id, by="officer-7")
    corrected = register.people.resolve(replace(brother, phone=LI.phone), "case-2", "p")
    assert corrected.person_id == known
    assert corrected.possible == ()


def test_a_corrected_statement_is_kept_and_who_now_agrees_is_offered_not_joined(register):
    li = register.people.resolve(LI, "case-1", "p")
    vague = register.people.resolve(Stated("李建国"), "case-2", "p")
    assert vague.how is How.NEW
    clear = register.people.resolve(Stated("李建国", LI.id_number), "case-2", "p")
    assert clear.person_id == vague.person_id != li.person_id
    assert [each.person_id for each in clear.possible] == [li.person_id]
    ((statement, said),) = register.people.statements(vague.person_id)
    assert said.id_number == LI.id_number
    assert statement.ref == "case-2/p"


def test_another_name_under_a_known_id_number_is_told(register):
    li = register.people.resolve(LI, "case-1", "p")
    other = register.people.resolve(Stated("王秀英", LI.id_number), "case-2", "p")
    assert (other.person_id, other.flags) == (li.person_id, (Flag.OTHER_NAME,))


def test_flags_are_told_also_to_who_asks_again(register):
    answer = register.people.resolve(Stated("李建国", "123"), "case-1", "p")
    assert answer.flags == (Flag.ID_NUMBER,)
    assert register.people.resolve(Stated("李建国", "123"), "case-1", "p").flags == answer.flags


@pytest.mark.parametrize("same_party", [True, False], ids=["one party", "two cases"])
def test_processes_that_resolve_one_person_at_once_make_one(register_at, same_party):
    registers = [register_at() for _ in range(4)]
    start, found = threading.Barrier(len(registers)), []

    def run(n: int) -> None:
        start.wait()
        for turn in range(5):
            stated = (
                replace(LI, id_number=number("19600501", turn))
                if not same_party
                else Stated("李建国", village=HOME)
            )
            case = f"case-{turn}" if same_party else f"case-{turn}-{n}"
            found.append((turn, registers[n].people.resolve(stated, case, "p").person_id))

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(registers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 5
    assert registers[0].store.count(PEOPLE) == 5
    statements = [each for document in find_all(registers[0].store, PEOPLE) for each in document["statements"]]
    assert len({each["ref"] for each in statements}) == len(statements) == (5 if same_party else 20)


def test_a_process_that_ended_between_claim_and_keeping_is_made_good(register):
    answer = register.people.resolve(LI, "case-1", "p")
    document = register.store.get(PEOPLE, answer.person_id)
    register.store.delete(PEOPLE, answer.person_id, document["revision"])
    assert register.people.resolve(LI, "case-1", "p") == answer
    assert len(register.people.statements(answer.person_id)) == 1


def test_relating_twice_states_it_once_and_nobody_is_their_own_father(register):
    li = register.people.resolve(LI, "case-1", "p").person_id
    father = Stated("李建国", LI.id_number, village=HOME)
    one = register.relations.relate(li, Kind.FATHER, father, "case-1")
    two = register.relations.relate(li, Kind.FATHER, father, "case-1")
    assert one == two
    assert one.edge.end != li
    assert register.store.count(EDGES) == 1
    with pytest.raises(ValueError, match="confirm_same"):
        register.relations.relate(li, Kind.SAME_AS, one.edge.end, "case-1")
    with pytest.raises(UnknownPerson):
        register.relations.relate(li, Kind.FATHER, "p-nobody", "case-1")


def test_saying_that_two_are_one_keeps_who_said_what_when(register):
    one = register.people.resolve(Stated("李建国"), "case-1", "p").person_id
    two = register.people.resolve(Stated("李建国"), "case-2", "p").person_id
    register.relations.confirm_same(one, two, by="officer-7")
    register.relations.confirm_same(two, one, by="officer-9")
    register.relations.reject_same(one, two, by="officer-8")
    (edge,) = find_all(register.store, EDGES)
    assert [(entry["said"], entry["by"]) for entry in edge["history"]] == [
        ("confirmed", "officer-7"), ("rejected", "officer-8"),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="their own"):
        register.relations.confirm_same(one, one, by="officer-7")
    with pytest.raises(ValueError, match="by"):
        register.relations.confirm_same(one, two, by="")


def test_nothing_that_names_anybody_lies_in_the_store(register, tmp_path):
    register.quarrel("case-1", "2008-01-01", LI, Stated("欧阳慧敏", phone="13911112222", birth_date="1977-03-04"))
    li = register.people.resolve(LI, "case-1", "party-a").person_id
    register.relations.relate(li, Kind.SPOUSE, Stated("司马秀英", village=HOME), "case-1")
    register.people.resolve(Stated("李建军", household=LI.household, village=HOME), "case-3", "p")
    assert register.store.count(CLAIMS) > 0
    bytes_ = b"".join(path.read_bytes() for path in tmp_path.glob("people.db*"))
    assert b"case-1" in bytes_
    names = ("李建国", "李建军", "欧阳慧敏", "司马秀英", "下党村", "茶厂", "jian guo")
    numbers = (LI.id_number, LI.phone, "13911112222", "1977-03-04", "1960-05-01", HOME)
    for secret in (*names, *numbers):
        for form in (secret, ascii(secret)[1:-1]):
            assert form.encode() not in bytes_, secret


def test_a_rotated_key_still_finds_people_and_resealing_lets_the_old_key_go(register_at):
    old, new = generate_key(), generate_key()
    before = register_at("people.db", old)
    li = before.people.resolve(LI, "case-1", "p").person_id
    between = register_at("people.db", new, old)
    assert between.people.resolve(Stated("李某", LI.id_number), "case-2", "p").person_id == li
    assert between.people.resolve(Stated("李建国", phone=LI.phone, village=HOME), "case-3", "p").person_id == li
    between.people.reseal(li)
    after = register_at("people.db", new)
    assert after.people.resolve(Stated("李某", LI.id_number), "case-4", "p").person_id == li
    assert len(after.people.statements(li)) == 4
    assert after.people.resolve(LI, "case-1", "p").person_id == li
