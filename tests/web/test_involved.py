"""Which agencies have a dossier, since when and with what time: on its page at the desk, and for the public."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from services.routing_story import DIGITAL, DOCUMENT, act, at, serve, started
from services.sub_dossier_story import children, parent

from motcua.services.work import House

SignIn = Callable[..., FlaskClient]
THERE, ASKED = "H50.27", "H50.41"


def page(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def panel(browser: FlaskClient, code: str) -> str:
    html = page(browser, f"/desk/{code}")
    return html.partition('<section class="involved">')[2].partition("</section>")[0]


@pytest.mark.req("A-15", "H-01", "E-12", "E-15")
def test_the_page_says_which_agency_had_it_how_long_and_what_is_late(
    house: House, sign_in: SignIn, clock
) -> None:
    serve(house, "mai.ho", THERE)
    asked = serve(house, "ha.tran", ASKED)
    code = started(house, b={"agency": f"code:{THERE}"})
    clock.now = at("07:30")
    officer = sign_in("vinh.le")
    assert panel(officer, code) == ""
    act(house, "vinh.le", code, "forward", at("08:00"))
    sent = {"agencies": (asked,), "duration": "1h", "opinion": "Có vướng không?", "uploads": (DOCUMENT,)}
    act(house, "mai.ho", code, "consult", at("09:00"), **sent)
    clock.now = at("15:00")
    words = panel(officer, code)
    for said in (
        "Cơ quan chủ trì",
        "Đã chuyển đi",
        "Đã dùng 1 giờ trong 4 giờ được giao",
        "Cơ quan phối hợp",
        "Đang xử lý, quá hạn",
        "Đã dùng 5 giờ trong 4 giờ được giao, quá 1 giờ",
        "Quá hạn ở bước: Bước b",
        "Được lấy ý kiến",
        "Quá hạn trả lời",
        "từ 07/12/2026 08:00",
        "hạn 07/12/2026 10:00",
    ):
        assert said in words, said


@pytest.mark.req("E-13", "A-15")
def test_on_the_way_is_said_to_the_desk_and_the_public_sees_which_agency_has_it(
    house: House, sign_in: SignIn, client: FlaskClient, clock
) -> None:
    serve(house, "mai.ho", THERE)
    code = started(house, facts=DIGITAL, b={"agency": f"code:{THERE}"})
    act(house, "vinh.le", code, "forward", at("08:00"))
    clock.now = at("08:30")
    words = panel(sign_in("mai.ho"), code)
    assert "Đã gửi, chờ xác nhận đã nhận" in words
    assert "thời gian vẫn tính cho cơ quan chuyển" in words
    shown = page(client, f"/track/{code}")
    assert "Đang chuyển đến cơ quan, chờ xác nhận đã nhận" in shown
    act(house, "mai.ho", code, "acknowledge", at("09:00"))
    clock.now = at("09:30")
    shown = page(client, f"/track/{code}")
    assert "Hồ sơ đang ở:" in shown
    assert "Hồ Thị Xuân Mai" not in shown


@pytest.mark.req("A-15")
def test_parent_and_children_lead_to_each_other_at_the_desk_and_in_the_open(
    house: House, sign_in: SignIn, client: FlaskClient, clock
) -> None:
    code = parent(house)
    clock.now = at("08:30")
    desk = page(sign_in("vinh.le"), f"/desk/{code}")
    public = page(client, f"/track/{code}")
    for child in children(house):
        assert f'href="/desk/{child.code}"' in desk
        assert f"Mở hồ sơ con {child.code}" in desk
        assert f'href="/track/{child.code}"' in public
        assert f'href="/track/{code}"' in page(client, f"/track/{child.code}")
    first = children(house)[0].code
    assert f'href="/desk/{code}"' in page(sign_in("mai.ho"), f"/desk/{first}")
