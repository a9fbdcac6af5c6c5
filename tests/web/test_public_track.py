"""Looking a dossier up by its code: where it stands and when it is due, and nobody's name (R-30)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures_dossier import accept_dossier, accepted_at, file_dossier, walk_dossier
from fixtures_house import NOW, Clock, post
from fixtures_portal import words
from flask.testing import FlaskClient

from motcua.services.work import House

NAMES = ("Nguyễn Thị Bích Hằng", "Bích Hằng", "Trần Thị Thu Hà", "Lê Quang Vinh", "Nguyễn Đức Thắng")


def test_a_typed_code_leads_to_the_dossiers_own_address(client: FlaskClient, house: House) -> None:
    code = file_dossier(house)
    answer = client.get("/track", query_string={"code": f"  {code.lower()} "})
    assert (answer.status_code, answer.location) == (302, f"/track/{code}")


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("", 400, "Nhập mã hồ sơ"),
        ("H50", 400, "Mã hồ sơ chưa đúng"),
        ("H50.16-261123-9999", 404, "Không có hồ sơ mã H50.16-261123-9999"),
        ("x" * 4000, 400, "Mã hồ sơ chưa đúng"),
        ('"><script>alert(1)</script>', 400, "Mã hồ sơ chưa đúng"),
    ],
)
def test_a_wrong_code_is_explained_at_the_field_and_kept(
    client: FlaskClient, typed: str, status: int, said: str
) -> None:
    answer = client.get("/track", query_string={"code": typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert page.count(said) == 2, "in the summary and at the field"
    assert 'aria-invalid="true"' in page
    assert "<script>alert" not in page
    if typed.startswith("H50"):
        assert f'value="{typed}"' in page


def test_a_wrong_code_in_the_address_offers_the_form(client: FlaskClient) -> None:
    answer = client.get("/track/abc")
    assert answer.status_code == 400
    assert 'value="abc"' in answer.get_data(as_text=True)


@pytest.mark.req("C-03")
def test_before_acceptance_the_page_says_when_the_desk_must_answer(client: FlaskClient, house: House) -> None:
    page = words(client.get(f"/track/{file_dossier(house)}"))
    assert "Chờ Bộ phận Một cửa tiếp nhận" in page
    assert "Bộ phận Một cửa trả lời muộn nhất Thứ Tư 25/11/2026 09:00" in page
    assert "Hẹn trả kết quả" not in page


@pytest.mark.req("C-02", "E-09")
def test_an_open_dossier_shows_step_appointment_and_time_left(client: FlaskClient, house: House) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    page = words(client.get(f"/track/{code}"))
    assert "Đang xử lý, bước 3 trên 6" in page
    assert "Hồ sơ đang ở đây" in page
    assert "Hẹn trả kết quả Thứ Sáu 27/11/2026 13:30" in page
    assert "Còn 3 ngày làm việc đến hạn xử lý" in page
    assert "Đã tiếp nhận hồ sơ" in page


@pytest.mark.req("E-08")
def test_the_date_explains_itself(client: FlaskClient, house: House) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    page = words(client.get(f"/track/{code}"))
    assert "Vì sao là ngày này?" in page
    assert "Nghỉ: Ngày Văn hóa Việt Nam" in page
    assert "Quyết định 29/2020/QĐ-UBND tỉnh Quảng Trị, Điều 17.2" in page
    assert "Hết hạn lúc 09:00" in page


@pytest.mark.req("M-14")
def test_the_public_sees_no_names_and_no_answers(client: FlaskClient, house: House) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    page = client.get(f"/track/{code}").get_data(as_text=True)
    for name in (*NAMES, "045188002417", "045 188 002 417", "0914552187"):
        assert name not in page, name


@pytest.mark.req("E-09")
def test_a_late_dossier_is_called_overdue(client: FlaskClient, house: House, clock: Clock) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    clock.now = NOW + timedelta(days=7)
    page = words(client.get(f"/track/{code}"))
    assert "Quá hạn 1 ngày làm việc" in page


@pytest.mark.req("E-07")
def test_a_result_says_how_it_came_against_the_date(client: FlaskClient, house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    list(walk_dossier(house, code))
    page = words(client.get(f"/track/{code}"))
    assert "Đã có kết quả" in page
    assert "Có kết quả trước hạn" in page


def test_the_steps_read_in_english(client: FlaskClient, house: House) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    post(client, "/", "/language/en", next="/")
    page = words(client.get(f"/track/{code}"))
    assert "Appraise the dossier" in page
    assert "The dossier is here" in page
