"""The session's cookie is renewed by pages, and not put back by what they embed."""

from collections.abc import Callable

import pytest
from fixtures_house import token_of
from flask.testing import FlaskClient

SignIn = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("wanted", "is_renewed"), [("document", True), (None, True), ("iframe", False), ("empty", False)]
)
def test_only_a_page_renews_the_cookie(sign_in: SignIn, wanted: str | None, is_renewed: bool) -> None:
    browser = sign_in("hien.bui")
    browser.get("/desk")
    answer = browser.get("/desk", headers={"Sec-Fetch-Dest": wanted} if wanted else {})
    assert ("Set-Cookie" in answer.headers) is is_renewed


def test_a_change_is_sent_whatever_asked_for_it(sign_in: SignIn) -> None:
    browser = sign_in("hien.bui")
    given = {"csrf_token": token_of(browser.get("/desk").get_data(as_text=True))}
    changed = browser.post("/language/en", data=given, headers={"Sec-Fetch-Dest": "empty"})
    assert "Set-Cookie" in changed.headers
