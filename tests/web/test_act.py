"""The page of one action: its inputs, the deadline before it is done, and what was typed when it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from desk_client import act, state, upload
from fixtures_dossier import PDF, accepted_at, actor_of, file_dossier, open_page
from fixtures_portal import typed, words
from fixtures_watch import value
from flask.testing import FlaskClient

from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]


def page_of(browser: FlaskClient, code: str, key: str, task: str = "") -> Any:
    return browser.get(f"/desk/{code}/actions/{key}", query_string={"task": task} if task else None)


def test_the_dossier_s_page_lists_what_else_is_lawful_the_grave_ones_last(
    house: House, sign_in: SignIn
) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    html = sign_in("vinh.le").get(f"/desk/{code}?task={task}").get_data(as_text=True)
    listed = re.findall(rf'href="/desk/{code}/actions/(\w+)\?task={task}"', html)
    assert {"return", "hand_over", "consult", "request_extension", "request_supplement", "refuse"} <= set(
        listed
    )
    assert set(listed[-2:]) == {"request_supplement", "refuse"}
    assert not set(listed) & {"claim", "forward", "accept"}
    head = sign_in("thang.nguyen").get(f"/desk/{code}").get_data(as_text=True)
    assert "/actions/refuse" not in head


@pytest.mark.req("A-13", "D-20")
@pytest.mark.parametrize(
    ("login", "key", "status"),
    [
        ("thang.nguyen", "request_extension", 403),
        ("vinh.le", "confirm_result", 403),
        ("ha.tran", "accept", 409),
        ("vinh.le", "no_such", 404),
        ("vinh.le", "leave_route", 403),
    ],
)
def test_an_action_that_is_not_lawful_now_has_no_page(
    house: House, sign_in: SignIn, login: str, key: str, status: int
) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in(login)
    before = state(house, code)
    assert page_of(browser, code, key, task).status_code == status
    sent = {"task": task, "reason": "x", "duration": "8h", "slip": upload(PDF, "phieu.pdf")}
    assert act(browser, code, f"actions/{key}", **sent).status_code == status
    assert state(house, code) == before


def test_a_step_chosen_by_name_and_a_reason_take_the_dossier_back(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in("vinh.le")
    html = page_of(browser, code, "return", task).get_data(as_text=True)
    assert "Bước trước tính tiếp phần thời gian còn lại" in html
    assert re.search(r'<option value="T_phan_cong"[^>]*>', html)
    refused = act(browser, code, "actions/return", task=task, step="T_phan_cong")
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.get_data(as_text=True)
    assert re.search(r'value="T_phan_cong" selected', refused.get_data(as_text=True))
    answer = act(browser, code, "actions/return", task=task, step="T_phan_cong", reason="Thiếu phân công")
    assert answer.status_code == 303
    assert [visit.row.step_id for visit in open_page(house, code).waiting] == ["T_phan_cong"]


@pytest.mark.req("E-21")
def test_without_the_slip_nothing_is_done_and_what_was_typed_stays(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in("vinh.le")
    before = state(house, code)
    answer = act(browser, code, "actions/refuse", task=task, reason='Không "đủ" <b>điều kiện</b>')
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#slip"' in html
    assert "Lập phiếu ở đây, hoặc đính kèm phiếu đã ký." in words(answer)
    assert "Không &#34;đủ&#34; &lt;b&gt;điều kiện&lt;/b&gt;</textarea>" in html
    disguised = act(browser, code, "actions/refuse", task=task, reason="x", slip=upload(b"MZ", "phieu.pdf"))
    assert disguised.status_code in (400, 422)
    assert 'href="#slip"' in disguised.get_data(as_text=True)
    assert state(house, code) == before


def test_the_effect_on_the_deadline_is_said_before_anything_is_done(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    due = open_page(house, code).deadline
    assert due is not None
    browser = sign_in("vinh.le")
    before = state(house, code)
    plain = words(page_of(browser, code, "hand_over", task))
    assert f"Hạn xử lý của hồ sơ không đổi: {due.due_at:%d/%m/%Y %H:%M}" in plain
    asked = act(browser, code, "actions/request_extension", task=task, duration="1 ngày", _preview="1")
    later = due.extended(8 * 3600)
    assert asked.status_code == 200
    assert "Chưa có gì thay đổi cho tới khi được duyệt." in words(asked)
    assert f"thành {later.due_at:%d/%m/%Y %H:%M}" in words(asked)
    assert f"thành {later.appointment_at:%d/%m/%Y %H:%M}" in words(asked)
    assert state(house, code) == before


def test_a_preview_that_comes_after_the_action_itself_says_nothing(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in("vinh.le")
    sent = {"task": task, "reason": "Chờ trích lục", "duration": "1 ngày"}
    done = act(browser, code, "actions/request_extension", slip=upload(PDF, "phieu.pdf"), **sent)
    assert done.status_code == 303
    assert act(browser, code, "actions/request_extension", _preview="1", **sent).status_code == 204


@pytest.mark.req("D-11")
def test_people_are_chosen_by_name_with_the_work_they_have(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    other, other_task = accepted_at(house, "T_tham_dinh")
    act(sign_in("mai.ho"), other, f"steps/{other_task}/claim")
    html = page_of(sign_in("vinh.le"), code, "hand_over", task).get_data(as_text=True)
    (chosen,) = re.findall(r'<option value="(\d+)">Hồ Thị Xuân Mai[^<]*\(1\)</option>', html)
    assert "Lê Quang Vinh" not in re.findall(r"<select.*?</select>", html, re.S)[0]
    answer = act(sign_in("vinh.le"), code, "actions/hand_over", task=task, person=chosen, reason="Đi họp")
    assert answer.status_code == 303
    assert open_page(house, code).waiting[0].row.holder_name == "Hồ Thị Xuân Mai"


def test_what_cannot_be_read_is_named_at_its_field(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in("vinh.le")
    before = state(house, code)
    answer = act(browser, code, "actions/hand_over", task=task, person="abc", reason="Đi họp")
    assert answer.status_code == 422
    assert 'href="#person"' in answer.get_data(as_text=True)
    assert "Đi họp</textarea>" in answer.get_data(as_text=True)
    assert state(house, code) == before


def test_a_step_that_is_over_is_a_conflict_and_the_words_can_be_copied(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    browser = sign_in("thang.nguyen")
    assert act(browser, code, f"steps/{task}/finish").status_code == 303
    answer = act(browser, code, "actions/hand_over", task=task, person="1", reason="Nhờ chị Mai")
    assert answer.status_code == 409
    assert "Nhờ chị Mai</textarea>" in answer.get_data(as_text=True)


def test_a_dossier_of_others_has_no_actions(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    browser = sign_in("tp.hotich")
    assert page_of(browser, code, "refuse_at_intake").status_code == 403
    assert act(browser, code, "actions/refuse_at_intake", reason="x").status_code == 403


def test_an_action_without_its_token_is_refused(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    answer = sign_in("vinh.le").post(f"/desk/{code}/actions/hand_over", data={"task": task})
    assert answer.status_code == 400
    assert state(house, code) == before


@pytest.mark.req("A-09")
def test_a_step_is_forwarded_to_one_person_of_the_next_group(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    browser = sign_in("thang.nguyen")
    html = browser.get(f"/desk/{code}?task={task}").get_data(as_text=True)
    (chosen,) = re.findall(r'<option value="(\d+)">Hồ Thị Xuân Mai \(0\)</option>', html)
    assert act(browser, code, f"steps/{task}/finish", _person=chosen).status_code == 303
    (visit,) = open_page(house, code).waiting
    assert (visit.row.step_id, visit.row.holder_name) == ("T_tham_dinh", "Hồ Thị Xuân Mai")


def test_a_person_outside_the_next_group_is_refused_at_the_field(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    stranger = str(actor_of(house, "ha.tran").id)
    answer = act(sign_in("thang.nguyen"), code, f"steps/{task}/finish", _person=stranger, _opinion="Giao")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#person"' in html
    assert "Giao</textarea>" in html


@pytest.mark.req("D-08")
def test_the_desk_supplies_what_was_asked_and_only_that(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    browser = sign_in("ha.tran")
    task = open_page(house, code).waiting[0].row.task_id
    page = page_of(browser, code, "request_supplement", task).get_data(as_text=True)
    papers = re.findall(r'name="papers" value="(\w+)"', page)
    sent = {"task": task, "papers": papers[1], "reason": "Mờ", "slip": upload(PDF, "phieu.pdf")}
    assert act(browser, code, "actions/request_supplement", **sent).status_code == 303
    # Quảng Trị returns it, though nobody has accepted it; with the papers it comes again as a new one.
    assert open_page(house, code).row.state == "returned_for_supplement"
    returned = browser.get(f"/desk/{code}").get_data(as_text=True)
    (address,) = set(re.findall(rf'href="(/desk/{code}/actions/supply[^"]*)"', returned))
    html = browser.get(address).get_data(as_text=True)
    assert re.findall(r'name="papers" value="(\w+)"', html) == [papers[1]]
    assert act(browser, code, "actions/supply").status_code == 422
    files = {f"paper-{papers[1]}": upload(PDF, "ban-moi.pdf")}
    assert act(browser, code, "actions/supply", **files).status_code == 303
    later = value(house, "select code from dossier where earlier_id is not null")
    assert "ban-moi.pdf" in [file.name for file in open_page(house, later).files]
    assert open_page(house, later).row.state == "accepted"


@pytest.mark.req("A-12")
def test_an_intake_error_is_put_right_in_the_form_itself(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    browser = sign_in("ha.tran")
    html = page_of(browser, code, "correct").get_data(as_text=True)
    assert 'name="form-ten_hkd" value="Cà phê Bích Hằng"' in re.sub(
        r"\s(?!value|name)[a-z-]+=\"[^\"]*\"", "", html
    )
    form = {**typed(open_page(house, code).data, "form"), "task": task}
    same = act(browser, code, "actions/correct", **form, reason="Thử")
    assert same.status_code == 422
    assert "Chưa sửa mục nào." in words(same)
    wrong = act(browser, code, "actions/correct", **{**form, "form-von": "nhiều"}, reason="Gõ nhầm")
    assert wrong.status_code == 422
    assert 'href="#form-von"' in wrong.get_data(as_text=True)
    assert "Gõ nhầm</textarea>" in wrong.get_data(as_text=True)
    right = act(browser, code, "actions/correct", **{**form, "form-ten_hkd": "Cà phê Hằng"}, reason="Gõ nhầm")
    assert right.status_code == 303, words(right)
    assert open_page(house, code).data["ten_hkd"] == "Cà phê Hằng"
