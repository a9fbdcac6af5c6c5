"""The forms of the procedures of several agencies: answerable as filed, and their rules between fields."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import fixtures_library as answers
import pytest

from motcua.domain.forms import FormDefinition, validate

FORMS = Path(__file__).resolve().parents[2] / "forms"
TODAY = date(2026, 10, 26)
COMPLETE: dict[str, dict[str, Any]] = {
    "xay_dung/gpxd_nha_o": answers.PERMIT,
    "xay_dung/tham_dinh_gpxd": answers.APPRAISAL,
    "xay_dung/gop_y": {"y_kien": "dong_y"},
    "xay_dung/xet_duyet_gpxd": {"huong_xu_ly": "cap_phep"},
    "xay_dung/thu_le_phi": {"da_thu_le_phi": True, "so_bien_lai": "0001274"},
    "dat_dai/gcn_lan_dau": answers.LAND,
    "dat_dai/xac_minh_dat": answers.VERIFICATION,
    "dat_dai/ket_luan_dang_ky": answers.CONCLUSION,
    "dat_dai/phieu_chuyen_thong_tin": answers.SLIP,
    "dat_dai/thong_bao_thue": answers.TAX_NOTICE,
    "ho_kinh_doanh/tra_loi_thue": {
        "ket_qua_thue": "chap_nhan",
        "ma_so_thue": "045188002417",
        "co_quan_thue_quan_ly": "Thuế cơ sở 2 tỉnh Quảng Trị",
    },
    "ho_tich/lien_thong_khai_sinh": answers.LINKED_BIRTH,
    "ho_tich/ket_qua_thuong_tru": answers.RESIDENCE,
    "ho_tich/ket_qua_bhyt": answers.CARD,
}


def problems(name: str, data: dict[str, Any]) -> list[tuple[str, str]]:
    schema = json.loads((FORMS / f"{name}.schema.json").read_text("utf-8"))
    return [
        (one.pointer, one.code) for one in validate(FormDefinition.from_schema(schema), data, today=TODAY)
    ]


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_form_is_accepted(name: str) -> None:
    # Officers' dates must be recent: the stories of these forms are told in October.
    assert [one for one in problems(name, COMPLETE[name]) if one[1] != "date_before"] == []


@pytest.mark.parametrize(
    ("name", "changes", "found"),
    [
        ("xay_dung/gpxd_nha_o", {"so_tang": 0}, [("/so_tang", "too_small")]),
        ("xay_dung/gpxd_nha_o", {"cap_cong_trinh": "cap_i"}, [("/cap_cong_trinh", "choice")]),
        ("xay_dung/tham_dinh_gpxd", {"ket_qua_tham_dinh": "khong_dat"}, [("/ly_do", "required")]),
        ("xay_dung/tham_dinh_gpxd", {"co_quan_lay_y_kien": ["H50.09", "G01.45.16"]}, []),
        (
            "xay_dung/tham_dinh_gpxd",
            {"co_quan_lay_y_kien": ["H50.99"]},
            [("/co_quan_lay_y_kien/0", "choice")],
        ),
        ("xay_dung/gop_y", {"y_kien": "khong_dong_y"}, [("/noi_dung_y_kien", "required")]),
        ("xay_dung/xet_duyet_gpxd", {"huong_xu_ly": "lam_lai"}, [("/y_kien_xet_duyet", "required")]),
        ("dat_dai/gcn_lan_dau", {"nguon_goc": []}, [("/nguon_goc", "required")]),
        ("dat_dai/gcn_lan_dau", {"dien_tich": {"rieng": 5}}, [("/dien_tich/tong", "required")]),
        ("dat_dai/ket_luan_dang_ky", {"ket_luan": "khong_du_dieu_kien"}, [("/ly_do", "required")]),
        ("dat_dai/thong_bao_thue", {"so_tien_phai_nop": -1}, [("/so_tien_phai_nop", "too_small")]),
        ("ho_kinh_doanh/tra_loi_thue", {"ket_qua_thue": "tu_choi"}, [("/ly_do_thue", "required")]),
        ("ho_kinh_doanh/tra_loi_thue", {"ma_so_thue": "04518800241"}, [("/ma_so_thue", "shape")]),
        ("ho_tich/lien_thong_khai_sinh", {"bhyt": {}}, [("/bhyt/noi_kham_ban_dau", "required")]),
        ("ho_tich/ket_qua_bhyt", {"ma_the_bhyt": "1234567890"}, [("/ma_the_bhyt", "shape")]),
        (
            "ho_tich/ket_qua_thuong_tru",
            {"ket_qua_thuong_tru": "khong_dang_ky"},
            [("/ly_do_thuong_tru", "required")],
        ),
    ],
)
def test_the_rules_of_the_forms(name: str, changes: dict[str, Any], found: list[tuple[str, str]]) -> None:
    shown = [one for one in problems(name, {**COMPLETE[name], **changes}) if one[1] != "date_before"]
    assert shown == found
