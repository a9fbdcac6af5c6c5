"""The kind of an answer by the words of its question, as paper forms of Vietnamese offices put them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from motcua.domain.search import fold

# Key of the palette, and the folded words that suggest it; the first that fits counts.
_WORDS: Final[Sequence[tuple[str, str]]] = (
    ("email", r"\be-?mail\b|thu dien tu|hop thu"),
    ("phone", r"dien thoai|so dt\b|\bsdt\b"),
    ("identifier", r"giay to tuy than|ho chieu|giay to (?:phap ly|chung thuc)|so giay"),
    ("tax_code", r"ma so thue|\bmst\b|ma so doanh nghiep|ma so ho kinh doanh"),
    ("bank_account", r"tai khoan"),
    ("personal_id", r"so dinh danh|can cuoc|\bcccd\b|\bcmnd\b|chung minh nhan dan|giay to tuy than so"),
    ("birth_date", r"ngay,? thang,? nam sinh|ngay sinh|sinh ngay"),
    ("sex", r"^gioi tinh"),
    ("dan_toc", r"^dan toc"),
    ("quoc_tich", r"^quoc tich"),
    ("address", r"dia chi|noi (?:cu tru|thuong tru|tam tru|o\b|dang ky thuong tru)|tru so|que quan|dia diem"),
    ("business_lines", r"nganh,? nghe"),
    ("area", r"dien tich"),
    ("money", r"so tien|\bvon\b|kinh phi|gia tri|le phi|muc phi"),
    ("integer", r"so luong|so tang|so ban|so nguoi|so lao dong|so thanh vien"),
    (
        "full_name",
        r"ho,? (?:va )?(?:chu dem,? )?(?:va )?ten|ho ten|ten (?:chu ho|nguoi)|nguoi dai dien|^(?:ong|ba|ong/ba|toi la)\b",
    ),
    ("date", r"(?<!so )\bngay\b|thoi han den"),
    ("long_text", r"noi dung|ly do|mo ta|trinh bay|y kien|muc dich"),
)
_SURE: Final = frozenset(
    {"email", "phone", "tax_code", "birth_date", "sex", "dan_toc", "quoc_tich", "full_name"}
)


def kind_of(label: str) -> tuple[str, bool]:
    """The kind that a question's words suggest, "text" for any other, and whether they leave little doubt."""
    folded = fold(label)
    for kind, words in _WORDS:
        if re.search(words, folded):
            is_short = len(folded.split()) <= 8
            return kind, is_short and (kind in _SURE or len(folded.split()) <= 5)
    return "text", len(folded.split()) <= 8
