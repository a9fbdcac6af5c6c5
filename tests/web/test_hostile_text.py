"""Characters and shapes that no person sends: refused in words, never an unexpected error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures_dossier import file_dossier
from fixtures_house import NOW, post
from flask.testing import FlaskClient

from motcua.services.desk import lookup
from motcua.services.work import House


@pytest.mark.parametrize(
    "address",
    [
        "/procedures/%00",
        "/procedures?q=%00&field=%00&level=%00",
        "/track?code=%00",
        "/my/%00",
    ],
)
def test_a_nul_in_the_address_is_refused(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "ký tự không đọc được" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("/account/sign-in", {"login": "a\0", "password": "x"}),
        ("/account/register", {"name": "A\0B", "email": "a@b.vn"}),
    ],
)
def test_a_nul_in_a_field_is_refused(client: FlaskClient, page: str, fields: dict[str, str]) -> None:
    assert post(client, page, **fields).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"checklist":' * 60_000,
        '{"checklist": {"x": "\\ud800"}}',
        '{"checklist": {"x": "\\u0000"}}',
    ],
    ids=["list", "objects", "half a character", "nul"],
)
def test_json_of_no_use_is_refused_and_changes_nothing(
    house: House, sign_in: Callable[[str], FlaskClient], body: str
) -> None:
    code = file_dossier(house)
    desk = sign_in("ha.tran")
    html = desk.get("/desk").get_data(as_text=True)
    token = html.split('name="csrf-token" content="')[1].split('"')[0]
    answer = desk.post(
        f"/api/v1/dossiers/{code}/accept",
        data=body,
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "body")
    with house.work() as work:
        assert lookup.track(work, code, NOW).row.state == "sent"
