"""Messages and the control slip as people see them: the bell, one's own list, the log of carriage, the printed slip."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fixtures_dossier import accept_dossier, file_dossier
from fixtures_house import Clock, post
from fixtures_model import CODE, bpmn_of, finish, release
from fixtures_watch import local, rows, run_jobs, value
from flask.testing import FlaskClient
from services.time_story import DESK, EXPERT, SLIP, act, give_role, started
from staff_people import make_operator

from motcua.services.work import House

SignIn = Callable[..., FlaskClient]
CITIZEN = "hang@example.vn"


def page(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.get_data(as_text=True).split())


@pytest.mark.req("G-05")
def test_a_citizen_sees_how_many_are_new_and_a_message_opens_its_dossier(
    house: House, sign_in: SignIn
) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    run_jobs(house)
    browser = sign_in(CITIZEN)
    for address in ("/", "/track", "/my"):
        assert ", 2 tin chưa đọc" in page(browser, address)
    newest = re.findall(r'href="(/my/messages/\d+)"', page(browser, "/my"))[0]
    assert sign_in("khoi@example.vn").get(newest).status_code == 404
    answer = browser.get(newest)
    assert (answer.status_code, answer.location) == (302, f"/my/{code}")
    assert ", 1 tin chưa đọc" in page(browser, "/my")
    assert post(browser, "/my", "/my/messages/read").status_code == 303
    assert "chưa đọc" not in page(browser, "/my")


@pytest.mark.req("G-19")
def test_the_bell_is_on_every_page_of_the_desk_and_the_list_can_be_read_off(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    clock.now = local("2026-12-07 09:00")
    code = started(house)
    run_jobs(house)
    give_role(house, EXPERT, "quan_tri_co_quan")
    browser = sign_in(EXPERT)
    bell = "Thông báo, 1 chưa đọc"
    for address in ("/desk", f"/desk/{code}", "/desk/bulk", "/desk/messages", "/quan-tri/su-co"):
        assert page(browser, address).count(bell) in (1, 2), address
    post(browser, "/desk/messages", "/desk/messages/read")
    assert bell not in page(browser, "/desk")
    post(browser, "/desk/messages", "/desk/messages/by-email", by_email="1")
    assert value(house, "select notice_by_email from account where login = :login", login=EXPERT)
    post(browser, "/desk/messages", "/desk/messages/by-email")
    assert not value(house, "select notice_by_email from account where login = :login", login=EXPERT)


@pytest.mark.req("D-14")
def test_the_desk_reads_what_it_confirms_and_others_are_told_when_it_goes_out(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    clock.now = local("2026-12-07 09:00")
    code = started(house)
    task = value(house, "select task_id from dossier_step where left_at is null")
    asking = page(sign_in(EXPERT), f"/desk/{code}/actions/refuse?task={task}")
    assert "Người nộp được báo khi Bộ phận Một cửa xác nhận." in asking
    act(house, EXPERT, code, "refuse", "2026-12-07 09:00", reason="Không đủ điều kiện", slip=SLIP)
    run_jobs(house)
    desk = sign_in(DESK)
    assert f"/desk/{code}/actions/confirm_message" in page(desk, f"/desk/{code}")
    asked = page(desk, f"/desk/{code}/actions/confirm_message")
    assert "Lý do: Không đủ điều kiện" in asked
    answer = post(desk, f"/desk/{code}/actions/confirm_message")
    assert answer.status_code == 303
    run_jobs(house)
    assert value(house, "select count(*) from message where event like 'refused%'") == 1
    assert f"/desk/{code}/actions/confirm_message" not in page(desk, f"/desk/{code}")


@pytest.mark.req("G-01")
def test_the_log_shows_an_operator_what_failed_and_nobody_else(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    run_jobs(house)
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into delivery (message_id, channel, status, attempts, problem, created_at)"
            " select id, 'email', 'failed', 9, 'ConnectionError', created_at from message where event = 'sent'"
        )
    make_operator(house)
    assert sign_in(DESK).get("/quan-tri/tin-da-gui").status_code == 403
    browser = sign_in("dung.vo")
    html = page(browser, "/quan-tri/tin-da-gui?status=failed")
    assert code in html
    assert "ConnectionError" in html
    assert "Không gửi được (1)" in html
    assert CITIZEN not in html
    again = re.findall(r'action="(/quan-tri/tin-da-gui/\d+/gui-lai)"', html)[0]
    assert post(browser, "/quan-tri/tin-da-gui", again).status_code == 303
    assert value(house, "select status from delivery where channel = 'email'") == "waiting"
    assert [row.detail for row in rows(house, "select detail from audit where action = 'message.again'")] == [
        {"channel": "email", "event": "sent"}
    ]


@pytest.mark.req("F-07")
def test_the_control_slip_has_a_row_for_each_step_of_the_real_history(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    release(house, bpmn_of("S>a a>b b>c c>d d>E", limit="40h"))
    code = file_dossier(house, CODE, now=local("2026-12-07 07:00"), von=1)
    accept_dossier(house, code, local("2026-12-07 07:00"))
    clock.now = local("2026-12-07 07:30")
    browser = sign_in(EXPERT)
    assert "chưa giao" in page(browser, f"/desk/{code}/control-slip")
    # Four hours each: done in one, then in exactly four, then in more, returned, and done again.
    finish(house, code, "a", now=local("2026-12-07 08:00"))
    finish(house, code, "b", now=local("2026-12-07 13:30"))
    clock.now = local("2026-12-08 16:00")
    act(house, EXPERT, code, "return", "2026-12-08 14:30", reason="Thiếu chữ ký")
    slip = page(browser, f"/desk/{code}/control-slip")
    found = re.findall(r"<tr><td class=\"figure\".*?</tr>", slip)
    assert len(found) == 4
    times = ["07/12/2026 08:00", "07/12/2026 13:30", "08/12/2026 14:30"]
    assert all(at in row for at, row in zip(times, found, strict=False))
    classes = [re.search(r"Trước hạn|Đúng hạn|Quá hạn|Đang làm", row)[0] for row in found]  # type: ignore[index]
    assert classes[:3] == ["Trước hạn", "Trước hạn", "Quá hạn"]
    assert "Trả lại. Thiếu chữ ký" in found[2]
    assert "chưa giao" in found[3]
    assert [row.action for row in rows(house, "select action from audit where subject = 'control_slip'")] == [
        "view",
        "view",
    ]
