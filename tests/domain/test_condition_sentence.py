"""How conditions read to people: titles, labels, numbers and dates as in Vietnam, both languages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.forms import FormDefinition
from motcua.domain.text import Text


def question(title: str, english: str, **words: Any) -> dict[str, Any]:
    labels = words.pop("en_labels", None)
    extra = {"enumLabels": labels} if labels else {}
    return {"title": title, "x-en": {"title": english, **extra}, **words}


SUBJECTS = {"ca_nhan": "Cá nhân", "ho_gia_dinh": "Hộ gia đình"}
FIELDS = FormDefinition.from_schema(
    {
        "type": "object",
        "properties": {
            "von": question("Vốn đăng ký", "Registered capital", type="integer", **{"x-widget": "money"}),
            "dien_tich": question("Diện tích", "Area", type="number"),
            "chu_the": question(
                "Chủ thể",
                "Subject",
                type="string",
                enum=list(SUBJECTS),
                en_labels={"ca_nhan": "Individual", "ho_gia_dinh": "Family household"},
                **{"x-labels": SUBJECTS},
            ),
            "noi": question(
                "Nơi nộp",
                "Place",
                type="string",
                enum=["hn", "hue"],
                en_labels={"hn": "Hà Nội", "hue": "Huế city"},
                **{"x-labels": {"hn": "Hà Nội", "hue": "Thành phố Huế"}},
            ),
            "kenh": question(
                "Kênh nhận", "Channels", type="array",
                items={
                    "type": "string", "enum": ["online", "post"],
                    "x-labels": {"online": "Trực tuyến", "post": "Bưu chính"},
                    "x-en": {"enumLabels": {"online": "Online", "post": "Post"}},
                },
            ),
            "gap": question("Làm gấp", "Urgent", type="boolean"),
            "ngay": question("Ngày bắt đầu", "First day", type="string", format="date"),
            "cccd": question("CCCD chủ hộ", "ID of the owner", type="string"),
        },
    }
).field_by_key  # fmt: skip

SENTENCES = [
    (
        'von >= 500000000 and chu_the != "ca_nhan"',
        "Vốn đăng ký từ 500.000.000 trở lên và chủ thể không phải là cá nhân",
        "Registered capital is at least 500,000,000 and subject is not individual",
    ),
    ('chu_the == "ho_gia_dinh"', "Chủ thể là hộ gia đình", "Subject is family household"),
    (
        'chu_the in ["ca_nhan", "ho_gia_dinh"]',
        "Chủ thể là cá nhân hoặc hộ gia đình",
        "Subject is individual or family household",
    ),
    ('noi not in ["hn", "hue", "la"]', "Nơi nộp không phải là Hà Nội, thành phố Huế hoặc “la”",
     "Place is not Hà Nội, huế city or “la”"),
    ("dien_tich > 72.5", "Diện tích trên 72,5", "Area is more than 72.5"),
    ("dien_tich == 1000.25", "Diện tích bằng 1.000,25", "Area is 1,000.25"),
    ("5 < von", "Vốn đăng ký trên 5", "Registered capital is more than 5"),
    ("not von <= 5", "Vốn đăng ký trên 5", "Registered capital is more than 5"),
    ("gap", "Làm gấp: có", "Urgent: yes"),
    ("not gap", "Làm gấp: không", "Urgent: no"),
    ("gap == false", "Làm gấp: không", "Urgent: no"),
    ("gap != false", "Làm gấp: có", "Urgent: yes"),
    ('ngay >= "2026-06-30"', "Ngày bắt đầu từ ngày 30/06/2026 trở đi", "First day is on or after 30/06/2026"),
    ('ngay < date("2026-06-30")', "Ngày bắt đầu trước ngày 30/06/2026", "First day is before 30/06/2026"),
    ("filled(cccd)", "CCCD chủ hộ đã được điền", "ID of the owner is filled in"),
    ("not filled(cccd)", "CCCD chủ hộ chưa được điền", "ID of the owner is not filled in"),
    ('"online" in kenh', "Kênh nhận có trực tuyến", "Channels has online"),
    ('not ("post" in kenh)', "Kênh nhận không có bưu chính", "Channels does not have post"),
    (
        'von > 5 and (gap or chu_the == "ca_nhan")',
        "Vốn đăng ký trên 5 và (làm gấp: có hoặc chủ thể là cá nhân)",
        "Registered capital is more than 5 and (urgent: yes or subject is individual)",
    ),
    ("not (gap or von > 5)", "Không phải (làm gấp: có hoặc vốn đăng ký trên 5)",
     "Not (urgent: yes or registered capital is more than 5)"),
    ("len(cccd) != 12", "Số phần tử của CCCD chủ hộ khác 12", "The length of ID of the owner is not 12"),
    ("von * (2 + 1) > -6", "Vốn đăng ký * (2 + 1) trên -6", "Registered capital * (2 + 1) is more than -6"),
    ('la == "x"', "“la” là “x”", "“la” is “x”"),
    ("nrOfCompletedInstances >= 2", "Số lượt đã xong từ 2 trở lên", "The number done is at least 2"),
    ('contains(cccd, "{0}")', "CCCD chủ hộ có chứa “{0}”", "ID of the owner contains “{0}”"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "vi", "en"), SENTENCES)
def test_condition_reads_as_a_sentence(text: str, vi: str, en: str) -> None:
    assert parse_condition(text).describe(FIELDS) == Text(vi, en)


PARTS = st.sampled_from(
    ["gap", "von > 5", 'chu_the in ["ca_nhan"]', 'ngay <= "2026-01-01"', '"post" in kenh', "filled(von)", "true",
     "years_between(ngay, ngay) > 1", 'x < "b"', "[] == []", "1 in []", "-von == von / 2"]
)  # fmt: skip


@given(st.recursive(PARTS, lambda inner: st.one_of(
    st.builds("not ({})".format, inner), st.builds("({}) and ({})".format, inner, inner),
    st.builds("({}) or ({})".format, inner, inner)), max_leaves=8))  # fmt: skip
def test_every_condition_has_a_sentence_in_both_languages(text: str) -> None:
    words = parse_condition(text).describe(FIELDS)
    assert words.vi
    assert words.en
    assert words.vi != words.en
    assert "{" not in words.vi
