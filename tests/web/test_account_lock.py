"""The locked screen, the steps of signing in, sessions and a withdrawn account as a browser meets them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from fixtures_accounts import letter, person
from fixtures_house import NOW, SECRET, Clock, give_factor, post, token_of
from fixtures_portal import words
from flask import Flask
from flask.testing import FlaskClient

from motcua.services.accounts import account_requests
from motcua.services.accounts.sessions import Limits
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House
from motcua.store.accounts import account as stored
from motcua.web import sessions

OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _limits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an installation has them: the sample tests run without."""
    monkeypatch.setitem(app.extensions, sessions.LIMITS, Limits(30 * MINUTE, timedelta(hours=12)))


def hidden(page: str) -> dict[str, str]:
    form = page[page.index('id="main"') :]
    return {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    }


@pytest.mark.req("J-17")
def test_a_screen_left_alone_asks_for_the_password_and_goes_on_where_it_was(
    sign_in: Callable[..., FlaskClient], clock: Clock
) -> None:
    browser = sign_in("ha.tran")
    clock.now += 31 * MINUTE
    answer = browser.get("/desk?q=abc")
    assert answer.status_code == 401
    assert "Màn hình đã khóa" in words(answer)
    assert "Hồ sơ" not in words(answer)
    carried = hidden(answer.get_data(as_text=True))
    wrong = browser.post("/account/unlock", data={**carried, "password": "sai"})
    assert wrong.status_code == 401
    assert browser.get("/desk").status_code == 401
    opened = browser.post(
        "/account/unlock", data={**hidden(wrong.get_data(as_text=True)), "password": PASSWORD}
    )
    assert (opened.status_code, opened.location) == (303, "/desk?q=abc")
    assert browser.get("/desk").status_code == 200


@pytest.mark.req("J-17")
def test_a_page_that_asks_by_itself_does_not_keep_the_screen_open(
    sign_in: Callable[..., FlaskClient], clock: Clock
) -> None:
    browser, answers = sign_in("ha.tran"), []
    for _ in range(4):
        clock.now += 10 * MINUTE
        answers.append(browser.get("/desk/bulk/1", headers={"HX-Request": "true"}).status_code)
    assert answers == [404, 404, 404, 204]


@pytest.mark.req("J-17")
def test_what_is_sent_from_a_locked_screen_is_kept_and_sent_after_the_password(
    sign_in: Callable[..., FlaskClient], clock: Clock
) -> None:
    browser = sign_in("quantri.phuong")
    page = browser.get("/quan-tri/de-nghi-tai-khoan/moi").get_data(as_text=True)
    agency = re.search(r'<option value="([0-9]+)"', page).group(1)
    typed = {
        "agency": agency,
        "name": "Nguyễn Văn An",
        "login": "an.nguyen",
        "reason": "QĐ 12",
        "csrf_token": token_of(page),
    }
    clock.now += 31 * MINUTE
    answer = browser.post("/quan-tri/de-nghi-tai-khoan/moi", data=typed, headers=OURS)
    assert answer.status_code == 401
    opened = browser.post(
        "/account/unlock",
        data={**hidden(answer.get_data(as_text=True)), "password": PASSWORD},
        headers=OURS,
    )
    shown = opened.get_data(as_text=True)
    assert "<li>Nguyễn Văn An</li>" in shown, "the page shows what will be sent"
    sent = browser.post("/quan-tri/de-nghi-tai-khoan/moi", data=hidden(shown), headers=OURS)
    assert sent.location == "/quan-tri/de-nghi-tai-khoan"
    assert "Nguyễn Văn An" in words(browser.get(sent.location))


def test_a_locked_screen_answers_neither_scripts_nor_the_api(
    sign_in: Callable[..., FlaskClient], clock: Clock
) -> None:
    browser = sign_in("ha.tran")
    clock.now += 31 * MINUTE
    part = browser.get("/desk", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Refresh"], part.data) == (204, "true", b"")
    assert browser.get("/api/v1/worklist").status_code == 401


def test_the_session_ends_for_good_after_the_longest_time(
    sign_in: Callable[..., FlaskClient], clock: Clock
) -> None:
    browser = sign_in("hang@example.vn")
    clock.now += timedelta(hours=12, seconds=1)
    assert browser.get("/my").location == "/account/sign-in?next=/my"


@pytest.mark.req("J-06")
def test_a_withdrawn_account_is_out_at_its_next_request(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    browser = sign_in("ha.tran")
    with house.work() as work:
        boss = person(house, "quantri.phuong")
        account_requests.withdraw(work, boss, person(house, "ha.tran").id, "Nghỉ hưu", NOW)
    assert browser.get("/desk").location == "/account/sign-in?next=/desk"
    answer = browser.post("/desk/X/accept", headers=OURS)
    assert answer.status_code in (400, 401)
    assert browser.get("/api/v1/worklist").status_code in (401, 404)


@pytest.mark.req("N-08")
def test_administrators_reach_nothing_before_their_second_factor(client: FlaskClient, house: House) -> None:
    answer = post(client, "/account/sign-in", login="quantri.tinh", password=PASSWORD, next="/quan-tri")
    assert answer.location == "/account/second-factor/set-up?next=/quan-tri"
    assert client.get("/quan-tri").location == "/account/sign-in?next=/quan-tri"
    page = client.get(answer.location).get_data(as_text=True)
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    assert post(client, answer.location, code="000000").status_code == 400
    shown = post(client, answer.location, code=pyotp.TOTP(secret).at(NOW))
    text = shown.get_data(as_text=True)
    assert len(re.findall(r"<code>[a-z0-9]{5}-[a-z0-9]{5}</code>", text)) == 10
    assert client.get("/quan-tri").status_code == 302, "not before the codes were written down"
    entered = client.post("/account/second-factor/done", data=hidden(text))
    assert entered.location == "/quan-tri"
    assert client.get("/quan-tri", follow_redirects=True).status_code == 200


def test_the_code_is_asked_for_and_the_way_in_times_out(
    client: FlaskClient, house: House, clock: Clock
) -> None:
    give_factor(house, "ha.tran")
    answer = post(client, "/account/sign-in", login="ha.tran", password=PASSWORD)
    assert answer.location == "/account/second-factor"
    assert client.get("/desk").status_code == 302
    clock.now += 11 * MINUTE
    late = client.get("/account/second-factor")
    assert late.location == "/account/sign-in"
    answer = post(client, "/account/sign-in", login="ha.tran", password=PASSWORD)
    assert post(client, answer.location, code=pyotp.TOTP(SECRET).at(clock())).location == "/desk"


def test_an_old_password_is_changed_on_the_way_in(client: FlaskClient, house: House) -> None:
    with house.work() as work:
        row = stored.by_login(work.connection, "ha.tran")
        stored.change(work.connection, row.id, must_change_password=True)
        work.commit()
    answer = post(client, "/account/sign-in", login="ha.tran", password=PASSWORD)
    assert answer.location == "/account/new-password"
    assert client.get("/desk").status_code == 302
    for new, again, said in (
        ("matkhau123", "matkhau123", "quá dễ đoán"),
        ("Trần Thị Thu Hà", "Trần Thị Thu Hà", "tên hoặc tên đăng nhập"),
        (PASSWORD, PASSWORD, "phải khác"),
        ("mot cau dai hoan toan moi", "khac", "chưa giống nhau"),
    ):
        refused = post(client, answer.location, password=new, password_again=again)
        assert (refused.status_code, said in words(refused)) == (422, True), said
    new = "mot cau dai hoan toan moi"
    assert post(client, answer.location, password=new, password_again=new).location == "/desk"
    assert client.get("/desk").status_code == 200


@pytest.mark.req("J-02")
def test_the_contact_is_verified_on_the_page_after_registering(client: FlaskClient, house: House) -> None:
    given = {
        "name": "Trần Văn Bảo",
        "email": "bao.tran@example.vn",
        "phone": "0905 318 264",
        "identity": "045 095 001 733",
        "password": "mot-cau-dai-de-nho",
        "terms": "1",
    }
    answer = post(client, "/account/register", **given, next="/procedures/1.001193/apply")
    contact = answer.location
    assert post(client, contact, code="12").status_code == 400
    assert post(client, contact, code=letter(house)).location == "/procedures/1.001193/apply"
    assert "đã được xác nhận" in words(client.get(contact))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("identity", "04509500173O", "Hãy bỏ: O"),
        ("phone", "٠905318264", "Hãy bỏ: ٠"),
        ("password", "x" * 129, "dài nhất 128 ký tự. Bạn đã nhập 129"),
        ("password", "1234567890", "quá dễ đoán"),
    ],
)
def test_odd_digits_and_long_passwords_are_told_for_what_they_are(
    client: FlaskClient, field: str, value: str, said: str
) -> None:
    given = {
        "name": "Trần Văn Bảo",
        "email": "bao.tran@example.vn",
        "phone": "0905318264",
        "identity": "045095001733",
        "password": "mot-cau-dai-de-nho",
    }
    answer = post(client, "/account/register", **{**given, field: value})
    assert answer.status_code == 422
    assert said in words(answer)


def test_a_forgotten_password_is_set_anew_by_the_code(client: FlaskClient, house: House) -> None:
    asked = post(client, "/account/recover", login="hang@example.vn")
    fields = hidden(asked.get_data(as_text=True))
    new = "mot cau dai hoan toan moi"
    wrong = client.post(
        "/account/recover/reset", data={**fields, "code": "1", "password": new, "password_again": new}
    )
    assert wrong.status_code == 400
    done = client.post(
        "/account/recover/reset",
        data={**fields, "code": letter(house), "password": new, "password_again": new},
    )
    assert done.location == "/account/sign-in"
    assert post(client, "/account/sign-in", login="hang@example.vn", password=new).location == "/my"


@pytest.mark.req("J-15")
def test_a_lost_account_is_locked_by_whoever_holds_its_contact(
    client: FlaskClient, house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    signed_in = sign_in("hang@example.vn")
    asked = post(client, "/account/report", "/account/report/code", login="hang@example.vn")
    fields = hidden(asked.get_data(as_text=True))
    assert client.post("/account/report", data={**fields, "code": letter(house)}).status_code == 422
    done = client.post("/account/report", data={**fields, "code": letter(house), "kind": "theft"})
    assert done.status_code == 303
    assert signed_in.get("/my").status_code == 302
    locked = post(client, "/account/sign-in", login="hang@example.vn", password=PASSWORD)
    assert "đang khóa" in words(locked)


@pytest.mark.req("J-13")
def test_a_second_place_is_shown_and_can_be_ended(app: Flask, sign_in: Callable[..., FlaskClient]) -> None:
    here, there = sign_in("hang@example.vn"), app.test_client()
    page = there.get("/account/sign-in").get_data(as_text=True)
    there.post(
        "/account/sign-in",
        data={"csrf_token": token_of(page), "login": "hang@example.vn", "password": PASSWORD},
        environ_base={"REMOTE_ADDR": "203.0.113.9", "HTTP_USER_AGENT": "Mozilla (Windows) Firefox/1"},
    )
    assert there.get("/my").status_code == 200
    assert "thông báo về tài khoản" in words(here.get("/my"))
    own = here.get("/account")
    assert "Firefox · Windows" in words(own)
    ending = re.search(r"/account/sessions/[0-9]+/end", own.get_data(as_text=True)).group(0)
    assert post(here, "/account", ending).status_code == 303
    assert there.get("/my").status_code == 302
    assert "thông báo về tài khoản" not in words(here.get("/my"))


def test_a_form_carried_to_the_wrong_account_is_not_lost(
    sign_in: Callable[..., FlaskClient], app: Flask
) -> None:
    browser = sign_in("hang@example.vn")
    token = token_of(browser.get("/my").get_data(as_text=True))
    data = {"csrf_token": token, "resume-sent": "1", "ten": "điều đã gõ", "secret": "mã PIN"}
    answer = browser.post("/drafts/00000000-0000-0000-0000-000000000000/x", data=data, headers=OURS)
    assert answer.status_code == 404
    carried = hidden(answer.get_data(as_text=True))
    assert carried["resume:ten"] == "điều đã gõ"
    assert "mã PIN" not in answer.get_data(as_text=True)
    assert "Nguyễn Thị Bích Hằng" in words(answer)
    again = browser.post(
        "/account/sign-in", data={**carried, "login": "khoi@example.vn", "password": PASSWORD}, headers=OURS
    )
    assert hidden(again.get_data(as_text=True))["ten"] == "điều đã gõ"
