"""Names, identifiers and accounts: what cannot be right, and how to put it right.

Number of a person: Circular 59/2021/TT-BCA, Article 4 (province or country, century and sex, two figures of the year of
birth, six more). Tax code: Circular 86/2024/TT-BTC, Article 5 (ten digits of which the last is a check digit, three
more for a dependent unit; a person's own number since July 2025).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.domain.forms.form_dates import parse_partial_day
from motcua.domain.forms.form_definition import Field
from motcua.domain.forms.form_messages import Place
from motcua.domain.text import Text

_CODES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096"
)
PROVINCES = frozenset(_CODES.split())
"""Codes of the places where a birth was registered; those of countries begin with 1, 2 or 3."""
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_PHONE = re.compile(r"0[35789]\d{8}|02\d{9}", re.ASCII)
_ACCOUNT = re.compile(r"[0-9A-Z]{6,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the keys that lead from the answer to the part of it that is meant."""

    text: Text
    at: tuple[str, ...] = ()


Check = Callable[[Place, object, "date | None"], Said | None]


def _own(place: Place, vi: str, en: str) -> Said:
    """The author's sentence where there is one; else ours, about the question."""
    subject = place.subject
    return Said(place.field.error or Text(f"{subject.vi} {vi}", f"{subject.en} {en}"))


def full_name(place: Place, value: object, today: date | None) -> Said | None:
    if not isinstance(value, str):
        return None
    if any(sign.isdigit() for sign in value):
        return _own(
            place,
            "không có chữ số. Ghi họ và tên như trong giấy tờ.",
            "has no digits. Write the name as in the papers.",
        )
    if len(value.split()) < 2:
        return _own(
            place,
            "phải có cả họ và tên. Ghi đủ như trong giấy tờ.",
            "needs family and given name. Write it in full.",
        )
    return None


def personal_id(place: Place, value: object, today: date | None) -> Said | None:
    if not isinstance(value, str):
        return None
    if not (value.isascii() and value.isdecimal() and len(value) == 12):
        given = len(value) if value.isascii() and value.isdecimal() else 0
        typed = Text(f" Bạn đã nhập {given}.", f" You entered {given}.") if given else Text("", "")
        return _own(place, f"gồm đúng 12 chữ số.{typed.vi}", f"has exactly 12 digits.{typed.en}")
    if value[:3] not in PROVINCES and not 101 <= int(value[:3]) <= 399:
        return _own(
            place,
            f"bắt đầu bằng {value[:3]}, không phải mã tỉnh hay mã nước nào. Xem lại ba số đầu.",
            f"begins with {value[:3]}, which is no code of a province or country. Check the first three digits.",
        )
    year = birth_year(value)
    if today is not None and year > today.year:
        return _own(
            place,
            f"ghi năm sinh {year}, chưa tới. Xem lại số thứ tư đến thứ sáu.",
            f"names the birth year {year}, which is yet to come. Check the fourth to sixth digit.",
        )
    return None


def birth_year(number: str) -> int:
    """The year of birth in a person's number."""
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])


def tax_code(place: Place, value: object, today: date | None) -> Said | None:
    if not isinstance(value, str):
        return None
    if re.fullmatch(r"\d{12}", value, re.ASCII):
        return personal_id(place, value, today)
    if not re.fullmatch(r"\d{10}(-\d{3})?", value, re.ASCII):
        return _own(
            place,
            "gồm 10 chữ số, hoặc 13 chữ số viết 10-3, hoặc 12 chữ số của số định danh cá nhân.",
            "has 10 digits, or 13 written 10-3, or the 12 digits of a personal number.",
        )
    if (10 - sum(int(one) * weight for one, weight in zip(value, _TAX_WEIGHTS, strict=False)) % 11) != int(
        value[9]
    ):
        return _own(
            place,
            "có số kiểm tra (số thứ 10) không khớp. Xem lại từng chữ số.",
            "has a check digit (the tenth) that does not fit. Check each digit.",
        )
    return None


def phone(place: Place, value: object, today: date | None) -> Said | None:
    """Only where the form says nothing of its own about the shape."""
    if (
        not isinstance(value, str)
        or place.field.limits.digits
        or place.field.error
        or _PHONE.fullmatch(value)
    ):
        return None
    return _own(
        place,
        "gồm 10 chữ số bắt đầu bằng 03, 05, 07, 08, 09, hoặc 11 chữ số bắt đầu bằng 02.",
        "has 10 digits beginning with 03, 05, 07, 08, 09, or 11 beginning with 02.",
    )


def bank_account(place: Place, value: object, today: date | None) -> Said | None:
    number = value.get("so_tai_khoan") if isinstance(value, Mapping) else None
    if not isinstance(number, str) or _ACCOUNT.fullmatch(re.sub(r"[\s.\-]", "", number)):
        return None
    inner = next((one for one in place.field.fields if one.key == "so_tai_khoan"), place.field)
    said = _own(
        Place(inner, place.as_group()),
        "gồm 6 đến 19 chữ số hoặc chữ in hoa, như ghi trên thẻ hay trong ứng dụng ngân hàng.",
        "has 6 to 19 digits or capital letters, as on the card or in the bank's app.",
    )
    return Said(said.text, ("so_tai_khoan",))


WIDGET_CHECKS: Mapping[str, Check] = {
    "full_name": full_name,
    "personal_id": personal_id,
    "tax_code": tax_code,
    "phone": phone,
    "bank_account": bank_account,
}
_WOMEN, _MEN = frozenset({"nu", "female", "f"}), frozenset({"nam", "male", "m"})


def disagreement(
    place: Place, value: object, beside: Mapping[str, object], fields: Sequence[Field]
) -> Said | None:
    """A person's number that names another year of birth or sex than the answers beside it (`x-role`)."""
    if (
        place.field.widget != "personal_id"
        or not isinstance(value, str)
        or not re.fullmatch(r"\d{12}", value, re.ASCII)
    ):
        return None
    by_role = {one.role: one for one in fields if one.role}
    born, sex = (by_role.get(role) for role in ("birth_date", "sex"))
    day = parse_partial_day(str(beside.get(born.key, ""))) if born is not None else None
    if born is not None and day is not None and day.year != birth_year(value):
        return _own_doubt(place, born, f"năm sinh {birth_year(value)}", f"the birth year {birth_year(value)}")
    given = str(beside.get(sex.key, "")).lower() if sex is not None else ""
    is_woman = int(value[3]) % 2 == 1
    if sex is not None and given in (_MEN if is_woman else _WOMEN):
        return _own_doubt(
            place, sex, "giới tính nữ" if is_woman else "giới tính nam", "a woman" if is_woman else "a man"
        )
    return None


def _own_doubt(place: Place, other: Field, vi: str, en: str) -> Said:
    return Said(
        Text(
            f"{place.subject.vi} ghi {vi}, khác với mục “{other.label.vi}”. Xem lại cả hai.",
            f"{place.subject.en} names {en}, which differs from “{other.label.en}”. Check both.",
        )
    )
