"""Names, identifiers, accounts and days: what cannot be right is told, with how to put it right."""

from __future__ import annotations

from typing import Any

import pytest
from domain.form_fields import TODAY, field, form

from motcua.domain.forms import doubts, normalise, validate
from motcua.domain.forms.form_dates import parse_partial_day

NAME = field("string", **{"x-widget": "full_name"})
NUMBER = field("string", **{"x-widget": "personal_id"})
TAX = field("string", **{"x-widget": "tax_code"})
PHONE = field("string", **{"x-widget": "phone"})
DAY = field("string", format="motcua-day", **{"x-min": "1900-01-01", "x-max": "today"})
ACCOUNT = {
    **field("object", **{"x-widget": "bank_account"}),
    "properties": {
        "ngan_hang": field("string"),
        "so_tai_khoan": field("string"),
        "chu_tai_khoan": field("string"),
    },
}
DECLARED = field("boolean", const=True, **{"x-widget": "declaration", "x-text": "Tôi xin cam đoan…"})
RIGHT: list[tuple[dict[str, Any], Any, Any]] = [
    (NAME, " Nguyễn  Văn\tAn ", "Nguyễn Văn An"),
    (NUMBER, "045 188 002 417", "045188002417"),
    (NUMBER, "101188002417", "101188002417"),
    (TAX, "0100 109 106", "0100109106"),
    (TAX, "0100109106 001", "0100109106-001"),
    (TAX, "045188002417", "045188002417"),
    (PHONE, "+84 914 552 187", "0914552187"),
    (PHONE, "0233 385 2123", "02333852123"),
    (DAY, "1956", "1956"),
    (DAY, "1956-08", "1956-08"),
    (DAY, "1956-02-30@lunar", "1956-02-30@lunar"),
    (DAY, "2026", "2026"),
    (ACCOUNT, {"so_tai_khoan": "0123 4567 89"}, {"so_tai_khoan": "0123456789"}),
    (DECLARED, True, True),
]
WRONG: list[tuple[dict[str, Any], Any, str, str, str]] = [
    (NAME, "An", "/a", "check", "Mục khai phải có cả họ và tên. Ghi đủ như trong giấy tờ."),
    (NAME, "Nguyễn Văn 2", "/a", "check", "Mục khai không có chữ số. Ghi họ và tên như trong giấy tờ."),
    (NUMBER, "04518800241", "/a", "check", "Mục khai gồm đúng 12 chữ số. Bạn đã nhập 11."),
    (NUMBER, "003188002417", "/a", "check",
     "Mục khai bắt đầu bằng 003, không phải mã tỉnh hay mã nước nào. Xem lại ba số đầu."),
    (NUMBER, "045388002417", "/a", "check", "Mục khai ghi năm sinh 2088, chưa tới. Xem lại số thứ tư đến thứ sáu."),
    (TAX, "0100109107", "/a", "check", "Mục khai có số kiểm tra (số thứ 10) không khớp. Xem lại từng chữ số."),
    (TAX, "010010910", "/a", "check",
     "Mục khai gồm 10 chữ số, hoặc 13 chữ số viết 10-3, hoặc 12 chữ số của số định danh cá nhân."),
    (PHONE, "0123456789", "/a", "check",
     "Mục khai gồm 10 chữ số bắt đầu bằng 03, 05, 07, 08, 09, hoặc 11 chữ số bắt đầu bằng 02."),
    (DAY, "1956-13", "/a", "format",
     "Mục khai chưa phải là một ngày. Ghi năm, tháng/năm hoặc ngày/tháng/năm: 1956, 08/1956, 21/08/1956."),
    (DAY, "1899", "/a", "date_before", "Mục khai không được trước ngày 01/01/1900."),
    (DAY, "2026-07", "/a", "date_after", "Mục khai không được sau hôm nay (15/06/2026)."),
    (ACCOUNT, {"so_tai_khoan": "12-ab"}, "/a/so_tai_khoan", "check",
     "Mục khai (Mục khai) gồm 6 đến 19 chữ số hoặc chữ in hoa, "
     "như ghi trên thẻ hay trong ứng dụng ngân hàng."),
    (DECLARED, False, "/a", "constant", "Đánh dấu vào “Mục khai” để tiếp tục."),
    (field("number", multipleOf=0.5), 1.2, "/a", "step", "Mục khai phải là bội số của 0,5."),
    (field("integer", exclusiveMinimum=0), 0, "/a", "too_small", "Mục khai phải lớn hơn 0."),
    (field("string", format="time"), "25:00", "/a", "format", "Mục khai chưa đúng mẫu, ví dụ 07:30. Bạn đã nhập “25:00”."),
]  # fmt: skip


@pytest.mark.req("B-01")
@pytest.mark.parametrize(("asked", "given", "kept"), RIGHT, ids=[str(one[1]) for one in RIGHT])
def test_a_right_answer_is_kept_in_one_shape(asked: dict[str, Any], given: Any, kept: Any) -> None:
    one = form({"a": asked})
    assert validate(one, {"a": given}, today=TODAY) == []
    assert normalise(one, {"a": given}) == {"a": kept}


@pytest.mark.parametrize(
    ("asked", "given", "pointer", "code", "vi"), WRONG, ids=[one[4][:40] for one in WRONG]
)
def test_a_wrong_answer_is_told(asked: dict[str, Any], given: Any, pointer: str, code: str, vi: str) -> None:
    (found,) = validate(form({"a": asked}), {"a": given}, today=TODAY)
    assert (found.pointer, found.code, found.message.vi) == (pointer, code, vi)
    assert found.message.en != found.message.vi


def test_a_number_that_disagrees_with_the_birth_is_a_doubt_and_an_error_only_when_strict() -> None:
    born = field("string", format="date", **{"x-role": "birth_date"})
    sex = {**field("string", enum=["nam", "nu"]), "x-role": "sex"}
    data = {"so": "045188002417", "sinh": "1990-01-02", "gioi": "nu"}
    loose = form({"so": NUMBER, "sinh": born, "gioi": sex})
    assert validate(loose, data, today=TODAY) == []
    assert [(one.pointer, one.code) for one in doubts(loose, data)] == [("/so", "doubt")]
    assert doubts(loose, data | {"sinh": "1988-05-01"}) == []
    assert "giới tính nữ" in doubts(loose, data | {"sinh": "1988", "gioi": "nam"})[0].message.vi
    strict = form({"so": {**NUMBER, "x-strict": True}, "sinh": born, "gioi": sex})
    assert [(one.pointer, one.code) for one in validate(strict, data, today=TODAY)] == [("/so", "check")]


def test_a_lunar_day_lies_within_a_month_of_its_solar_namesake() -> None:
    day = parse_partial_day("1956-02-30@lunar")
    assert day is not None
    assert (day.earliest.isoformat(), day.latest.isoformat()) == ("1956-03-19", "1956-05-20")
    assert parse_partial_day("1956-02-30") is None
    assert parse_partial_day("1956-02-31@lunar") is None
