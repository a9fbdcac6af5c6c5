"""Signing in by a real OpenID provider (npm oidc-provider, a process of its own): staff, citizens, and what is bad."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from fixtures_house import SECRET, Clock, give_factor, post
from fixtures_oidc import KINDS, NEW, asked, at_provider, built, come_back, free_port, provider, said, who
from fixtures_portal import attach, begin, fill, send, words
from fixtures_watch import everything, rows
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP

from motcua.domain.people.identity import ClaimsError, read_claims
from motcua.services.work import House
from motcua.settings import Settings


@pytest.fixture
def clock() -> Clock:
    """The provider signs by the real clock, so these tests go by it, too."""
    real = Clock()
    real.now = datetime.now(UTC)
    return real


@pytest.fixture
def site(house: House, settings: Settings, clock: Clock, issuer: str) -> Flask:
    return built(house, settings, clock, [provider(key, issuer) for key in KINDS])


@pytest.fixture
def browser(site: Flask) -> FlaskClient:
    return site.test_client()


def test_the_sign_in_page_offers_every_provider(browser: FlaskClient) -> None:
    page = browser.get("/account/sign-in?next=/my").get_data(as_text=True)
    for key in KINDS:
        assert f'href="/account/sign-in/{key}?next=/my"' in page


def test_the_question_has_a_challenge_a_nonce_and_a_state_of_its_own(browser: FlaskClient) -> None:
    first, second = (dict(parse_qsl(urlsplit(asked(browser, "tinh")).query)) for _ in range(2))
    assert first["response_type"] == "code"
    assert first["code_challenge_method"] == "S256"
    for name in ("code_challenge", "nonce", "state"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


@pytest.mark.req("J-05")
def test_an_officer_signs_in_by_the_provinces_login_as_the_account_he_has(
    house: House, browser: FlaskClient
) -> None:
    answer = come_back(browser, "tinh", "vinh", next="/desk?show=mine")
    assert (answer.status_code, answer.location) == (302, "/desk?show=mine")
    assert "Lê Quang Vinh" in words(browser.get("/desk"))
    (told,) = rows(house, "select * from audit where action = 'account.identity'")
    assert told.actor_name == "Lê Quang Vinh"
    assert told.detail == {"provider": "tinh", "level": 0, "is_first": True}


@pytest.mark.req("J-05")
@pytest.mark.parametrize("person", ["nobody", "hang"])
def test_an_officer_without_an_account_here_is_told_whom_to_ask(browser: FlaskClient, person: str) -> None:
    answer = come_back(browser, "tinh", person)
    assert "chưa có tài khoản cán bộ" in said(browser, answer)
    assert who(browser) == ""


def test_an_administrator_still_shows_his_second_factor(browser: FlaskClient) -> None:
    answer = come_back(browser, "tinh", "admin")
    assert answer.status_code == 302
    assert answer.location.startswith("/account/second-factor")
    assert who(browser) == ""


@pytest.mark.req("J-05", "J-13")
def test_an_expired_password_here_does_not_keep_out_who_comes_by_the_provinces_login(
    house: House, browser: FlaskClient, clock: Clock, issuer: str
) -> None:
    """Not after the second factor either; and he goes where he was going and is signed out there, too."""
    give_factor(house, "quantri.tinh")
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update account set password_changed_at = '2020-01-01'")
    answer = come_back(browser, "tinh", "admin", next="/quan-tri/co-quan")
    assert answer.location == "/account/second-factor?next=/quan-tri/co-quan"
    code = TOTP(SECRET).at(clock.now)
    done = post(browser, answer.location, "/account/second-factor", code=code, next="/quan-tri/co-quan")
    assert done.location == "/quan-tri/co-quan"
    assert who(browser) != ""
    assert post(browser, "/desk", "/account/sign-out").location.startswith(f"{issuer}/session/end")


@pytest.mark.req("J-03", "J-04")
def test_a_citizen_with_an_account_is_found_by_his_number_and_his_level_is_kept(
    house: House, browser: FlaskClient
) -> None:
    assert come_back(browser, "vneid", "khoi").location == "/my"
    (link,) = rows(house, "select l.*, a.login from identity_link l join account a on a.id = l.account_id")
    assert (link.login, link.level, link.provider) == ("khoi@example.vn", 2, "vneid")
    assert len(rows(house, "select 1 from account where kind = 'citizen'")) == len(
        rows(house, "select 1 from account where kind = 'citizen' and login like '%@example.vn'")
    )


@pytest.mark.req("J-03")
def test_a_new_citizen_gets_an_account_once_and_nothing_of_him_lies_open(house: House, site: Flask) -> None:
    for _ in range(2):
        # Whoever comes for the first time reads the terms of use first (C-19).
        assert come_back(site.test_client(), "cong", "new").location == "/account/terms?next=/my"
    (account,) = rows(house, "select * from account where login = 'moi@example.vn'")
    assert account.display_name == "Trần Văn Mới"
    assert house.cipher.open(account.identity_sealed) == NEW
    dump = "\n".join(line for lines in everything(house).values() for line in lines)
    assert NEW not in dump
    assert "0905123456" not in dump


@pytest.mark.req("M-14")
def test_an_address_that_another_account_has_is_no_way_into_it(house: House, browser: FlaskClient) -> None:
    assert come_back(browser, "cong", "taken").location == "/account/terms?next=/my"
    (account,) = rows(house, f"select * from account where id = {who(browser)}")
    assert account.login.startswith("cong-")
    assert account.display_name == "Kẻ Mạo"


def test_without_an_identity_number_no_citizen_is_let_in(browser: FlaskClient) -> None:
    assert "số định danh cá nhân" in said(browser, come_back(browser, "cong", "numberless"))


def test_a_withdrawn_account_stays_closed(house: House, browser: FlaskClient) -> None:
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update account set is_active = false where login = 'khoi@example.vn'")
    assert "đã đóng" in said(browser, come_back(browser, "vneid", "khoi"))


def test_an_answer_is_good_once(browser: FlaskClient) -> None:
    back = urlsplit(at_provider(asked(browser, "vneid"), "khoi"))
    assert browser.get(f"{back.path}?{back.query}").location == "/my"
    post(browser, "/my", "/account/sign-out")
    again = browser.get(f"{back.path}?{back.query}")
    assert "đã dùng rồi" in said(browser, again)


def test_an_answer_to_somebody_elses_question_signs_nobody_in(site: Flask) -> None:
    """The trap of a link sent to a victim, who would fill in his data in the attacker's account."""
    attacker, victim = site.test_client(), site.test_client()
    back = urlsplit(at_provider(asked(attacker, "vneid"), "khoi"))
    assert "hãy đăng nhập lại" in said(victim, victim.get(f"{back.path}?{back.query}")).lower()
    asked(victim, "vneid")
    assert "Chưa đăng nhập được" in said(victim, victim.get(f"{back.path}?{back.query}"))
    assert who(victim) == ""


@pytest.mark.parametrize("name", ["nonce", "verifier", "state"])
def test_a_wrong_nonce_verifier_or_state_signs_nobody_in(browser: FlaskClient, name: str) -> None:
    back = urlsplit(at_provider(asked(browser, "vneid"), "khoi"))
    with browser.session_transaction() as session:
        session["identity_question"] = {**session["identity_question"], name: "x" * 43}
    assert "Chưa đăng nhập được" in said(browser, browser.get(f"{back.path}?{back.query}"))
    assert who(browser) == ""


def test_whoever_stops_at_the_provider_comes_back_to_the_sign_in_page(browser: FlaskClient) -> None:
    state = dict(parse_qsl(urlsplit(asked(browser, "vneid")).query))["state"]
    answer = browser.get(f"/account/sign-in/vneid/answer?error=access_denied&state={state}")
    assert "bạn đã dừng ở đó" in said(browser, answer)


def test_an_answer_that_comes_too_late_is_refused(browser: FlaskClient, clock: Clock) -> None:
    back = urlsplit(at_provider(asked(browser, "vneid"), "khoi"))
    clock.now += timedelta(minutes=11)
    assert "quá lâu" in said(browser, browser.get(f"{back.path}?{back.query}"))


def test_an_expired_token_is_refused(house: House, settings: Settings, clock: Clock, issuer: str) -> None:
    """Asked and answered in time by our clock, which is two hours ahead of the provider's."""
    clock.now += timedelta(hours=2)
    browser = built(house, settings, clock, [provider("vneid", issuer)]).test_client()
    assert "Chưa đăng nhập được" in said(browser, come_back(browser, "vneid", "khoi"))


def test_a_wrong_secret_signs_nobody_in(house: House, settings: Settings, clock: Clock, issuer: str) -> None:
    wrong = [provider("vneid", issuer, client_secret="another")]
    browser = built(house, settings, clock, wrong).test_client()
    assert "Chưa đăng nhập được" in said(browser, come_back(browser, "vneid", "khoi"))


def test_a_provider_that_is_down_is_said_to_be(house: House, settings: Settings, clock: Clock) -> None:
    gone = [provider("tinh", f"http://127.0.0.1:{free_port()}")]
    browser = built(house, settings, clock, gone).test_client()
    assert "đang không trả lời" in said(browser, browser.get("/account/sign-in/tinh"))


def test_a_provider_that_is_not_the_one_named_is_refused(
    house: House, settings: Settings, clock: Clock, issuer: str
) -> None:
    """Its own description names another issuer than the address it was asked at."""
    other = [provider("tinh", issuer.replace("127.0.0.1", "localhost"))]
    browser = built(house, settings, clock, other).test_client()
    assert "đang không trả lời" in said(browser, browser.get("/account/sign-in/tinh"))


def test_an_unknown_provider_is_not_found(browser: FlaskClient) -> None:
    assert browser.get("/account/sign-in/khac").status_code == 404


def test_signing_out_leads_on_to_the_provider_and_the_policy_lets_it(
    browser: FlaskClient, issuer: str
) -> None:
    come_back(browser, "tinh", "vinh")
    answer = post(browser, "/desk", "/account/sign-out")
    assert answer.status_code == 303
    assert answer.location.startswith(f"{issuer}/session/end?client_id=motcua&post_logout_redirect_uri=http")
    assert browser.get("/desk").status_code == 302
    assert f"form-action 'self' {issuer}" in answer.headers["Content-Security-Policy"]


@pytest.mark.req("J-04")
@pytest.mark.parametrize(("needed", "is_accepted"), [(2, True), (3, False)])
def test_a_procedure_that_asks_for_a_level_refuses_below_it(
    house: House, settings: Settings, clock: Clock, issuer: str, needed: int, is_accepted: bool
) -> None:
    profile = dataclasses.replace(house.profile, identity_level={"1.001612": needed})
    strict = dataclasses.replace(house, profile=profile)
    browser = built(strict, settings, clock, [provider("vneid", issuer)]).test_client()
    come_back(browser, "vneid", "khoi")
    draft = begin(browser)
    fill(browser, draft)
    for paper in sorted(
        set(re.findall(r'name="paper-([\w-]+)"', browser.get(f"{draft}/papers").get_data(as_text=True)))
    ):
        attach(browser, draft, paper)
    if is_accepted:
        assert send(browser, draft)
    else:
        answer = post(browser, f"{draft}/check", declared="yes")
        assert answer.status_code == 403
        assert "danh tính điện tử mức 3" in words(answer)


@pytest.mark.parametrize(
    ("levels", "said_level", "expected"),
    [
        ({}, 2, 2),
        ({}, "9", 3),
        ({"substantial": 2}, "substantial", 2),
        ({"substantial": 2}, "3", 0),
        ({}, "x", 0),
    ],
)
def test_a_level_nobody_agreed_on_is_none(
    levels: Mapping[str, int], said_level: object, expected: int
) -> None:
    known = provider("vneid", "https://id.example", levels=levels)
    claims = {"sub": "1", "identity_number": "045 090 001 236", "identity_level": said_level}
    assert read_claims(known, claims).level == expected


def test_a_claim_of_a_strange_kind_is_no_number(issuer: str) -> None:
    for number in (["045090001236"], {"a": 1}, True, "04509000123x", ""):
        with pytest.raises(ClaimsError):
            read_claims(provider("vneid", issuer), {"sub": "1", "identity_number": number})
