"""The dossier's page tells what was decided about its time and money; receipts and the cash list can be printed (D-10, I-02)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures_house import Clock
from fixtures_watch import local, value
from flask.testing import FlaskClient
from services.time_story import DESK, EXPERT, FEES, LEADER, SLIP, act, started

from motcua.services.work import House

SignIn = Callable[..., FlaskClient]


def page(browser: FlaskClient, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


@pytest.mark.req("D-10", "E-17")
def test_extensions_apologies_and_pauses_stand_on_the_page_with_reason_and_answer(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    code = started(house)
    act(
        house,
        EXPERT,
        code,
        "request_extension",
        "2026-12-07 09:00",
        reason="Chờ xác minh",
        duration="8h",
        slip=SLIP,
    )
    clock.now = local("2026-12-07 09:30")
    html = page(sign_in(DESK), f"/desk/{code}")
    assert "Chờ duyệt" in html
    assert "Thêm 8 giờ làm việc cho bước “Bước b”" in html
    act(house, LEADER, code, "approve_extension", "2026-12-07 10:00")
    act(house, LEADER, code, "pause", "2026-12-07 10:10", reason="Chờ Bộ trả lời")
    act(house, LEADER, code, "resume", "2026-12-07 11:10")
    act(house, DESK, code, "apologise", "2026-12-08 09:00", reason="Quá tải", slip=SLIP)
    clock.now = local("2026-12-08 10:00")
    html = page(sign_in(DESK), f"/desk/{code}")
    # 24h, 8h granted, 1h of pause: Friday 08:00; one working day more: Monday 08:00, the next opening is 13:30.
    for told in ("Đã duyệt", "Chờ xác minh", "Chờ Bộ trả lời", "Quá tải", "Hẹn lại 14/12/2026 13:30"):
        assert told in html, told
    assert "Tính là quá hạn" in html
    assert html.count("phieu.pdf") >= 2
    # Why this date: both changes with slip and article.
    for told in ("Phiếu gia hạn", "Phiếu xin lỗi và hẹn lại", "Điều 18.1.a", "Điều 19.2.đ"):
        assert told in html, told


@pytest.mark.req("E-17", "G-07")
def test_the_public_sees_the_new_date_and_that_the_dossier_counts_as_overdue_but_no_reason(
    house: House, client: FlaskClient, clock: Clock
) -> None:
    code = started(house)
    act(house, DESK, code, "apologise", "2026-12-08 09:00", reason="Cán bộ ốm", slip=SLIP)
    clock.now = local("2026-12-08 10:00")
    html = page(client, f"/track/{code}")
    assert "11/12/2026 07:00" in html
    assert "Đã hẹn lại, tính là quá hạn; còn" in html
    assert "Cán bộ ốm" not in html
    assert "phieu.pdf" not in html


@pytest.mark.req("I-01", "I-02")
def test_fees_show_what_is_left_and_what_was_paid_and_the_receipt_opens(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    code = started(house, papers=FEES)
    clock.now = local("2026-12-07 09:00")
    desk = sign_in(DESK)
    html = page(desk, f"/desk/{code}")
    assert "chưa thu" in html
    act(house, DESK, code, "collect_fee", "2026-12-07 08:00", amount=880_000)
    html = page(desk, f"/desk/{code}")
    assert "Biên lai số 000001/2026" in html
    receipt_id = value(house, "select id from receipt")
    html = page(desk, f"/desk/{code}/receipts/{receipt_id}")
    assert "Nguyễn Thị Bích Hằng" in html
    assert "880.000\N{NO-BREAK SPACE}đ" in html or "880.000 đ" in html
    page(desk, f"/desk/{code}/receipts/{receipt_id + 1}", 404)
    page(sign_in("tp.tiepnhan"), f"/desk/{code}/receipts/{receipt_id}", 403)
    html = page(desk, "/desk/cash")
    assert "000001/2026" in html
    assert "Khớp" in html
    assert "Chưa thu khoản nào" in page(desk, "/desk/cash?day=2026-12-06")
    assert "000001/2026" in page(desk, "/desk/cash?day=khong-phai-ngay")


@pytest.mark.req("E-18")
def test_the_proposed_appointment_is_shown_before_the_apology_is_given(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    code = started(house)
    clock.now = local("2026-12-08 09:00")
    html = page(sign_in(DESK), f"/desk/{code}/actions/apologise")
    # One working day after Wednesday 9/12 at 17:00.
    assert "11/12/2026" in html
    act(house, DESK, code, "apologise", "2026-12-08 09:00", reason="Quá tải", slip=SLIP)
    assert f"/desk/{code}/actions/apologise" not in page(sign_in(DESK), f"/desk/{code}")
