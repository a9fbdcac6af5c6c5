"""The citizen's form: begun, filled part by part, papers attached; wrong answers are kept and explained."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from fixtures_dossier import HOUSEHOLD
from fixtures_house import post, token_of
from fixtures_portal import BIRTH, BUSINESS, attach, begin, fill, sections, typed, upload, words
from flask.testing import FlaskClient
from sqlalchemy import text

from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def hang(sign_in: SignIn) -> FlaskClient:
    return sign_in("hang@example.vn")


@pytest.mark.req("C-03")
def test_a_form_begins_with_the_agency(hang: FlaskClient) -> None:
    page = words(hang.get(f"/procedures/{BIRTH}/apply"))
    assert "Ủy ban nhân dân phường Nam Đông Hà" in page
    assert "Ủy ban nhân dân xã Triệu Phong" in page
    assert "Ủy ban nhân dân xã Hướng Hóa" not in page, "it lacks people for the steps (R-23)"


@pytest.mark.parametrize("chosen", ["", "x", "٣", "9" * 40])
def test_no_agency_is_asked_for(hang: FlaskClient, chosen: str) -> None:
    answer = post(hang, f"/procedures/{BIRTH}/apply", agency=chosen)
    assert answer.status_code == 422
    assert "Chọn cơ quan nhận hồ sơ." in words(answer)


def test_an_agency_that_does_not_offer_it_is_refused(hang: FlaskClient) -> None:
    answer = post(hang, f"/procedures/{BIRTH}/apply", agency="1")
    assert answer.status_code == 409
    assert "Cơ quan này hiện chưa nhận thủ tục" in words(answer)


def test_a_begun_form_opens_at_its_first_part(hang: FlaskClient) -> None:
    draft = begin(hang)
    answer = hang.get(draft)
    assert answer.location == f"{draft}/chu_ho"
    assert "Phần 1 trên 6" in words(hang.get(answer.location))


def test_the_begun_form_is_offered_again(hang: FlaskClient) -> None:
    draft = begin(hang)
    assert f'href="{draft}"' in hang.get(f"/procedures/{BUSINESS}/apply").get_data(as_text=True)
    assert f'href="{draft}"' in hang.get("/my").get_data(as_text=True)


def test_saving_a_part_leads_to_the_next(hang: FlaskClient) -> None:
    draft = begin(hang)
    answer = post(hang, f"{draft}/chu_ho", **typed(HOUSEHOLD))
    assert (answer.status_code, answer.location) == (303, f"{draft}/ten_va_noi")


def test_wrong_answers_come_back_as_typed_with_errors_that_link(hang: FlaskClient) -> None:
    draft = begin(hang)
    wrong = typed({**HOUSEHOLD, "chu_ho_so_dinh_danh": "0451880", "chu_ho_ngay_sinh": "31/02/1988"})
    answer = post(hang, f"{draft}/chu_ho", **wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="0451880"' in page
    assert 'value="31/02/1988"' in page
    assert 'href="#chu_ho_so_dinh_danh"' in page
    assert 'id="chu_ho_so_dinh_danh-error"' in page
    assert "<title>Lỗi:" in page


def test_wrong_answers_are_kept_in_the_draft(hang: FlaskClient) -> None:
    draft = begin(hang)
    post(hang, f"{draft}/chu_ho", **typed({**HOUSEHOLD, "chu_ho_so_dinh_danh": "0451880"}))
    assert 'value="0451 880"' in hang.get(f"{draft}/chu_ho").get_data(as_text=True)


def test_putting_aside_saves_even_what_is_incomplete(hang: FlaskClient) -> None:
    draft = begin(hang)
    answer = post(hang, f"{draft}/chu_ho", chu_ho_ho_ten="Nguyễn Thị", later="1")
    assert (answer.status_code, answer.location) == (303, "/my")
    assert "Đã lưu." in words(hang.get("/my"))
    assert 'value="Nguyễn Thị"' in hang.get(f"{draft}/chu_ho").get_data(as_text=True)


def test_rows_are_added_and_removed_without_losing_what_was_typed(hang: FlaskClient) -> None:
    draft = begin(hang)
    form = typed(HOUSEHOLD)
    page = post(hang, f"{draft}/nganh_va_von", **form, _action="add:/nganh_nghe").get_data(as_text=True)
    assert 'name="nganh_nghe-2-ma"' in page
    assert 'value="Dịch vụ phục vụ đồ uống"' in page
    page = post(hang, f"{draft}/nganh_va_von", **form, _action="remove:/nganh_nghe/0").get_data(as_text=True)
    assert 'value="Dịch vụ phục vụ đồ uống"' not in page
    assert 'value="Bán lẻ"' in page


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '" autofocus onfocus="alert(1)', "{{ 1234567 * 9 }}"]
)
def test_hostile_answers_are_only_text(hang: FlaskClient, name: str) -> None:
    draft = begin(hang)
    post(hang, f"{draft}/chu_ho", chu_ho_ho_ten=name, later="1")
    for page in (f"{draft}/chu_ho", f"{draft}/check"):
        shown = hang.get(page).get_data(as_text=True)
        assert "<script>alert" not in shown
        assert ' onfocus="alert' not in shown
        assert str(1234567 * 9) not in shown


def test_a_part_the_form_does_not_have_is_not_found(hang: FlaskClient) -> None:
    draft = begin(hang)
    assert hang.get(f"{draft}/khong_co").status_code == 404
    assert post(hang, f"{draft}/chu_ho", f"{draft}/khong_co").status_code == 404


@pytest.mark.req("M-14")
def test_drafts_of_others_are_not_found(sign_in: SignIn, hang: FlaskClient) -> None:
    draft = begin(hang)
    attach(hang, draft, "can_cuoc")
    other = sign_in("khoi@example.vn")
    for path in ("", "/chu_ho", "/papers", "/check", "/files/1"):
        assert other.get(f"{draft}{path}").status_code == 404, path
    for path in ("", "/chu_ho", "/papers", "/check"):
        assert post(other, "/my", f"{draft}{path}").status_code == 404, path
    assert hang.get(f"/drafts/{uuid4()}/chu_ho").status_code == 404


@pytest.mark.req("M-14")
def test_answers_are_sealed_in_the_database(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    post(hang, f"{draft}/chu_ho", **typed(HOUSEHOLD))
    with house.engine.connect() as connection:
        sealed = connection.execute(text("select data_sealed from draft")).scalar_one()
    assert b"045188002417" not in bytes(sealed)


class TestPapers:
    def test_a_file_is_kept_and_can_be_looked_at(self, hang: FlaskClient, sample_file: bytes) -> None:
        draft = begin(hang)
        assert attach(hang, draft, "can_cuoc", "căn cước.pdf").location == f"{draft}/check"
        page = hang.get(f"{draft}/papers").get_data(as_text=True)
        assert "căn cước.pdf" in page
        shown = hang.get(f"{draft}/files/1")
        assert shown.data == sample_file
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'")

    def test_a_file_is_taken_off_again(self, hang: FlaskClient) -> None:
        draft = begin(hang)
        attach(hang, draft, "can_cuoc", "căn cước.pdf")
        answer = post(hang, f"{draft}/papers", remove="1")
        assert answer.status_code == 303
        assert "căn cước.pdf" not in words(hang.get(f"{draft}/papers"))
        assert hang.get(f"{draft}/files/1").status_code == 404

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("giấy.pdf", b"<html><script>alert(1)</script>", "không phải PDF"),
            ("virus.exe", b"MZ", "Hãy gửi tệp PDF, JPG, PNG, WEBP, DOCX hoặc XLSX"),
            ("trống.pdf", b"", "Hãy chọn lại tệp"),
            ("to.pdf", b"%PDF-1.4" + b"0" * (2 * 1024 * 1024), "lớn hơn 2 MB"),
            ("ảnh.png", b"%PDF-1.4\n", "không phải PNG"),
        ],
    )
    def test_a_file_that_will_not_do_is_explained_at_its_paper(
        self, hang: FlaskClient, name: str, content: bytes, said: str
    ) -> None:
        draft = begin(hang)
        answer = attach(hang, draft, "can_cuoc", name, content)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert page.count(said) == 2, "in the summary and at the paper"
        assert 'href="#paper-can_cuoc"' in page
        assert "<script>alert" not in page

    def test_good_files_are_kept_when_another_is_refused(self, hang: FlaskClient, sample_file: bytes) -> None:
        draft = begin(hang)
        token = token_of(hang.get(f"{draft}/papers").get_data(as_text=True))
        answer = upload(
            hang,
            f"{draft}/papers",
            token,
            paper_uy_quyen_nop=("ủy quyền.pdf", sample_file),
            paper_can_cuoc=("căn cước.pdf", b"x"),
        )
        assert answer.status_code == 422
        assert "ủy quyền.pdf 1 trang, 1 kB" in words(answer)

    def test_files_too_large_together_come_back_with_a_sentence(self, hang: FlaskClient) -> None:
        draft = begin(hang)
        token = token_of(hang.get(f"{draft}/papers").get_data(as_text=True))
        large = ("to.pdf", b"0" * (7 * 1024 * 1024))
        answer = upload(
            hang, f"{draft}/papers", token, {"Sec-Fetch-Site": "same-origin"}, paper_can_cuoc=large
        )
        assert (answer.status_code, answer.location) == (303, f"{draft}/papers")
        assert "Các tệp gửi cùng lúc lớn hơn 6 MB" in words(hang.get(f"{draft}/papers"))

    def test_required_papers_are_named_before_going_on(self, hang: FlaskClient) -> None:
        draft = begin(hang, BIRTH)
        page = words(hang.get(f"{draft}/papers"))
        assert "Bắt buộc" in page
        answer = post(hang, f"{draft}/papers")
        assert answer.status_code == 422
        assert "Giấy chứng sinh" in words(answer)
        assert 'href="#paper-giay_chung_sinh"' in answer.get_data(as_text=True)

    def test_a_file_name_is_only_text(self, hang: FlaskClient) -> None:
        draft = begin(hang)
        attach(hang, draft, "can_cuoc", "<img src=x onerror=alert(1)>.pdf")
        page = hang.get(f"{draft}/papers").get_data(as_text=True)
        assert "<img src=x" not in page


def test_a_draft_can_be_thrown_away(hang: FlaskClient, house: House) -> None:
    draft = begin(hang)
    attach(hang, draft, "can_cuoc")
    answer = post(hang, "/my", draft)
    assert (answer.status_code, answer.location) == (303, "/my")
    assert hang.get(draft).status_code == 404
    with house.engine.connect() as connection:
        assert connection.execute(text("select count(*) from draft")).scalar_one() == 0
        assert connection.execute(text("select count(*) from file")).scalar_one() == 0


def test_the_filled_form_resumes_at_what_is_left(hang: FlaskClient) -> None:
    draft = begin(hang)
    form = typed(HOUSEHOLD)
    for key in sections(hang, draft)[:2]:
        post(hang, f"{draft}/{key}", **form)
    assert hang.get(draft).location == f"{draft}/nganh_va_von"
    fill(hang, draft)
    assert hang.get(draft).location == f"{draft}/papers"
