"""The catalogues that come with the program: complete, spelt right, and found by code or words."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from motcua.services.forms import catalogues


@pytest.mark.req("B-01")
def test_units_in_force_are_the_34_provinces_with_their_communes() -> None:
    units = catalogues.units()
    communes = [one for province in units.provinces for one in province.inside]
    kinds = Counter(one.name.split()[0] for one in communes)
    assert (len(units.provinces), len(communes), kinds["Đặc"]) == (34, 3321, 13)
    assert not any(one.inside for one in communes)
    assert kinds["Xã"] + kinds["Phường"] + kinds["Đặc"] == 3321
    assert len({one.code for one in communes}) == 3321
    assert all(unicodedata.is_normalized("NFC", one.name) for one in communes)


@pytest.mark.req("B-01")
def test_quang_tri_holds_the_communes_of_quang_binh_too() -> None:
    quang_tri = catalogues.units().find("44")
    assert quang_tri is not None
    assert quang_tri.text.en == "Quảng Trị Province"
    names = {one.name for one in quang_tri.inside}
    assert {"Phường Nam Đông Hà", "Phường Đồng Hới", "Đặc khu Cồn Cỏ"} <= names
    assert len(names) == 78


@pytest.mark.req("B-01")
def test_former_units_keep_districts_and_a_commune_tells_where_it_lay() -> None:
    former = catalogues.former_units()
    assert len(former.provinces) == 63
    district = next(one for one in former.below("45") if one.name == "Huyện Hải Lăng")
    commune = district.inside[0]
    assert former.find("45", district.code, commune.code) == commune
    assert former.find("44", district.code) is None
    assert former.below("45", "999") == ()


@pytest.mark.req("B-01")
def test_lines_of_business_are_found_by_code_and_by_words_without_diacritics() -> None:
    lines = catalogues.business_lines()
    assert [one.code for one in lines.search("563")] == ["5630"]
    assert "5630" in [one.code for one in lines.search("phuc vu do uong")]
    assert lines.search("  ") == lines.search("khong co nganh nay") == ()
    assert len(lines.search("san xuat")) == 20


@pytest.mark.req("B-01")
def test_banks_have_a_number_of_six_digits_and_two_names() -> None:
    banks = catalogues.banks()
    agribank = banks.find("970405")
    assert agribank is not None
    assert agribank.short_name == "Agribank"
    assert all(len(one.bin) == 6 and one.bin.isdecimal() and one.name for one in banks.banks)
    assert banks.find("000000") is None


@pytest.mark.req("B-01")
def test_every_entry_of_the_palette_speaks_both_languages() -> None:
    palette = catalogues.form_palette()
    assert len({one["key"] for one in palette}) == len(palette) > 30
    for entry in palette:
        assert entry["title"].keys() == entry["help"].keys() == {"vi", "en"}
        assert entry["schema"]["title"]
        assert entry["schema"]["x-en"]["title"]
