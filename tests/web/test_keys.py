"""Numbers that no record can have, in addresses and forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures_house import post
from flask.testing import FlaskClient

HUGE = "9223372036854775808"


@pytest.mark.parametrize(
    "address",
    [
        f"/quan-tri/tai-khoan/{HUGE}",
        f"/quan-tri/co-quan/{HUGE}/sap-nhap",
        f"/quan-tri/nhom/{HUGE}/buoc",
    ],
)
def test_an_address_with_a_number_too_large_is_not_found(
    sign_in: Callable[..., FlaskClient], address: str
) -> None:
    assert sign_in("quantri.tinh").get(address).status_code == 404


def test_a_number_too_large_in_a_query_or_form_chooses_nothing(sign_in: Callable[..., FlaskClient]) -> None:
    boss = sign_in("quantri.tinh")
    assert boss.get(f"/quan-tri/tai-khoan?agency={HUGE}").status_code == 200
    assert boss.get(f"/quan-tri/thay-nguoi?from={HUGE}&to={HUGE}").status_code == 200
    answer = post(boss, "/quan-tri/vai-tro", account=HUGE, agency=HUGE, role="cntt_co_quan")
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize("cell", ["\\u0000", "\\ud800"])
def test_a_sheet_that_comes_back_with_unreadable_characters_is_refused(
    sign_in: Callable[..., FlaskClient], cell: str
) -> None:
    rows = '[["Họ tên","Tên đăng nhập","Chức danh","Thư điện tử","Điện thoại","Cơ quan","Vị trí"],'
    rows += f'["Ánh{cell}","anh{cell}","","","","H50.16",""]]'
    answer = post(sign_in("quantri.phuong"), "/quan-tri/can-bo/nhap", rows=rows)
    assert answer.status_code == 400


def test_a_request_that_cannot_be_is_not_chosen(sign_in: Callable[..., FlaskClient]) -> None:
    assert post(sign_in("quantri.tinh"), "/quan-tri/de-nghi-tai-khoan", request=HUGE).status_code == 422
