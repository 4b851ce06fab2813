"""Signals and relations are words of the county's rules, wherever a report comes from."""

from __future__ import annotations

import pytest

from services.mediation.app.open_case import Notice
from services.mediation.domain.refused import Refused
from tests.fixtures.mediation import COUNTY, GRIDS, command, person

SAME_TWO = tuple(
    person(name, side, phone=phone, birth_date="1980-05-01", village=GRIDS[0][:12])
    for name, side, phone in (("演练张三", "a", "13900000001"), ("演练李四", "b", "13900000002"))
)


def notice(**said):
    return Notice(
        **{"source": "visit", "ref": "v-1", "category": "200302", "county": COUNTY, "region": GRIDS[0], **said}
    )


@pytest.mark.parametrize(
    ("field", "said"), [("signals", {"signals": ("thraets",)}), ("relation", {"relation": "foes"})]
)
def test_a_misspelt_word_is_refused_before_anything_is_kept(office, field, said):
    with pytest.raises(Refused) as refused:
        office.app.open_case(notice(**said), command("wrong"))
    assert (refused.value.field, office.events()) == (field, [])
    opened = office.app.open_case(notice(signals=("threats",)), command("right"))
    assert opened.fresh
    with pytest.raises(Refused, match="thraets"):
        office.app.open_case(
            notice(source="walk_in", also=(("visit", "v-1"),), signals=("thraets",)), command("again")
        )


def test_cases_under_different_rules_are_merged_all_the_same(office):
    before = office.open("before")
    office.join(before.id, *SAME_TWO)
    factors = {"factors": {"signals": {"points": {"moonlight": 5}}}}
    office.app.policies.put(COUNTY, {"grading": factors}, command("policy"))
    after = office.open("after", signals=("moonlight", "threats"))
    assert after.policy != before.policy
    one = office.join(after.id, *SAME_TWO)
    assert one.id == before.id
    assert one.signals == {"threats"}, "what its own rules count"
