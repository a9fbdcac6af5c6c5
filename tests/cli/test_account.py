"""`motcua account`: an empty installation gets its first administrator, and a locked one without anybody its way back."""

from __future__ import annotations

import pytest
from fixtures_accounts import person
from fixtures_house import NOW, post
from fixtures_watch import rows
from flask.testing import FlaskClient
from sqlalchemy import text

from motcua.services.accounts import incidents
from motcua.services.work import House

GIANG = ("first", "giang.nguyen", "--name", "Nguyễn Giang", "--province-code", "H50")
PROVINCE = ("--province-name", "Ủy ban nhân dân tỉnh Quảng Trị")


def empty(house: House) -> None:
    """Nothing but the tables."""
    with house.engine.begin() as connection:
        # What the log's tables refuse to anybody is done without their triggers.
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text("truncate agency, account, role, calendar, procedure cascade"))


@pytest.mark.req("J-10")
def test_an_empty_installation_gets_as_many_top_administrators_as_decide_on_accounts(
    motcua_json, motcua_here, house: House, database_url: str, client: FlaskClient
) -> None:
    empty(house)
    assert "name:" in motcua_here("account", *GIANG, database=database_url).output
    made = motcua_json("account", *GIANG, *PROVINCE, database=database_url)
    entered = post(client, "/account/sign-in", login="giang.nguyen", password=made["password"])
    assert entered.location == "/account/second-factor/set-up"
    (held,) = rows(house, "select role_key, a.code from role_grant join agency a on a.id = agency_id")
    assert (held.role_key, held.code) == ("quan_tri_cao_nhat", "H50")
    again = motcua_here("account", *GIANG, *PROVINCE, database=database_url)
    assert again.exit_code == 1
    second = motcua_here("account", "first", "an.tran", *GIANG[2:], *PROVINCE, database=database_url)
    assert second.exit_code == 0, second.output
    third = motcua_here("account", "first", "ba.le", *GIANG[2:], *PROVINCE, database=database_url)
    assert third.exit_code == 1
    assert "top administrators" in third.output


@pytest.mark.req("J-15")
def test_the_only_top_administrator_who_was_locked_is_opened_again_from_the_server(
    motcua_json, motcua_here, house: House, database_url: str
) -> None:
    police, top = person(house, "anninh.tinh"), person(house, "quantri.tinh")
    with house.work() as work:
        incidents.report_for(work, police, top.id or 0, "theft", "", NOW)
    finding = ("--finding", "Gặp trực tiếp")
    assert motcua_here("account", "open", "ha.tran", *finding, database=database_url).exit_code == 1
    assert motcua_json("account", "open", "quantri.tinh", *finding, database=database_url)["password"]
    (row,) = rows(house, "select blocked_at, must_change_password from account where login = 'quantri.tinh'")
    assert (row.blocked_at, row.must_change_password) == (None, True)
    (told,) = rows(house, "select actor_name from audit where action = 'account.unblock'")
    assert told.actor_name == "Motcua"
