import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.web.access import NOBODY, Caller, require_region, require_role
from lianfang.web.problems import Forbidden

codes = st.sampled_from([2, 4, 6, 9, 12, 16]).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n))


def of(region):
    return Caller("a", frozenset({"viewer"}), region)


@given(codes, codes)
def test_a_caller_sees_exactly_what_lies_in_its_region(own, asked):
    assert of(own).may_see(asked) == asked.startswith(own)


@given(codes)
def test_the_country_sees_all_and_is_seen_by_nobody_below(region):
    assert of("").may_see(region)
    assert not of(region).may_see("")


@given(codes)
def test_the_caller_of_a_public_endpoint_sees_no_region(region):
    assert not NOBODY.may_see(region)
    assert not NOBODY.may_see("")


def test_what_may_not_is_forbidden_with_the_reason():
    require_region(of("350924"), "350924100")
    require_role(of(""), "viewer", "operator")
    with pytest.raises(Forbidden, match="350925 is outside yours"):
        require_region(of("350924"), "350925")
    with pytest.raises(Forbidden, match="intake, operator"):
        require_role(of(""), "operator", "intake")
