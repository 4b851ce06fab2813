"""Link candidates for a party among 100,000: who is it, and which old quarrels are within two hops?

The peers look at everybody: rapidfuzz over all names as plaintext in memory, which finds like names and decides
nothing; and what sealed records without a blind index would need, unsealing and comparing each.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from bench.rig import Rig, Row
from lianfang.persistence.cipher import FieldCipher, generate_key
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.persistence.store import Insert
from services.mediation.app.people.blind import Blind
from services.mediation.app.people.documents import EDGES, PARTY, PEOPLE, Statement, document_of, seal, unseal
from services.mediation.app.people.find_links import FindLinks
from services.mediation.app.people.pinyin import LIKENESS
from services.mediation.app.people.register import People
from services.mediation.domain.people.agreement import compare
from services.mediation.domain.people.identity import Stated
from services.mediation.domain.people.weights import Weights

PARTIES, ASKED, BATCH = 100_000, 300, 5_000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓韩冯曹叶缪范龚柳"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂兰玉萍红鹏辉飞建国华志文斌宇浩凯健俊帆雪龙丹峰福生大山小春金水木"
)


@dataclass
class County:
    """The people, as plaintext for the peers only."""

    stated: list[Stated]
    tokens: list[str]
    people: People
    links: FindLinks
    cipher: FieldCipher


def measure(rig: Rig) -> list[Row]:
    """Medians over 300 parties; the unsealing peer runs once over everybody."""
    store = SqliteStore(rig.folder / "links.db")
    try:
        county = _county(store)
        chance = random.Random(11)
        asked = chance.sample(range(PARTIES), ASKED)
        names = [stated.name for stated in county.stated]
        scan = _median_ms([partial(_scan, county.stated[n].name, names) for n in asked[:50]])
        unsealing = _median_ms([partial(_unseal_all, county, county.stated[asked[0]])])
        who = _median_ms([partial(_known, county, n) for n in asked])
        links = _median_ms([partial(county.links, f"case-{n // 2}") for n in asked])
        offered = statistics.mean(len(county.links(f"case-{n // 2}")) for n in asked)
    finally:
        store.close()
    among = f"among {PARTIES:,} parties"
    return [
        _row(f"who is this party, {among} : rapidfuzz over all plain names", who, scan),
        _row(f"who is this party, {among} : unsealing and comparing all", who, unsealing),
        _row(
            f"old quarrels of a case ({offered:.1f} found), {among} : rapidfuzz over all plain names", links, scan
        ),
    ]


def _row(what: str, ours: float, peer: float) -> Row:
    return Row(what, f"{ours:,.2f} ms", f"{peer:,.2f} ms", ours / peer, "", None)


def _known(county: County, number: int) -> None:
    """Ask for somebody known, without the id number, and be sure of the answer."""
    stated = county.stated[number]
    found = county.people.find(Stated(stated.name, "", stated.phone, stated.birth_date, stated.village))
    if f"p-{number}" not in {each.person_id for each in found.people}:
        raise RuntimeError(f"party {number} was not found")


def _scan(name: str, names: Sequence[str]) -> None:
    cdist([name], names, scorer=Indel.normalized_similarity, score_cutoff=0.6)


def _unseal_all(county: County, stated: Stated) -> None:
    weights = Weights()
    for token in county.tokens:
        compare(stated, unseal(county.cipher, token), weights, LIKENESS)


def _median_ms(questions: Sequence[Callable[[], object]]) -> float:
    seen = []
    for ask in questions:
        start = time.perf_counter()
        ask()
        seen.append(time.perf_counter() - start)
    return statistics.median(seen) * 1e3


def _county(store: SqliteStore) -> County:
    """Two parties a case over eighteen years, four to a house, some with kin stated; loaded in bulk."""
    keys = [generate_key()]
    cipher, blind = FieldCipher(keys), Blind(keys)
    people = People(store, cipher, blind, lambda: datetime.now(UTC))
    stated = list(_people())
    tokens = [seal(cipher, each) for each in stated]
    chance = random.Random(5)
    for start in range(0, PARTIES, BATCH):
        writes = []
        for n in range(start, start + BATCH):
            made = blind.keys(stated[n])
            day = date(2008, 1, 1) + timedelta(days=n // 2 % 6_500)
            statement = Statement(
                f"case-{n // 2}/p{n % 2}", f"case-{n // 2}", "ab"[n % 2], PARTY, day.isoformat(), tokens[n],
                made.all, made.household, made.workplace,
            )  # fmt: skip
            writes.append(Insert(PEOPLE, document_of(f"p-{n}", [statement])))
            if n % 5 == 0:
                ends = [f"p-{n}", f"p-{chance.choice([o for o in (n - 7, n + 7) if 0 <= o < PARTIES])}"]
                edge = {"id": f"e-{n}", "ends": ends, "kind": "sibling", "case": f"case-{n // 2}"}
                writes.append(Insert(EDGES, edge))
        if any(store.bulk(writes).errors):
            raise RuntimeError("the people could not be loaded")
    return County(stated, tokens, people, FindLinks(store), cipher)


def _people() -> Iterator[Stated]:
    chance = random.Random(3)
    for n in range(PARTIES):
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2))))
        born = date(1940, 1, 1) + timedelta(days=chance.randrange(25_000))
        village = f"350924{100 + n % 14:03d}{n // 4 % 15 + 1:03d}"
        work = f"寿宁县第{chance.randrange(3_000)}厂" if chance.random() < 0.2 else ""
        phone = f"138{n // 3:08d}"
        yield Stated(name, "", phone, born.isoformat(), village, f"{n // 56 * 14 + n % 14}号", work)
