"""Inside a dossier: the sheet and the process of its procedure, and the form that asks for a paper on a ground (A-22)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_client import act, upload
from fixtures_dossier import PDF, file_dossier
from fixtures_portal import words
from flask.testing import FlaskClient

from motcua.services.work import House

PROCEDURE = "1.001612"


@pytest.mark.req("A-22")
def test_the_officer_reads_sheet_and_process_and_asks_beyond_them_only_on_a_ground(
    house: House, sign_in: Callable[[str], FlaskClient]
) -> None:
    code = file_dossier(house, PROCEDURE)
    browser = sign_in("ha.tran")
    assert f'href="/desk/{code}/procedure"' in browser.get(f"/desk/{code}").text
    page = words(browser.get(f"/desk/{code}/procedure"))
    for said in (
        "Thẩm định hồ sơ",
        "Nghị định số 168/2025/NĐ-CP",
        "50.000 đ",
        "Giấy đề nghị đăng ký hộ kinh doanh",
    ):
        assert said in page
    assert sign_in("tp.tiepnhan").get(f"/desk/{code}/procedure").status_code == 403

    sent = {"other_papers": "Giấy xác nhận của tổ dân phố", "reason": "Cần xác nhận"}
    refused = act(browser, code, "actions/request_supplement", **sent, slip=upload(PDF, "phieu.pdf"))
    assert refused.status_code == 422
    assert 'href="#ground"' in refused.text
    assert "Giấy xác nhận của tổ dân phố" in refused.text
    ground = {"ground": "Nghị định 61/2018/NĐ-CP, Điều 17"}
    assert (
        act(
            browser, code, "actions/request_supplement", **sent, **ground, slip=upload(PDF, "phieu.pdf")
        ).status_code
        == 303
    )
    shown = words(browser.get(f"/desk/{code}"))
    assert "Yêu cầu bổ sung: Giấy xác nhận của tổ dân phố" in shown
    assert "Căn cứ: Nghị định 61/2018/NĐ-CP, Điều 17" in shown
    # Under Quảng Trị's rules the dossier was returned: the applicant sends it again with what was asked.
    mine = sign_in("hang@example.vn").get(f"/my/{code}/supplement")
    assert "Giấy xác nhận của tổ dân phố" in words(mine)
