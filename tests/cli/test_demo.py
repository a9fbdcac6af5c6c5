"""`motcua demo`: the sample province is there with its accounts, and loading it again changes nothing."""

from __future__ import annotations

from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import everything, value

from motcua.services.desk import worklist
from motcua.services.sample import demo, demo_dossiers
from motcua.services.work import House


def test_the_accounts_are_printed_and_the_province_stays_as_it_is(motcua_json, house, database_url) -> None:
    before = everything(house)
    printed = motcua_json("demo", database=database_url)
    logins = {account["login"]: account for account in printed["accounts"]}
    assert {"hang@example.vn", "ha.tran", "vinh.le"} <= logins.keys()
    assert {account["password"] for account in printed["accounts"]} == {demo.PASSWORD}
    assert any("1.001612" in line for line in printed["loaded"])
    assert everything(house) == before


def test_sample_dossiers_stand_at_different_points_of_their_life(house: House) -> None:
    codes = list(demo_dossiers.fill(house, 9, NOW))
    assert len(set(codes)) == value(house, "select count(*) from dossier") == 9
    assert value(house, "select count(distinct state) from dossier") >= 3
    # Nothing of a sample happens after the present.
    assert value(house, "select count(*) from audit where at > :now", now=NOW) == 0
    with house.work() as work:
        assert worklist.of(work, actor_of(house, "ha.tran"), NOW)
