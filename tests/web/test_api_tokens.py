"""Partners' access tokens: given on a screen, shown once, good for their purpose, place and time alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fixtures_dossier import actor_of, file_dossier
from fixtures_house import NOW, Clock, post
from fixtures_model import finish, waiting
from fixtures_waits import MONDAY, catch, message, messages, model, started, step
from fixtures_watch import everything, rows
from flask.testing import FlaskClient

from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.services.accounts import api_tokens
from motcua.services.accounts.api_tokens import NewToken
from motcua.services.work import House
from motcua.store.agencies import agency as agencies

SignIn = Callable[..., FlaskClient]
LIST = "/quan-tri/khoa-ket-noi"
BOTH = ("message.deliver", "dossier.read")


def agency_id(house: House, code: str) -> int:
    with house.work() as work:
        row = agencies.by_code(work.connection, code)
        assert row is not None
        return int(row.id)


def give(house: House, *scopes: str, agency: str = "H50", days: int = 30, login: str = "quantri.tinh") -> str:
    wanted = NewToken("Thuế cơ sở 2", agency_id(house, agency), scopes or BOTH, days)
    with house.work() as work:
        return api_tokens.issue(work, actor_of(house, login), wanted, NOW)


def awaiting(house: House) -> str:
    """A dossier of the ward that waits for the message "tra_loi"."""
    drawing = model(
        "S>a a>m m>b b>E", step("a"), catch("m", message("tra_loi")), step("b"), roots=messages("tra_loi")
    )
    code = started(house, drawing)
    finish(house, code, "a", now=MONDAY)
    return code


def deliver(client: FlaskClient, code: str, token: str, **body: Any) -> Any:
    sent = {"name": "tra_loi", "values": {}, **body}
    return client.post(
        f"/api/v1/dossiers/{code}/messages", json=sent, headers={"Authorization": f"Bearer {token}"}
    )


@pytest.mark.req("J-16")
def test_a_partner_delivers_a_message_without_cookie_or_forgery_token(
    house: House, client: FlaskClient
) -> None:
    code = awaiting(house)
    answer = deliver(client, code, give(house), values={"ket_qua_thue": "hop_le"})
    assert (answer.status_code, answer.get_json()) == (201, {"taken": True})
    assert list(waiting(house, code)) == ["b"]
    (told,) = rows(house, "select * from audit where action = 'message'")
    assert told.actor_id is None
    assert re.fullmatch(r"Thuế cơ sở 2 \(motcua_.{7}…\)", told.actor_name)


def test_a_partner_reads_where_a_dossier_stands_and_no_names(house: House, client: FlaskClient) -> None:
    code = file_dossier(house)
    headers = {"Authorization": f"Bearer {give(house, 'dossier.read', agency='H50.16')}"}
    answer = client.get(f"/api/v1/dossiers/{code}", headers=headers)
    assert answer.status_code == 200
    assert answer.get_json()["dossier"]["state"] == "sent"
    assert "Bích Hằng" not in answer.get_data(as_text=True)
    assert "answers" not in answer.get_json()["dossier"]
    assert len(rows(house, "select 1 from audit where action = 'view'")) == 1


@pytest.mark.parametrize(
    ("scopes", "agency"), [(("dossier.read",), "H50"), (BOTH, "H50.27"), (BOTH, "H50.09")]
)
def test_a_token_is_for_its_purpose_and_its_agencies_alone(
    house: House, client: FlaskClient, scopes: tuple[str, ...], agency: str
) -> None:
    code = awaiting(house)
    before = everything(house)["dossier_step"]
    answer = deliver(client, code, give(house, *scopes, agency=agency))
    assert answer.status_code == 403
    assert everything(house)["dossier_step"] == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/work"),
        ("POST", "/api/v1/dossiers/{code}/accept"),
        ("POST", "/api/v1/dossiers/{code}/steps/x/claim"),
        ("POST", "/api/v1/dossiers/{code}/result/confirm"),
    ],
)
def test_a_token_opens_no_officers_address(house: House, client: FlaskClient, method: str, path: str) -> None:
    code = file_dossier(house)
    headers = {"Authorization": f"Bearer {give(house)}"}
    answer = client.open(path.format(code=code), method=method, headers=headers)
    assert answer.status_code == 403


def test_outside_the_api_a_token_is_nobody(house: House, client: FlaskClient) -> None:
    headers = {"Authorization": f"Bearer {give(house)}"}
    assert client.get("/desk", headers=headers).status_code == 302


@pytest.mark.parametrize("header", ["Bearer motcua_unknown", "Bearer ", "Basic YTpi", "Bearer é"])
def test_a_token_that_is_not_good_is_401_even_where_everybody_may_look(
    house: House, client: FlaskClient, header: str
) -> None:
    code = file_dossier(house)
    answer = client.get(f"/api/v1/track/{code}", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "http_401"


def test_a_bad_token_does_not_fall_back_to_the_session(house: House, sign_in: SignIn) -> None:
    answer = sign_in("ha.tran").get("/api/v1/work", headers={"Authorization": "Bearer motcua_x"})
    assert answer.status_code == 401


def test_a_cookie_still_needs_the_token_against_forgery(house: House, sign_in: SignIn) -> None:
    answer = sign_in("ha.tran").post(f"/api/v1/dossiers/{file_dossier(house)}/accept", json={})
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "csrf"


def test_a_token_ends_on_its_day(house: House, client: FlaskClient, clock: Clock) -> None:
    code, token = awaiting(house), give(house, days=30)
    clock.now = NOW + timedelta(days=30) - timedelta(seconds=1)
    assert deliver(client, code, token, id="1").status_code == 201
    clock.now = NOW + timedelta(days=30)
    assert deliver(client, code, token, id="2").status_code == 401


def test_a_token_taken_back_is_refused_at_the_next_request(
    house: House, client: FlaskClient, sign_in: SignIn
) -> None:
    code, token = awaiting(house), give(house)
    assert deliver(client, code, token, id="1").status_code == 201
    browser = sign_in("quantri.tinh")
    page = browser.get(LIST).get_data(as_text=True)
    (path,) = re.findall(rf'action="({LIST}/\d+/thu-hoi)"', page)
    assert post(browser, LIST, path).status_code == 303
    assert deliver(client, code, token, id="2").status_code == 401
    assert "Đã thu hồi" in browser.get(LIST).get_data(as_text=True)
    assert post(browser, LIST, path).status_code == 303
    (taken,) = rows(house, "select * from audit where action = 'token.revoke'")
    assert taken.subject == token[:14]


@pytest.mark.req("M-14")
def test_the_screen_shows_a_new_token_once_and_no_table_keeps_it(
    house: House, client: FlaskClient, sign_in: SignIn
) -> None:
    code, browser = awaiting(house), sign_in("quantri.tinh")
    answer = post(
        browser,
        f"{LIST}/moi",
        name="Thuế",
        agency_id=str(agency_id(house, "H50")),
        scopes=list(BOTH),
        days="90",
    )
    assert answer.status_code == 200
    (token,) = re.findall(r'value="(motcua_[\w-]{43})"', answer.get_data(as_text=True))
    assert answer.headers["Cache-Control"] == "no-store"
    assert token not in browser.get(LIST).get_data(as_text=True)
    assert token[:14] in browser.get(LIST).get_data(as_text=True)
    assert token[14:] not in "\n".join(line for lines in everything(house).values() for line in lines)
    assert deliver(client, code, token).status_code == 201
    assert "Chưa dùng" not in browser.get(LIST).get_data(as_text=True)


def test_what_is_missing_is_said_at_its_field(sign_in: SignIn) -> None:
    answer = post(sign_in("quantri.tinh"), f"{LIST}/moi", name="", agency_id="1", days="9999")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for field in ("name", "scopes", "days"):
        assert f'id="{field}-error"' in page


@pytest.mark.req("J-09")
def test_tokens_are_given_where_the_right_is_held_alone(house: House, sign_in: SignIn) -> None:
    for login in ("quantri.phuong", "vinh.le"):
        assert sign_in(login).get(LIST).status_code == 403
        with pytest.raises(NotAllowedError, match="khóa kết nối"):
            give(house, login=login, agency="H50.16")


def test_a_scope_nobody_knows_is_refused(house: House) -> None:
    with pytest.raises(ValidationError):
        give(house, "dossier.process")


def test_the_last_use_is_written_once_a_minute(house: House, client: FlaskClient, clock: Clock) -> None:
    code, token = awaiting(house), give(house)
    for seconds, expected in ((0, 0), (30, 0), (61, 61)):
        clock.now = NOW + timedelta(seconds=seconds)
        deliver(client, code, token, id="same")
        (row,) = rows(house, "select last_used_at from api_token")
        assert row.last_used_at == NOW + timedelta(seconds=expected)


WITHDRAWN = "update account set is_active = false where login = 'quantri.tinh'"
LOCKED = "update account set blocked_at = now() where login = 'quantri.tinh'"
TAKEN = "delete from role_grant where account_id = (select id from account where login = 'quantri.tinh')"


@pytest.mark.req("J-16")
@pytest.mark.parametrize("how", [WITHDRAWN, LOCKED, TAKEN])
def test_a_token_rests_when_its_giver_could_not_give_it_any_more_until_another_answers_for_it(
    house: House, client: FlaskClient, how: str
) -> None:
    code = file_dossier(house)
    headers = {"Authorization": f"Bearer {give(house)}"}
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into role_grant (account_id, role_key, agency_id, field) select a.id, 'quan_tri_cao_nhat', g.id, '' "
            "from account a, agency g where a.login = 'vinh.le' and g.code = 'H50'"
        )
        connection.exec_driver_sql(how)
    assert client.get(f"/api/v1/dossiers/{code}", headers=headers).status_code == 401
    boss = actor_of(house, "vinh.le")
    with house.work() as work:
        (row,) = api_tokens.listed(work, boss)
        assert api_tokens.is_resting(work, row)
        api_tokens.take_over(work, boss, row.id, NOW)
    assert client.get(f"/api/v1/dossiers/{code}", headers=headers).status_code == 200
    (kept,) = rows(house, "select * from audit where action = 'token.take_over'")
    assert kept.actor_id == boss.id


def test_a_token_at_rest_is_taken_over_from_the_list(house: House, sign_in: SignIn) -> None:
    give(house)
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "update api_token set created_by = (select id from account where login = 'ha.tran')"
        )
    browser = sign_in("quantri.tinh")
    page = browser.get(LIST).get_data(as_text=True)
    assert "Đang ngừng" in page
    (row,) = rows(house, "select id from api_token")
    assert post(browser, LIST, f"{LIST}/{row.id}/nhan").status_code == 303
    assert "Đang ngừng" not in browser.get(LIST).get_data(as_text=True)
    post(browser, LIST, f"{LIST}/{row.id}/thu-hoi")
    assert "hết hiệu lực" in browser.get(post(browser, LIST, f"{LIST}/{row.id}/nhan").location).get_data(
        as_text=True
    )
