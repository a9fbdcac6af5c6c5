"""A session that ends while somebody is typing: nothing typed is lost, and nothing is sent by itself."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures_dossier import PDF
from fixtures_house import post, token_of
from fixtures_portal import BIRTH, begin, upload, words
from flask.testing import FlaskClient

from motcua.services.sample.demo import PASSWORD

OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
TYPED = {"ho_ten_nguoi_yeu_cau": 'Võ "Khôi" <b>', "quan_he": "cha", "_action": ""}


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's main form."""
    form = page[page.index('id="main"') :]
    return {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    }


def lose_session(browser: FlaskClient) -> None:
    browser.delete_cookie("motcua")


@pytest.fixture
def interrupted(sign_in: Callable[[str], FlaskClient]) -> tuple[FlaskClient, str, Any]:
    """A browser whose session ended before a section was sent; the section's address; the answer."""
    browser = sign_in("khoi@example.vn")
    section = f"{begin(browser, BIRTH)}/nguoi_yeu_cau"
    token = token_of(browser.get(section).get_data(as_text=True))
    lose_session(browser)
    answer = browser.post(section, data={"csrf_token": token, **TYPED}, headers=OURS)
    return browser, section, answer


def test_what_was_typed_survives_signing_in_again(interrupted: tuple[FlaskClient, str, Any]) -> None:
    browser, section, answer = interrupted
    assert answer.status_code == 401
    assert "Những gì bạn đã gõ còn nguyên" in words(answer)

    carried = hidden(answer.get_data(as_text=True))
    again = browser.post(
        "/account/sign-in", data={**carried, "login": "khoi@example.vn", "password": PASSWORD}, headers=OURS
    )
    assert again.status_code == 200
    page = again.get_data(as_text=True)
    assert f'action="{section}"' in page

    resent = browser.post(section, data=hidden(page), headers=OURS)
    assert resent.status_code == 422, "the section is not complete, so it comes back with its errors"
    assert html.escape(TYPED["ho_ten_nguoi_yeu_cau"], quote=True).replace(
        "&quot;", "&#34;"
    ) in resent.get_data(as_text=True)
    assert "&lt;b&gt;" in browser.get(section).get_data(as_text=True), "and is kept in the draft"


def test_nothing_is_stored_before_the_person_sends_it_again(
    interrupted: tuple[FlaskClient, str, Any],
) -> None:
    browser, section, answer = interrupted
    carried = hidden(answer.get_data(as_text=True))
    browser.post(
        "/account/sign-in", data={**carried, "login": "khoi@example.vn", "password": PASSWORD}, headers=OURS
    )
    assert "&lt;b&gt;" not in browser.get(section).get_data(as_text=True)


def test_a_wrong_password_on_the_way_loses_nothing(interrupted: tuple[FlaskClient, str, Any]) -> None:
    browser, _, answer = interrupted
    carried = hidden(answer.get_data(as_text=True))
    again = browser.post(
        "/account/sign-in", data={**carried, "login": "khoi@example.vn", "password": "sai"}, headers=OURS
    )
    assert again.status_code == 401
    kept = hidden(again.get_data(as_text=True))
    assert {**kept, "csrf_token": ""} == {**carried, "csrf_token": ""}


def test_somebody_else_who_signs_in_cannot_send_it(interrupted: tuple[FlaskClient, str, Any]) -> None:
    browser, section, answer = interrupted
    carried = hidden(answer.get_data(as_text=True))
    again = browser.post(
        "/account/sign-in", data={**carried, "login": "hang@example.vn", "password": PASSWORD}, headers=OURS
    )
    assert browser.post(section, data=hidden(again.get_data(as_text=True)), headers=OURS).status_code == 404


def test_a_form_from_another_site_is_never_offered_again(sign_in: Callable[[str], FlaskClient]) -> None:
    browser = sign_in("khoi@example.vn")
    section = f"{begin(browser, BIRTH)}/nguoi_yeu_cau"
    answer = browser.post(section, data=TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "&lt;b&gt;" not in answer.get_data(as_text=True)


def test_a_carried_form_leads_nowhere_but_to_this_site(client: FlaskClient) -> None:
    answer = post(
        client,
        "/account/sign-in",
        login="khoi@example.vn",
        password=PASSWORD,
        resume="https://evil.example/",
        **{"resume:a": "b"},
    )
    assert answer.location == "/my"


def test_passwords_are_not_carried(client: FlaskClient) -> None:
    given = {"name": "Trần Văn Bảo", "email": "bao@example.vn", "password": "mot-cau-rat-bi-mat"}
    answer = client.post("/account/register", data={**given, "csrf_token": "old"}, headers=OURS)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400, "registering needs no signing in, only a fresh page"
    assert "Gửi lại" in page
    assert given["password"] not in page
    resent = client.post("/account/register", data=hidden(page), headers=OURS)
    assert resent.status_code == 422
    assert "Trần Văn Bảo" in resent.get_data(as_text=True)


def test_files_that_cannot_be_carried_are_named(sign_in: Callable[[str], FlaskClient]) -> None:
    browser = sign_in("khoi@example.vn")
    papers = f"{begin(browser, BIRTH)}/papers"
    token = token_of(browser.get(papers).get_data(as_text=True))
    lose_session(browser)
    answer = upload(browser, papers, token, OURS, paper_giay_chung_sinh=("giấy chứng sinh.pdf", PDF))
    assert answer.status_code == 401
    assert "bạn cần chọn lại: giấy chứng sinh.pdf" in words(answer)
    carried = hidden(answer.get_data(as_text=True))
    again = browser.post(
        "/account/sign-in", data={**carried, "login": "khoi@example.vn", "password": PASSWORD}, headers=OURS
    )
    assert "bạn cần chọn lại: giấy chứng sinh.pdf" in words(again)
