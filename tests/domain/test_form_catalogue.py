"""Addresses whose commune lies elsewhere and banks that do not exist are blamed when answers are filed."""

from __future__ import annotations

from typing import Any

import pytest
from domain.form_fields import field, form

from motcua.domain.catalogues.banks import Bank, Banks
from motcua.domain.catalogues.units import Unit, Units
from motcua.domain.forms.form_catalogue import Catalogues, catalogue_errors

ADDRESS = {
    **field("object", **{"x-widget": "address"}),
    "properties": {
        "tinh": field("string"),
        "xa": field("string", **{"x-error": "Chọn xã."}),
        "dia_chi": field("string"),
    },
}
FORMER = {**ADDRESS, "x-units": "former", "properties": {**ADDRESS["properties"], "huyen": field("string")}}
UNSAID = {key: value for key, value in FORMER.items() if key != "x-units"}
WITHOUT_DISTRICT = {**ADDRESS, "x-units": "former"}
ACCOUNT = {**field("object", **{"x-widget": "bank_account"}), "properties": {"ngan_hang": field("string")}}
NOW = Units(
    (Unit("44", "Tỉnh Quảng Trị", (Unit("19333", "Phường Nam Đông Hà"),)), Unit("01", "Thành phố Hà Nội"))
)
THEN = Units(
    (Unit("45", "Tỉnh Quảng Trị", (Unit("461", "Thành phố Đông Hà", (Unit("19330", "Phường 1"),)),)),)
)
BANKS = Banks((Bank("970436", "Vietcombank", "Ngân hàng Ngoại thương"),))
KNOWN = Catalogues(lambda: NOW, lambda: THEN, lambda: BANKS)
CASES: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    (ADDRESS, {"tinh": "44", "xa": "19333"}, []),
    (ADDRESS, {"tinh": "01", "xa": "19333"}, ["/a/xa"]),
    (ADDRESS, {"tinh": "99", "xa": "19333"}, ["/a/tinh"]),
    (ADDRESS, {"tinh": "quang_tri", "xa": "Phường Nam Đông Hà"}, []),
    (FORMER, {"tinh": "45", "huyen": "461", "xa": "19330"}, []),
    (FORMER, {"tinh": "45", "huyen": "462", "xa": "19330"}, ["/a/huyen"]),
    (UNSAID, {"tinh": "45", "huyen": "461", "xa": "19330"}, []),
    (UNSAID, {"tinh": "44", "huyen": "461", "xa": "19333"}, ["/a/tinh"]),
    (WITHOUT_DISTRICT, {"tinh": "45", "xa": "19330"}, []),
    (ACCOUNT, {"ngan_hang": "970436"}, []),
    (ACCOUNT, {"ngan_hang": "970000"}, ["/a/ngan_hang"]),
]


@pytest.mark.parametrize(("asked", "answer", "blamed"), CASES, ids=[str(one[1]) for one in CASES])
def test_codes_are_looked_up(asked: dict[str, Any], answer: dict[str, Any], blamed: list[str]) -> None:
    found = catalogue_errors(form({"a": asked}), {"a": answer}, KNOWN)
    assert [one.pointer for one in found] == blamed
    rows = {**field("array"), "items": {"type": "object", "properties": {"a": asked}}}
    inside = catalogue_errors(form({"r": rows}), {"r": [{"a": answer}]}, KNOWN)
    assert [one.pointer for one in inside] == [f"/r/0{pointer}" for pointer in blamed]
    if blamed == ["/a/xa"]:
        assert found[0].message.vi == "Chọn xã."
