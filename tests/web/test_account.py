"""Opening an account, signing in and out: what is wrong is said at its field, nobody is sent elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from fixtures_house import Clock, post
from fixtures_portal import words
from flask.testing import FlaskClient

from motcua.services.sample.demo import PASSWORD

GIVEN = {
    "name": "Trần Văn Bảo",
    "email": "bao.tran@example.vn",
    "phone": "0905 318 264",
    "identity": "045 095 001 733",
    "password": "mot-cau-dai-de-nho",
    "terms": "1",
}


def test_registering_signs_in_and_leads_to_the_procedures(client: FlaskClient) -> None:
    answer = post(client, "/account/register", **GIVEN)
    assert (answer.status_code, answer.location) == (303, "/account/contact")
    assert "Trần Văn Bảo" in words(client.get("/procedures"))


def test_registering_on_the_way_to_filing_goes_on_there(client: FlaskClient) -> None:
    answer = post(client, "/account/register", **GIVEN, next="/procedures/1.001193/apply")
    assert answer.location == "/account/contact?next=/procedures/1.001193/apply"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Nhập họ và tên"),
        ("email", "bao.tran", "Thư điện tử chưa đúng"),
        ("phone", "0905 318", "Số điện thoại gồm 10 chữ số"),
        ("identity", "12345", "Bạn đã nhập 5"),
        ("password", "ngan", "Mật khẩu cần ít nhất 10 ký tự"),
    ],
)
def test_a_wrong_answer_is_named_at_its_field_and_the_rest_is_kept(
    client: FlaskClient, field: str, value: str, said: str
) -> None:
    answer = post(client, "/account/register", **{**GIVEN, field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count(said) == 2, "in the summary and at the field"
    assert f'href="#{field}"' in page
    kept = {name: given for name, given in GIVEN.items() if name not in (field, "password")}
    for given in kept.values():
        assert f'value="{given}"' in page


def test_a_password_is_never_written_back(client: FlaskClient) -> None:
    answer = post(client, "/account/register", **{**GIVEN, "name": ""})
    assert GIVEN["password"] not in answer.get_data(as_text=True)


def test_a_taken_address_is_a_conflict(client: FlaskClient) -> None:
    answer = post(client, "/account/register", **{**GIVEN, "email": "hang@example.vn"})
    assert answer.status_code == 409
    assert "đã có tài khoản" in words(answer)


@pytest.mark.req("M-14")
def test_a_hostile_name_is_only_text(client: FlaskClient) -> None:
    post(client, "/account/register", **{**GIVEN, "name": "<script>alert(1)</script>"})
    page = client.get("/my").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_citizens_and_staff_sign_in_at_the_same_place(client: FlaskClient) -> None:
    page = "/account/sign-in"
    assert post(client, page, login="hang@example.vn", password=PASSWORD).location == "/my"
    post(client, "/my", "/account/sign-out")
    assert post(client, page, login="HA.TRAN ", password=PASSWORD).location == "/desk"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_signing_in_leads_nowhere_but_to_this_site(client: FlaskClient, target: str) -> None:
    answer = post(client, "/account/sign-in", login="hang@example.vn", password=PASSWORD, next=target)
    assert answer.location == "/my"


def test_signing_in_goes_on_where_one_wanted_to_be(client: FlaskClient) -> None:
    page = client.get("/account/sign-in?next=/procedures/1.001193/apply").get_data(as_text=True)
    assert 'name="next" value="/procedures/1.001193/apply"' in page
    answer = post(
        client,
        "/account/sign-in",
        login="hang@example.vn",
        password=PASSWORD,
        next="/procedures/1.001193/apply",
    )
    assert answer.location == "/procedures/1.001193/apply"


def test_wrong_passwords_and_unknown_logins_are_told_alike(client: FlaskClient) -> None:
    answers = [
        post(client, "/account/sign-in", login=login, password="khong-phai-mat-khau")
        for login in ("hang@example.vn", "nobody@example.vn")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    for answer in answers:
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in words(answer)
    assert 'value="hang@example.vn"' in answers[0].get_data(as_text=True)


def test_empty_fields_are_asked_for_and_do_not_count_as_attempts(client: FlaskClient) -> None:
    for _ in range(6):
        answer = post(client, "/account/sign-in", login="hang@example.vn", password="")
        assert answer.status_code == 422
        assert "Nhập mật khẩu." in words(answer)
    assert post(client, "/account/sign-in", login="hang@example.vn", password=PASSWORD).location == "/my"


def test_too_many_wrong_passwords_lock_and_say_for_how_long(client: FlaskClient, clock: Clock) -> None:
    for _ in range(5):
        post(client, "/account/sign-in", login="hang@example.vn", password="sai")
    answer = post(client, "/account/sign-in", login="hang@example.vn", password=PASSWORD)
    assert answer.status_code == 401
    assert "Thử lại sau" in words(answer)
    clock.now += timedelta(minutes=16)
    assert post(client, "/account/sign-in", login="hang@example.vn", password=PASSWORD).location == "/my"


def test_after_signing_out_the_pages_are_closed(sign_in: Callable[[str], FlaskClient]) -> None:
    browser = sign_in("hang@example.vn")
    assert browser.get("/my").status_code == 200
    answer = post(browser, "/my", "/account/sign-out")
    assert answer.location == "/"
    assert browser.get("/my").status_code == 302
    assert "Bạn đã đăng xuất." in words(browser.get("/"))


def test_the_sign_in_page_is_skipped_by_those_who_are_in(sign_in: Callable[[str], FlaskClient]) -> None:
    browser = sign_in("hang@example.vn")
    assert browser.get("/account/sign-in?next=/procedures").location == "/procedures"
    assert browser.get("/account/sign-in").location == "/my"
