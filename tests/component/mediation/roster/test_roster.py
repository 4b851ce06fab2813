"""Studios and mediators are kept, imported whole or not at all, and nobody's name lies about."""

from pathlib import Path

import pytest
from marshmallow import RAISE

from lianfang.persistence.handled import ReusedId
from lianfang.persistence.store import find_all
from services.mediation.app.choosing import weights_of
from services.mediation.app.roster import views
from services.mediation.app.roster.importing import BadRoster, import_roster, read_roster
from services.mediation.app.roster.roster import NotOnRoster, OtherCounty
from services.mediation.app.roster.schemas import RosterBody
from services.mediation.domain.roster.need import Need
from services.mediation.domain.roster.suggest import suggest
from tests.fixtures.mediation_desk import COUNTY, MEDIATOR, NOON, STUDIO, any_version, command, desk
from tests.fixtures.mediation_domain import policy

SHOUNING = Path("scenarios/shouning/mediation/roster.yaml")


@pytest.fixture
def here(tmp_path):
    return desk(tmp_path / "store.db")


def put(here, **changed):
    return here.roster.put_mediator("m-1", {**MEDIATOR, **changed}, command(), any_version)


def roster(**changed):
    studio = {**{name: value for name, value in STUDIO.items() if name != "county"}, "id": "hall"}
    mediator = {**{name: value for name, value in MEDIATOR.items() if name != "county"}, "id": "m-1"}
    return RosterBody(unknown=RAISE).load({"studios": [studio], "mediators": [mediator], **changed})


def asked(here, need):
    known = [kept.item for kept in here.roster.mediators(COUNTY)]
    return suggest(need, known, here.roster.loads(each.id for each in known), weights_of(policy()))


def assign(here, mediator, count):
    for number in range(count):
        here.store.insert("cases", {"id": f"case-{mediator}-{number}", "keys": {"mediator": mediator}})


def test_names_and_phones_are_stored_encrypted_and_shown_only_when_handed_over(here):
    kept = put(here)
    stored = str(list(find_all(here.store, "mediators")))
    assert "演练张三" not in stored
    assert "13800000000" not in stored
    assert here.roster.personal(kept.item) == {"name": "演练张三", "phone": "13800000000"}
    assert not {"name", "phone", "sealed"} & set(views.mediator(kept.item, 0, None))
    assert views.mediator(kept.item, 0, here.roster.personal(kept.item))["name"] == "演练张三"


def test_a_name_left_out_stays(here):
    put(here)
    kept = put(here, name="", phone="13900000000")
    assert here.roster.personal(kept.item) == {"name": "演练张三", "phone": "13900000000"}
    assert here.roster.personal(put(here, name="", phone="").item)["phone"] == "13900000000"


def test_versions_rise_and_a_check_of_them_stops_a_change(here):
    assert (put(here).version, put(here, capacity=9).version) == (1, 2)

    def refuse(version):
        raise ValueError(f"saw another than {version}")

    with pytest.raises(ValueError, match="another than 2"):
        here.roster.put_mediator("m-1", MEDIATOR, command(), refuse)
    assert here.roster.mediator("m-1").item.capacity == 9


def test_a_repeated_command_has_one_effect_and_its_id_is_not_for_another_body(here):
    first = here.roster.put_studio("hall", STUDIO, command("c"), any_version)
    again = here.roster.put_studio("hall", STUDIO, command("c"), any_version)
    assert (first, again.version) == (again, 1)
    other = type(command())(command("c").id, body_hash="other")
    with pytest.raises(ReusedId):
        here.roster.put_studio("hall", STUDIO, other, any_version)


def test_an_id_belongs_to_one_county(here):
    put(here)
    with pytest.raises(OtherCounty):
        put(here, county="350925", regions=["350925"])


def test_suggestions_count_open_cases_from_the_index_of_cases(here):
    here.furnish()
    assign(here, "m-1", 2)
    assign(here, "m-2", 5)
    need = Need("200301", f"{COUNTY}100", NOON.date(), 119.5, 27.46)
    found = asked(here, need)
    assert [(each.mediator, [word for word, _ in each.excluded]) for each in found] == [
        ("m-3", []), ("m-1", []), ("m-2", ["full"]),
    ]  # fmt: skip
    shown = views.suggestions(found)
    assert [each["mediator"] for each in shown["suggested"]] == ["m-3", "m-1"]
    assert shown["excluded"][0]["reasons"] == [{"reason": "full", "detail": "5 open cases of 5"}]


def test_an_import_makes_the_roster_what_it_says_and_keeps_who_is_gone_as_inactive(here):
    here.furnish()
    done = import_roster(here.roster, COUNTY, roster(), command("i"))
    assert (done.studios, done.mediators, done.inactive) == (1, 1, 2)
    assert [kept.item.active for kept in here.roster.mediators(COUNTY)] == [True, False, False]
    again = import_roster(here.roster, COUNTY, roster(), command("i"))
    assert (again.inactive, here.roster.mediator("m-2").version) == (0, 2)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda body: body["mediators"][0]["studios"].append("nowhere"), "mediators.0.studios.1"),
        (lambda body: body["mediators"].append(body["mediators"][0]), "mediators.1.id"),
        (lambda body: body["studios"].append(body["studios"][0]), "studios.1.id"),
        (lambda body: body["studios"][0].update(region="350925100"), "studios.0.region"),
        (lambda body: body["mediators"][0].update(regions=["350924", "35"]), "mediators.0.regions.1"),
        (lambda body: body.update(county="350925"), "county"),
    ],
)
def test_a_roster_with_one_mistake_is_refused_whole(here, change, field):
    body = roster()
    change(body)
    with pytest.raises(BadRoster) as bad:
        import_roster(here.roster, COUNTY, body, command())
    assert [each.field for each in bad.value.problems] == [field]
    assert bad.value.problems[0].remedy
    assert list(here.roster.studios(COUNTY)) == []


def test_an_import_does_not_take_another_countys_ids(here):
    put(here, county="350925", regions=["350925"])
    with pytest.raises(BadRoster, match="350925"):
        import_roster(here.roster, COUNTY, roster(), command())


def test_a_file_is_judged_field_by_field(tmp_path):
    path = tmp_path / "roster.yaml"
    path.write_text("studios: [{id: Hall, kind: tavern}]\nmediators: []\ncolour: red\n")
    with pytest.raises(BadRoster) as bad:
        read_roster(path)
    fields = {each.field for each in bad.value.problems}
    assert {"studios.0.id", "studios.0.kind", "studios.0.lon", "colour"} <= fields
    path.write_text("studios: [")
    with pytest.raises(BadRoster, match="no YAML"):
        read_roster(path)


def test_shounings_roster_serves_every_township_in_every_mode(here):
    body = read_roster(SHOUNING)
    assert body["synthetic"]
    import_roster(here.roster, COUNTY, body, command())
    kinds = [kept.item.kind for kept in here.roster.studios(COUNTY)]
    assert (kinds.count("studio"), kinds.count("centre"), len(kinds)) == (6, 2, 10)
    regions = [line[:9] for line in Path("scenarios/shouning/facts/townships.csv").read_text().splitlines()[1:]]
    for region in regions:
        for mode in policy().modes:
            need = Need("200302", region, NOON.date(), mode=mode)
            assert not asked(here, need)[0].excluded, (region, mode)
    assert all(here.roster.personal(kept.item)["name"].startswith("演练") for kept in here.roster.mediators(COUNTY))


def test_shounings_roster_names_real_places():
    codes = {line.split(",")[0] for line in Path("scenarios/shouning/pack/regions.csv").read_text().splitlines()}
    body = read_roster(SHOUNING)
    assert {each["region"] for each in body["studios"]} <= codes
    assert {region for each in body["mediators"] for region in each["regions"]} <= codes


def test_who_is_not_there_is_not_found(here):
    with pytest.raises(NotOnRoster, match="m-7"):
        here.roster.mediator("m-7")
