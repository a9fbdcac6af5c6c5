"""Steps on the desk: taken, given back and finished; refusals change nothing and words are never lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from desk_client import act, state, upload
from fixtures_dossier import (
    PDF,
    accepted_at,
    open_page,
    task_of,
    walk_dossier,
)
from flask.testing import FlaskClient

from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]
APPRAISED = {
    "step-ten_hop_le": "true",
    "step-nganh_nghe_hop_le": "true",
    "step-tru_so_hop_le": "true",
    "step-ket_qua_tham_dinh": "dat",
}


@pytest.mark.parametrize("action", ["claim", "release", "finish"])
def test_a_step_is_for_its_group_only(house: House, sign_in: SignIn, action: str) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    assert act(sign_in("thang.nguyen"), code, f"steps/{task}/{action}", **APPRAISED).status_code == 403
    assert act(sign_in("tp.tiepnhan"), code, f"steps/{task}/{action}", **APPRAISED).status_code == 403
    assert state(house, code) == before


def test_a_step_taken_by_one_officer_is_not_taken_by_the_next(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    assert act(sign_in("vinh.le"), code, f"steps/{task}/claim").status_code == 303
    before = state(house, code)
    answer = act(sign_in("mai.ho"), code, f"steps/{task}/claim")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Lê Quang Vinh đã nhận việc này. Không có gì bị thay đổi." in html
    assert "Lê Quang Vinh đang giữ" in html
    assert state(house, code) == before
    assert open_page(house, code).waiting[0].row.holder_name == "Lê Quang Vinh"


def test_a_step_given_back_can_be_taken_by_somebody_else(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    vinh, mai = sign_in("vinh.le"), sign_in("mai.ho")
    act(vinh, code, f"steps/{task}/claim")
    assert act(mai, code, f"steps/{task}/release").status_code == 409
    assert act(vinh, code, f"steps/{task}/release").status_code == 303
    assert act(mai, code, f"steps/{task}/claim").status_code == 303
    assert open_page(house, code).waiting[0].row.holder_name == "Hồ Thị Xuân Mai"


@pytest.mark.req("D-02", "D-05")
def test_a_finished_step_forwards_the_dossier_with_form_opinion_and_files(
    house: House, sign_in: SignIn
) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in("vinh.le")
    sent = {
        **APPRAISED,
        "_opinion": "Đề nghị cấp.",
        "_files": [upload(PDF, "bien-ban.pdf"), upload(PDF, "anh.pdf")],
        "step-du_thao-upload": upload(PDF, "du-thao.pdf"),
    }
    answer = act(browser, code, f"steps/{task}/finish", **sent)
    assert answer.status_code == 303
    shown = open_page(house, code)
    assert [visit.row.step_id for visit in shown.waiting] == ["T_ky"]
    (opinion,) = shown.opinions
    assert opinion.body == "Đề nghị cấp."
    assert [one.name for one in opinion.files] == ["bien-ban.pdf", "anh.pdf"]
    draft = shown.visits[2].data["du_thao"]
    assert shown.files_by_id[int(str(draft))].name == "du-thao.pdf"
    html = sign_in("thang.nguyen").get(f"/desk/{code}").get_data(as_text=True)
    assert f'href="/desk/{code}?file={draft}#papers">du-thao.pdf</a>' in html
    assert "Đạt: đủ điều kiện" in html


def test_what_the_step_form_lacks_is_named_and_what_was_typed_stays(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    sent = {
        **APPRAISED,
        "step-ket_qua_tham_dinh": "khong_dat",
        "_opinion": 'Chưa "rõ" <b>lý do</b>',
        "_files": upload(PDF, "bien-ban.pdf"),
    }
    answer = act(sign_in("vinh.le"), code, f"steps/{task}/finish", **sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#step-ly_do"' in html
    assert "Chưa &#34;rõ&#34; &lt;b&gt;lý do&lt;/b&gt;</textarea>" in html
    assert re.search(r'value="khong_dat" checked', html)
    assert "Hãy chọn lại tệp: bien-ban.pdf." in html
    assert state(house, code) == before
    assert [one.name for one in open_page(house, code).files] == []


@pytest.mark.parametrize(
    ("field", "anchor"),
    [("_files", "files"), ("step-du_thao-upload", "step-du_thao")],
    ids=["opinion", "form"],
)
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gia.pdf", b"<html><script>alert(1)</script>", "không phải PDF"),
        ("chay.exe", b"MZ" + bytes(200), "Không nhận tệp “chay.exe”"),
        ("rong.pdf", b"", "rỗng"),
        ("to.pdf", PDF + bytes(2 * 1024 * 1024), "lớn hơn 2 MB"),
        ("../../<i>.pdf", b"x", "Nội dung tệp “&lt;i&gt;.pdf” không phải PDF"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_kept(
    house: House, sign_in: SignIn, field: str, anchor: str, name: str, content: bytes, message: str
) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    sent = {**APPRAISED, "_opinion": "Kèm tệp", field: upload(content, name)}
    answer = act(sign_in("vinh.le"), code, f"steps/{task}/finish", **sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code in (400, 422)
    assert message in html
    assert f'href="#{anchor}"' in html
    assert "Kèm tệp</textarea>" in html
    assert state(house, code) == before
    assert list(open_page(house, code).files) == []


def test_files_larger_than_a_request_may_be_are_refused_in_words(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    sent = {**APPRAISED, "_files": upload(bytes(7 * 1024 * 1024), "to.pdf")}
    answer = act(sign_in("vinh.le"), code, f"steps/{task}/finish", **sent)
    assert answer.status_code == 413
    assert "Các tệp gửi cùng lúc lớn hơn 6 MB." in answer.get_data(as_text=True)
    assert state(house, code) == before


def test_an_opinion_that_is_too_long_is_given_back(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    answer = act(sign_in("thang.nguyen"), code, f"steps/{task}/finish", _opinion="ý" * 10_001)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#opinion"' in html
    assert "ý" * 10_001 in html


def test_a_double_click_forwards_once_and_keeps_the_words_to_copy(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in("vinh.le")
    sent = {**APPRAISED, "_opinion": "Đề nghị cấp <i>ngay</i>."}
    assert act(browser, code, f"steps/{task}/finish", **sent).status_code == 303
    before = state(house, code)
    answer = act(browser, code, f"steps/{task}/finish", **sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Bạn đã xử lý xong bước “Thẩm định hồ sơ” lúc 09:00 23/11/2026. Không có gì bị thay đổi" in html
    assert "Đề nghị cấp &lt;i&gt;ngay&lt;/i&gt;.</textarea>" in html
    assert state(house, code) == before


def test_words_for_a_step_that_is_over_do_not_slip_into_the_next(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    list(walk_dossier(house, code, until="T_ky"))
    answer = act(sign_in("thang.nguyen"), code, f"steps/{task}/finish", _opinion="Giao anh Vinh.")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Giao anh Vinh." in html
    assert re.search(r'<textarea class="form-control" id="opinion"[^>]*></textarea>', html)


def test_somebody_else_s_step_cannot_be_finished(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    act(sign_in("mai.ho"), code, f"steps/{task}/claim")
    before = state(house, code)
    answer = act(sign_in("vinh.le"), code, f"steps/{task}/finish", **APPRAISED)
    assert answer.status_code == 409
    assert "Hồ Thị Xuân Mai đang giữ" in answer.get_data(as_text=True)
    assert state(house, code) == before


def test_an_unknown_dossier_or_task_is_refused(house: House, sign_in: SignIn) -> None:
    code, _ = accepted_at(house, "T_phan_cong")
    browser = sign_in("thang.nguyen")
    assert act(browser, "H50.16-261123-9999", "accept").status_code == 404
    assert act(browser, code, "steps/9999/finish").status_code == 409
    assert act(browser, code, "steps/x'--/claim").status_code == 409


def test_an_action_without_its_token_is_refused(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    before = state(house, code)
    assert sign_in("thang.nguyen").post(f"/desk/{code}/steps/{task}/finish").status_code == 400
    assert state(house, code) == before


def test_an_action_after_the_session_ended_keeps_what_was_typed(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    browser = sign_in("thang.nguyen")
    browser.delete_cookie("motcua")
    answer = browser.post(
        f"/desk/{code}/steps/{task}/finish",
        data={"_opinion": "Giao anh Vinh."},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 401
    assert "Giao anh Vinh." in answer.get_data(as_text=True)


def test_an_optional_draft_may_be_dropped_without_saving(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    before = state(house, code)
    sent = {**APPRAISED, "_opinion": "Còn viết", "_action": "drop:/du_thao"}
    answer = act(sign_in("vinh.le"), code, f"steps/{task}/finish", **sent)
    assert answer.status_code == 200
    assert "Còn viết</textarea>" in answer.get_data(as_text=True)
    assert state(house, code) == before
    assert task_of(house, code, "T_tham_dinh") == task
