"""On a dossier's page: who was asked and has not answered, what a leader wrote, where the paper file is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures_portal import words
from flask.testing import FlaskClient
from services.routing_story import DOCUMENT, act, at, id_of, serve, started, with_right

from motcua.services.work import House

SignIn = Callable[..., FlaskClient]


def page(browser: FlaskClient, code: str) -> str:
    answer = browser.get(f"/desk/{code}")
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


@pytest.mark.req("H-01")
def test_whoever_asked_sees_who_answered_and_who_is_overdue(house: House, sign_in: SignIn, clock) -> None:
    wards = serve(house, "mai.ho", "H50.27"), serve(house, "ha.tran", "H50.41")
    code = started(house)
    sent = {
        "agencies": wards,
        "duration": "4h",
        "opinion": "Có vướng quy hoạch không?",
        "uploads": (DOCUMENT,),
    }
    act(house, "vinh.le", code, "consult", at("08:00"), **sent)
    clock.now = at("09:00")
    # Who is to answer reads the question beside the fields, with its document.
    form = words(sign_in("mai.ho").get(f"/desk/{code}/actions/answer"))
    assert "Có vướng quy hoạch không?" in form
    assert "van_ban.pdf" in form
    act(house, "mai.ho", code, "answer", at("10:00"), opinion="Không vướng.", uploads=(DOCUMENT,))
    clock.now = at("15:00")
    html = page(sign_in("vinh.le"), code)
    assert html.count("Có vướng quy hoạch không?") == 2
    assert "Không vướng." in html
    assert "Đã trả lời" in html
    assert "Quá hạn trả lời" in html
    assert html.count("van_ban.pdf") >= 3
    assert html.count("Văn bản số 12/CV ngày 07/12/2026") == 3


@pytest.mark.req("D-04", "D-17", "D-07")
def test_instruction_note_paper_and_correction_stand_on_the_page(
    house: House, sign_in: SignIn, clock
) -> None:
    code = started(house, a={"paper": "follows"})
    leader = with_right(house, "quoc.dang", "dossier.urge")
    act(
        house,
        leader,
        code,
        "assign",
        at("08:00"),
        person=id_of(house, "vinh.le"),
        opinion="Xem <b>kỹ</b>.",
        until=at("17:00"),
    )
    act(house, leader, code, "urge", at("08:10"), opinion="Dân hỏi rồi.")
    act(house, "vinh.le", code, "correct", at("08:20"), reason="Nhập nhầm", answers={"von": 250})
    act(house, "vinh.le", code, "forward", at("08:30"), marks={"paper_sent": "yes"})
    clock.now = at("09:00")
    html = page(sign_in("vinh.le"), code)
    for sentence in (
        "Giao việc cho Lê Quang Vinh",
        "Xem &lt;b&gt;kỹ&lt;/b&gt;.",
        "Xong trước 07/12/2026 17:00",
        "Dân hỏi rồi.",
        "Số vốn: “1” thành “250”",
        "Gửi bản giấy từ “Bước a”",
        "Đang chuyển",
    ):
        assert sentence in html, sentence


@pytest.mark.req("D-06")
def test_the_history_tells_a_return_with_the_time_of_the_step_that_was_left(
    house: House, sign_in: SignIn, clock
) -> None:
    code = started(house)
    act(house, "vinh.le", code, "forward", at("08:00"))
    act(house, "vinh.le", code, "return", at("09:00"), reason="Thiếu căn cứ")
    clock.now = at("09:10")
    html = page(sign_in("vinh.le"), code)
    assert "Trả lại từ “Bước b”, chuyển đến “Bước a”" in html
    assert "Thiếu căn cứ" in html
