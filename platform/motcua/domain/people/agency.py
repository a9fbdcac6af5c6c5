"""Agencies: their kinds, what a code may look like, and what a description must have before it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from motcua.domain.errors import FieldError
from motcua.domain.text import Text

KINDS: Final[Mapping[str, Text]] = {
    "tinh": Text("Tỉnh, thành phố", "Province or city"),
    "so": Text("Sở, ban, ngành", "Provincial department"),
    "phong": Text("Phòng, đơn vị trực thuộc", "Division"),
    "chi_nhanh": Text("Chi nhánh", "Branch"),
    "xa": Text("Xã, phường, đặc khu", "Commune or ward"),
    "huyen": Text("Huyện, quận (trước 01/7/2025)", "District (before 1 July 2025)"),
    "nganh_doc": Text("Cơ quan ngành dọc ở địa phương", "Local office of a central agency"),
    "dich_vu": Text("Đơn vị, doanh nghiệp dịch vụ công", "Public service unit or company"),
    "mot_cua": Text("Trung tâm phục vụ hành chính công", "Public administrative service centre"),
}
"""Kinds of agency by key (QT 29/2020, Điều 2; TT Điều 1.2). The key is also the level of a procedure taken there."""

LONGEST_CODE = 35
"""QĐ 20/2020/QĐ-TTg: at most 35 digits and capital letters, in groups parted by dots."""

_CODE = re.compile(r"[0-9A-Z]+(\.[0-9A-Z]+)*")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[0-9]{3,15}")


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What is written down about an agency. `code` stays exactly as issued, with its leading zeros or without.

    `calendar_code` empty keeps the calendar of the agency above; `receives` says whether it has a reception desk.
    """

    code: str
    name: str
    name_en: str
    level: str
    place: str = ""
    place_en: str = ""
    calendar_code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    receives: bool = True
    valid_from: date | None = None


def is_code(text: str) -> bool:
    """Whether a text has the form of an agency's code, old or new."""
    return len(text) <= LONGEST_CODE and _CODE.fullmatch(text) is not None


def problems(facts: AgencyFacts) -> list[FieldError]:
    """Every field that is wrong, with how to put it right."""
    checks = (
        ("code", is_code(facts.code), "Mã gồm chữ số và chữ in hoa không dấu, ngăn bằng dấu chấm, tối đa 35 ký tự. "
         "Ví dụ: H50.16.", "A code has digits and capital letters in groups parted by dots, 35 at most. "
         "Example: H50.16."),
        ("name", 3 <= len(facts.name) <= 200, "Nhập tên đầy đủ của cơ quan, từ 3 đến 200 ký tự.",
         "Enter the full name of the agency, 3 to 200 characters."),
        ("name_en", len(facts.name_en) <= 200, "Tên tiếng Anh dài quá 200 ký tự.",
         "The English name is longer than 200 characters."),
        ("level", facts.level in KINDS, "Chọn loại cơ quan trong danh sách.", "Choose the kind from the list."),
        ("phone", not facts.phone or _PHONE.fullmatch(facts.phone) is not None,
         "Số điện thoại chỉ gồm chữ số. Ví dụ: 02333550016.", "A phone number has digits only, such as 02333550016."),
        ("email", not facts.email or _MAIL.fullmatch(facts.email) is not None,
         "Thư điện tử chưa đúng. Ví dụ: ubnd@quangtri.gov.vn.",
         "The e-mail address is not complete. Example: ubnd@quangtri.gov.vn."),
    )  # fmt: skip
    return [
        FieldError(f"/{field}", f"agency.{field}", Text(vi, en))
        for field, is_right, vi, en in checks
        if not is_right
    ]
