"""The forms that ship: complete in both languages, and answerable as the law's own forms are."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from motcua.domain.forms import FormDefinition, validate, validate_section

FORMS = Path(__file__).resolve().parents[2] / "forms"
PATHS = sorted(FORMS.glob("*/*.schema.json"))
TODAY = date(2026, 6, 15)

HOUSEHOLD: dict[str, Any] = {
    "hinh_thuc_dang_ky": "thanh_lap_moi",
    "chu_the": "ca_nhan",
    "chu_ho_ho_ten": "Nguyễn Thị Bích Hằng",
    "chu_ho_ngay_sinh": "1988-03-27",
    "chu_ho_so_dinh_danh": "045188002417",
    "ten_hkd": "Cà phê Bích Hằng",
    "tru_so": {"tinh": "44", "xa": "19351", "dia_chi": "118 Nguyễn Huệ, khu phố 5"},
    "tru_so_lien_he": {"dien_thoai": "0914552187"},
    "nganh_nghe": [
        {"ma": "5630", "ten": "Dịch vụ phục vụ đồ uống", "chinh": True},
        {"ma": "4711", "ten": "Bán lẻ"},
    ],
    "von": 80_000_000,
    "nguoi_nop_tu_cach": "chu_ho",
}
BIRTH: dict[str, Any] = {
    "ho_ten_nguoi_yeu_cau": "Trần Văn Bình",
    "ngay_sinh_nguoi_yeu_cau": "1990-05-01",
    "giay_to_tuy_than_loai": "can_cuoc",
    "giay_to_tuy_than_so": "045190001234",
    "quan_he": "cha",
    "ho_ten_con": "TRẦN MINH AN",
    "ngay_sinh_con": "2026-06-01",
    "ngay_sinh_bang_chu": "Ngày một tháng sáu năm hai nghìn không trăm hai mươi sáu",
    "gioi_tinh": "nam",
    "dan_toc": "kinh",
    "quoc_tich": "viet_nam",
    "noi_sinh": "Bệnh viện Đa khoa tỉnh Quảng Trị",
    "que_quan": "Phường Nam Đông Hà, tỉnh Quảng Trị",
    "me": {"ho_ten": "Lê Thị Hoa", "nam_sinh": "1992"},
    "de_nghi_ban_sao": False,
}


def read(name: str) -> FormDefinition:
    return FormDefinition.from_schema(json.loads((FORMS / f"{name}.schema.json").read_text("utf-8")))


def problems(name: str, data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in validate(read(name), data, today=TODAY)]


def without(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}


@pytest.mark.req("B-01")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_form_is_json_schema_2020_12_and_can_be_read(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    assert FormDefinition.from_schema(schema).fields


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_form_is_complete_in_english(path: Path) -> None:
    definition = FormDefinition.from_schema(json.loads(path.read_text("utf-8")))
    names = {"Fax", "Tinh"}
    for where, one in definition.walk():
        for text in (one.label, one.hint, one.error, one.suffix):
            assert text is None or text.en != text.vi or text.vi in names, where
    for section in definition.sections:
        assert section.title.en != section.title.vi


def test_the_household_form_has_the_parts_of_the_citizens_way() -> None:
    titles = [section.title.vi for section in read("ho_kinh_doanh/hkd_thanh_lap").sections]
    assert titles == [
        "Chủ hộ và hình thức",
        "Tên và nơi kinh doanh",
        "Ngành nghề và vốn",
        "Thông tin thuế",
        "Người nộp hồ sơ",
    ]


def test_a_full_household_form_is_accepted() -> None:
    assert problems("ho_kinh_doanh/hkd_thanh_lap", HOUSEHOLD) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"chu_the": "thanh_vien_ho_gia_dinh"}, [("/thanh_vien", "required")]),
        (
            {"nguoi_nop_tu_cach": "nguoi_duoc_uy_quyen", "nguoi_nop": {"ho_ten": "Lê Văn Tám"}},
            [(f"/nguoi_nop/{key}", "required") for key in ("ngay_sinh", "so_dinh_danh", "dia_chi")],
        ),
        ({"nganh_nghe": [{"ma": "5630", "ten": "Đồ uống"}]}, [("/nganh_nghe", "rule")]),
        ({"nganh_nghe": HOUSEHOLD["nganh_nghe"][:1] * 2}, [("/nganh_nghe", "rule")]),
        ({"nganh_nghe": [{"ma": "56", "ten": "Đồ uống", "chinh": True}]}, [("/nganh_nghe/0/ma", "digits")]),
        ({"chu_ho_ngay_sinh": "2008-06-16"}, [("/chu_ho_ngay_sinh", "date_after")]),
        ({"chu_ho_ngay_sinh": "2008-06-15"}, []),
        ({"von": 0}, [("/von", "too_small")]),
        (
            {"tru_so": {"tinh": "Hà Tây"}},
            [("/tru_so/tinh", "shape"), ("/tru_so/xa", "required"), ("/tru_so/dia_chi", "required")],
        ),
    ],
)
def test_the_rules_of_the_household_form(changes: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert problems("ho_kinh_doanh/hkd_thanh_lap", {**HOUSEHOLD, **changes}) == found


def test_a_full_birth_form_is_accepted() -> None:
    assert problems("ho_tich/khai_sinh", BIRTH) == []
    assert problems("ho_tich/khai_sinh", {**without(BIRTH, "me"), "cha": BIRTH["me"]}) == []


def test_a_birth_needs_a_mother_or_a_father() -> None:
    (error,) = validate(read("ho_tich/khai_sinh"), without(BIRTH, "me"), today=TODAY)
    assert (error.pointer, error.code) == ("/me", "rule")
    assert error.message.vi == "Khai ít nhất một trong hai: người mẹ hoặc người cha."
    assert error.message.en == "Fill in at least one of the two: the mother or the father."


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"de_nghi_ban_sao": True}, [("/so_luong_ban_sao", "required")]),
        ({"de_nghi_ban_sao": True, "so_luong_ban_sao": 21}, [("/so_luong_ban_sao", "too_big")]),
        ({"ngay_sinh_con": "2026-06-16"}, [("/ngay_sinh_con", "date_after")]),
        ({"me": {"nam_sinh": "1992"}}, [("/me/ho_ten", "required")]),
        ({"me": {"ho_ten": "Lê Thị Hoa", "nam_sinh": "2192"}}, [("/me/nam_sinh", "shape")]),
    ],
)
def test_the_rules_of_the_birth_form(changes: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert problems("ho_tich/khai_sinh", {**BIRTH, **changes}) == found


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        (
            "ho_kinh_doanh/tham_dinh",
            {
                "ten_hop_le": True,
                "nganh_nghe_hop_le": True,
                "tru_so_hop_le": False,
                "ket_qua_tham_dinh": "khong_dat",
            },
            [("/ly_do", "required")],
        ),
        ("ho_tich/tham_tra", {"ket_qua_tham_tra": "can_bo_sung"}, [("/ly_do", "required")]),
        (
            "ho_tich/tham_tra",
            {"ket_qua_tham_tra": "dat"},
            [(f"/{key}", "required") for key in ("so_dang_ky", "quyen_so", "ngay_dang_ky")],
        ),
        (
            "ho_tich/tham_tra",
            {
                "ket_qua_tham_tra": "dat",
                "so_dang_ky": "57",
                "quyen_so": "01/2026",
                "ngay_dang_ky": "2026-06-15",
            },
            [],
        ),
    ],
)
def test_the_rules_of_the_officers_forms(
    name: str, data: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert problems(name, data) == found


def test_one_part_is_judged_alone_but_by_the_whole_draft() -> None:
    definition = read("ho_kinh_doanh/hkd_thanh_lap")
    draft = {"nguoi_nop_tu_cach": "nguoi_duoc_uy_quyen", "von": 5}
    found = validate_section(definition, "nguoi_nop_ho_so", draft, today=TODAY)
    assert {one.pointer.split("/")[1] for one in found} == {"nguoi_nop"}
    assert [one.pointer for one in validate_section(definition, "nganh_va_von", draft)] == ["/nganh_nghe"]


def test_names_used_in_two_forms_of_one_procedure_have_one_type() -> None:
    for folder in {path.parent for path in PATHS}:
        kinds: dict[str, str] = {}
        for path in sorted(folder.glob("*.schema.json")):
            for one in FormDefinition.from_schema(json.loads(path.read_text("utf-8"))).fields:
                assert kinds.setdefault(one.key, one.kind) == one.kind, (path, one.key)


def test_reading_and_validating_the_largest_form_takes_under_20_ms() -> None:
    schema = json.loads((FORMS / "ho_kinh_doanh/hkd_thanh_lap.schema.json").read_text("utf-8"))
    times = []
    for _ in range(7):
        started = time.thread_time()
        validate(FormDefinition.from_schema(schema), HOUSEHOLD, today=TODAY)
        times.append(time.thread_time() - started)
    assert min(times[1:]) < 0.020
