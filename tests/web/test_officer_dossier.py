"""A dossier on the desk: who may open it, what it shows, and that every opening is recorded."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fixtures_dossier import (
    PDF,
    accept_dossier,
    accepted_at,
    file_dossier,
    finish_step,
    open_page,
    walk_dossier,
)
from fixtures_house import NOW, Clock
from flask.testing import FlaskClient

from motcua.domain.forms import FormDefinition
from motcua.services.dossier.steps import Completion
from motcua.services.papers.files import Upload
from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]
OPINION = "Đã đối chiếu <script>alert(1)</script> với sổ.\nĐề nghị cấp."


def page(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def part(html: str, start: str, end: str = "</section>") -> str:
    """The piece of a page from `start` to the next `end`."""
    begin = html.index(start)
    return html[begin : html.index(end, begin)]


@pytest.mark.parametrize("login", ["vinh.le", "tp.tiepnhan"])
def test_officers_outside_its_groups_cannot_open_a_dossier(house: House, sign_in: SignIn, login: str) -> None:
    code, _ = accepted_at(house, "T_phan_cong")
    browser = sign_in(login)
    assert browser.get(f"/desk/{code}").status_code == 403
    assert browser.get(f"/desk/{code}/files/1").status_code == 403


def test_an_unknown_code_is_not_found_in_words(sign_in: SignIn) -> None:
    answer = sign_in("ha.tran").get("/desk/H50.16-261123-9999")
    assert answer.status_code == 404
    assert "Không có hồ sơ mã H50.16-261123-9999" in answer.get_data(as_text=True)


@pytest.mark.req("M-14")
def test_the_identity_number_is_masked_in_the_head_and_whole_in_the_answers(
    house: House, sign_in: SignIn
) -> None:
    code = file_dossier(house)
    html = page(sign_in("ha.tran"), f"/desk/{code}")
    head = part(html, 'class="dossier-head"', 'class="dossier-columns"')
    assert "*** *** *** 417" in head
    assert "045 188 002 417" not in head
    assert "045 188 002 417" in part(html, 'id="papers"')


@pytest.mark.req("M-14")
def test_the_opening_of_a_dossier_and_of_a_file_is_recorded_once_an_hour(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn")
    file_id = open_page(house, code).files[0].id
    browser = sign_in("hien.bui")
    clock.now += timedelta(hours=1)
    for _ in range(2):
        page(browser, f"/desk/{code}")
        assert browser.get(f"/desk/{code}/files/{file_id}").status_code == 200
    seen = [one for one in open_page(house, code).history if one.action == "view" and one.at == clock.now]
    assert [(one.actor_name, one.subject) for one in seen] == [
        ("Bùi Thị Thanh Hiền", ""),
        ("Bùi Thị Thanh Hiền", f"file:{file_id}"),
    ]


def test_a_paper_is_shown_in_place_and_saved_on_request(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn")
    file_id = open_page(house, code).files[0].id
    browser = sign_in("hien.bui")
    html = page(browser, f"/desk/{code}?file={file_id}")
    assert f'<iframe class="paper-frame" src="/desk/{code}/files/{file_id}"' in html
    shown = browser.get(f"/desk/{code}/files/{file_id}")
    assert shown.data == PDF
    assert shown.mimetype == "application/pdf"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    saved = browser.get(f"/desk/{code}/files/{file_id}?download=1")
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_a_file_of_another_dossier_is_not_found(house: House, sign_in: SignIn) -> None:
    other = file_dossier(house, "1.001193", "khoi@example.vn")
    file_id = open_page(house, other).files[0].id
    code = file_dossier(house)
    browser = sign_in("ha.tran")
    assert browser.get(f"/desk/{code}/files/{file_id}").status_code == 404
    assert "paper-frame" not in page(browser, f"/desk/{code}?file={file_id}")


def test_the_desk_is_asked_about_every_paper_and_only_optional_ones_may_be_absent(
    house: House, sign_in: SignIn
) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn")
    work = part(page(sign_in("hien.bui"), f"/desk/{code}"), 'id="work"')
    papers = open_page(house, code).version.facts.papers
    for paper in papers:
        assert f'id="paper-{paper.key}-good"' in work
        assert (f'id="paper-{paper.key}-absent"' in work) != paper.required
    assert work.count("btn-primary") == 1
    assert "Tiếp nhận bây giờ thì hạn xử lý 23/11/2026 17:00" in work


@pytest.mark.req("D-05")
def test_an_opinion_and_its_file_are_read_at_later_steps_and_cannot_be_edited(
    house: House, sign_in: SignIn
) -> None:
    code, _ = accepted_at(house, "T_tiep_nhan")
    finish_step(
        house, code, "T_tiep_nhan", Completion(opinion=OPINION, uploads=[Upload("so <b>ho.pdf", PDF)])
    )
    finish_step(house, code, "T_phan_cong")
    browser = sign_in("vinh.le")
    html = page(browser, f"/desk/{code}")
    written = part(html, 'class="written"', "</ol>")
    assert "Tiếp nhận, số hóa hồ sơ" in written
    assert "Trần Thị Thu Hà, Công chức Bộ phận Một cửa" in written
    assert "23/11/2026 09:00" in written
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in written
    assert "so &lt;b&gt;ho.pdf" in written
    assert not re.search(r"<(form|input|textarea|button)\b", written)
    (attached,) = open_page(house, code).opinions[0].files
    assert browser.get(f"/desk/{code}/files/{attached.id}").data == PDF


@pytest.mark.req("E-09")
def test_a_step_over_its_budget_is_overdue_although_the_dossier_is_on_time(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    code, _ = accepted_at(house, "T_phan_cong")
    clock.now = NOW + timedelta(hours=5, minutes=15)
    html = page(sign_in("thang.nguyen"), f"/desk/{code}")
    head = part(html, 'class="dossier-head"', 'class="dossier-columns"')
    assert re.search(r'class="remaining is-bad">.*?quá hạn 1 giờ 15 phút', head, re.DOTALL)
    assert re.search(r'class="state-words is-ok">.*?hồ sơ còn 2 ngày', head, re.DOTALL)
    assert "Đã dùng 3 giờ 15 phút trong 2 giờ." in html
    list(walk_dossier(house, code, until="T_tham_dinh", now=clock.now))
    assert "Quá 1 giờ 15 phút" in part(page(sign_in("ha.tran"), f"/desk/{code}"), 'stack-phone events"')


@pytest.mark.req("E-03")
def test_an_action_after_hours_shows_when_it_happened_and_from_when_it_counts(
    house: House, sign_in: SignIn
) -> None:
    code = file_dossier(house)
    accept_dossier(house, code, NOW + timedelta(hours=11))
    events = part(page(sign_in("ha.tran"), f"/desk/{code}"), 'stack-phone events"')
    row = next(row for row in events.split("<tr>") if "Tiếp nhận hồ sơ" in row)
    assert "23/11/2026 20:00" in row
    assert "tính từ 25/11/2026 07:00" in row


def test_the_history_tells_every_action_and_no_opening(house: House, sign_in: SignIn) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    events = part(page(sign_in("ha.tran"), f"/desk/{code}"), 'stack-phone events"')
    told = re.findall(r'<td class="events-what">(.*?)</td>', events)
    assert told == [
        "Xong bước “Phân công thụ lý”, chuyển đến “Thẩm định hồ sơ”",
        "Xong bước “Tiếp nhận, số hóa hồ sơ”, chuyển đến “Phân công thụ lý”",
        "Tiếp nhận hồ sơ",
        "Gửi hồ sơ",
    ]


@pytest.mark.req("E-07")
def test_result_and_return_are_two_instants_and_lateness_goes_by_the_first(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    code, _ = accepted_at(house, "T_tiep_nhan")
    list(walk_dossier(house, code, now=NOW + timedelta(hours=1)))
    browser = sign_in("ha.tran")
    clock.now = NOW + timedelta(days=7)
    token = part(page(browser, f"/desk/{code}"), 'name="csrf_token" value="', '">').split('value="')[1]
    answer = browser.post(
        f"/desk/{code}/result/return",
        data={"csrf_token": token, "recipient": "Nguyễn Thị Bích Hằng", "method": "desk"},
    )
    assert answer.status_code == 303
    head = part(page(browser, f"/desk/{code}"), 'class="dossier-head"', 'class="dossier-columns"')
    assert re.search(r"Có kết quả</span>.*?23/11/2026 10:00", head, re.DOTALL)
    assert re.search(r"Đã trả kết quả</span>.*?30/11/2026 09:00", head, re.DOTALL)
    assert "Trước hạn" in head


def test_the_card_says_who_gets_the_dossier_next_and_until_when(house: House, sign_in: SignIn) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    work = part(page(sign_in("vinh.le"), f"/desk/{code}"), 'id="work"')
    assert "Chuyển: Ký giấy chứng nhận" in work
    assert "Nguyễn Đức Thắng" in work
    assert "có 5 giờ, đến 23/11/2026 16:00." in work
    assert "Hạn của hồ sơ không đổi: 27/11/2026 09:00." in work
    assert work.count("btn-primary") == 1


def test_who_has_nothing_to_do_is_told_who_has(house: House, sign_in: SignIn) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    work = part(page(sign_in("ha.tran"), f"/desk/{code}"), 'id="work"')
    assert "Không có việc cho bạn ở hồ sơ này" in work
    assert "nhóm, chưa ai nhận" in work
    assert "<form" not in work


@pytest.mark.req("D-14")
def test_a_process_without_a_returning_step_waits_for_the_desk_to_confirm(
    house: House, sign_in: SignIn
) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn")
    accept_dossier(house, code)
    list(walk_dossier(house, code))
    assert open_page(house, code).row.result_at is None
    assert f'action="/desk/{code}/result/confirm"' in page(sign_in("hien.bui"), f"/desk/{code}")


def test_the_page_is_english_where_the_data_are(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    browser = sign_in("ha.tran")
    with browser.session_transaction() as session:
        session["language"] = "en"
    html = page(browser, f"/desk/{code}")
    form: FormDefinition = open_page(house, code).version.form
    assert '<html lang="en">' in html
    assert form.title.en in html
    assert "Registration of a new business household" in html
