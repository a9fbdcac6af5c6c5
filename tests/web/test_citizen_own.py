"""The citizen's workspace: own dossiers with state, appointment, messages, answers and papers (C-15)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from file_samples import photo
from fixtures_dossier import accept_dossier, accepted_at, file_dossier, walk_dossier
from fixtures_house import NOW, post
from fixtures_portal import BIRTH, attach, begin, words
from flask.testing import FlaskClient
from sqlalchemy import text

from motcua.services.dossier import results
from motcua.services.messages import applicant_told
from motcua.services.work import House


@pytest.fixture
def hang(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("hang@example.vn")


def test_an_empty_workspace_says_what_to_do(sign_in: Callable[[str], FlaskClient]) -> None:
    page = words(sign_in("khoi@example.vn").get("/my"))
    assert "Bạn chưa có hồ sơ nào" in page
    assert "Tìm thủ tục" in page


def test_the_workspace_lists_dossiers_with_state_and_dates(hang: FlaskClient, house: House) -> None:
    sent = file_dossier(house)
    running, _ = accepted_at(house, "T_tham_dinh")
    page = words(hang.get("/my"))
    assert sent in page
    assert running in page
    assert "Chờ Bộ phận Một cửa tiếp nhận" in page
    assert "Đang xử lý, bước 3 trên 6" in page
    assert "Hẹn trả thứ Sáu 27/11/2026 13:30" in page
    assert "Còn 3 ngày làm việc đến hạn xử lý" in page


def test_the_workspace_shows_messages(hang: FlaskClient, house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    with house.work() as work:
        dossier_id = work.connection.execute(text("select id from dossier")).scalar_one()
        applicant_told.tell(work, dossier_id, "accepted", NOW)
    page = words(hang.get("/my"))
    assert "Tin nhắn" in page
    assert page.count(code) >= 2


def test_a_result_that_waits_is_the_next_thing_to_do(hang: FlaskClient, house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    list(walk_dossier(house, code))
    with house.engine.connect() as connection:
        state = connection.execute(text("select state from dossier")).scalar_one()
    assert state == "result_available"
    assert "Mời bạn đến nhận kết quả." in words(hang.get("/my"))
    assert "Mời bạn đến Ủy ban nhân dân phường Nam Đông Hà nhận" in words(hang.get(f"/my/{code}"))


def test_ones_own_dossier_shows_answers_papers_and_declaration(
    sign_in: Callable[[str], FlaskClient], house: House
) -> None:
    code = file_dossier(house, BIRTH, "khoi@example.vn")
    page = words(sign_in("khoi@example.vn").get(f"/my/{code}"))
    assert "VÕ MINH AN" in page
    assert "giay_chung_sinh.pdf" in page
    assert "Bạn đã cam đoan lúc 23/11/2026 09:00" in page
    assert "Vì sao là ngày này?" in page


@pytest.mark.req("M-14")
def test_dossiers_and_files_of_others_are_not_found(
    sign_in: Callable[[str], FlaskClient], hang: FlaskClient, house: House
) -> None:
    code = file_dossier(house, BIRTH, "khoi@example.vn")
    own = sign_in("khoi@example.vn").get(f"/my/{code}").get_data(as_text=True)
    found = re.search(rf"/my/{re.escape(code)}/files/\d+", own)
    assert found is not None
    for path in (f"/my/{code}", f"/my/{code}/filed", found[0]):
        assert hang.get(path).status_code == 404, path
    assert hang.get("/my/khong-co").status_code == 404


@pytest.mark.req("M-14")
def test_a_file_of_another_dossier_is_not_reached_through_ones_own(hang: FlaskClient, house: House) -> None:
    other = file_dossier(house, BIRTH, "khoi@example.vn")
    mine = file_dossier(house)
    with house.engine.connect() as connection:
        file_id = connection.execute(
            text("select f.id from file f join dossier d on d.id = f.dossier_id where d.code = :code"),
            {"code": other},
        ).scalar_one()
    assert hang.get(f"/my/{mine}/files/{file_id}").status_code == 404


def test_pdfs_are_shown_in_place_and_saved_on_demand(
    sign_in: Callable[[str], FlaskClient], house: House, sample_file: bytes
) -> None:
    code = file_dossier(house, BIRTH, "khoi@example.vn")
    khoi = sign_in("khoi@example.vn")
    shown = khoi.get(f"/my/{code}/files/1")
    assert shown.data == sample_file
    assert shown.mimetype == "application/pdf"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    saved = khoi.get(f"/my/{code}/files/1?download=1")
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_pictures_are_shown_in_a_sandbox(hang: FlaskClient) -> None:
    draft = begin(hang)
    png = photo(40, 30, ending="PNG")
    assert attach(hang, draft, "can_cuoc", "căn cước.png", png).status_code == 303
    for form, kind in (("", "image/jpeg"), ("?thumb", "image/jpeg"), ("?download", "image/png")):
        shown = hang.get(f"{draft}/files/1{form}")
        assert shown.mimetype == kind
        assert shown.headers["Content-Disposition"].startswith("attachment" if "down" in form else "inline")
        assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_the_workspace_reads_in_english(hang: FlaskClient, house: House) -> None:
    accepted_at(house, "T_tham_dinh")
    post(hang, "/my", "/language/en", next="/my")
    page = words(hang.get("/my"))
    assert "Registration of a new business household" in page
    assert "People’s Committee of Nam Đông Hà Ward" in page


def test_a_returned_dossier_says_so(hang: FlaskClient, house: House, act_as: Callable[[str], object]) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    list(walk_dossier(house, code))
    with house.work() as work:
        results.return_result(work, act_as("ha.tran"), code, "Nguyễn Thị Bích Hằng", "desk", NOW)  # type: ignore[arg-type]
    page = words(hang.get(f"/my/{code}"))
    assert "Đã trả kết quả" in page
    assert "Mời bạn đến" not in page
