"""Answers to try for one question, the likeliest first; those of catalogues and checked numbers are real ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from motcua.domain.forms.form_dates import resolve_bound
from motcua.domain.forms.form_definition import Field
from motcua.domain.forms.form_sample_pattern import matching

FILE_ID: Final = "tep-mau"
"""Stands for a file in made-up answers; nothing is stored under it."""
FILE_NAME: Final = "Tệp mẫu.pdf"

ADDRESSES: Final = (
    {"tinh": "44", "xa": "19351", "dia_chi": "118 Nguyễn Huệ, khu phố 5"},
    {"tinh": "44", "xa": "18880", "dia_chi": "24 Trần Phú"},
)
FORMER_ADDRESSES: Final = ({"tinh": "45", "huyen": "461", "xa": "19333", "dia_chi": "Tổ 3"},)
ACCOUNTS: Final = ({"ngan_hang": "970405", "so_tai_khoan": "3904205001234", "chu_tai_khoan": "NGUYEN VAN THU"},)  # fmt: skip
LINES: Final = (
    {"ma": "5630", "ten": "Dịch vụ phục vụ đồ uống", "chinh": True},
    {"ma": "5610", "ten": "Nhà hàng và các dịch vụ ăn uống phục vụ lưu động", "chinh": False},
)
_BY_WIDGET: Final[Mapping[str, tuple[str, ...]]] = {
    "full_name": ("Nguyễn Văn Thử", "Trần Thị Bích Hằng", "Võ Đình Khôi"),
    "personal_id": ("045188002417", "045090001236"),
    "phone": ("0914552187", "0905123456"),
    "tax_code": ("0100109106",),
    "email": ("thu@example.vn",),
    "account_number": ("3904205001234",),
}
_BY_FORMAT: Final = {
    "email": "thu@example.vn",
    "time": "08:30",
    "date-time": "2026-06-15T08:30",
    "uri": "https://example.vn/",
    "uuid": "0f8fad5b-d9cb-469f-a165-70867728950e",
}
_PARTIAL_DAYS: Final = ("1988-03-27", "1956", "1956-08", "1956-02-30@lunar")
_TEXTS: Final = (
    "Nội dung chạy thử", "Nguyễn Văn Thử", "045188002417", "0914552187", "thu@example.vn", "2026", "1990", "5630", "GD45188002",
    "Thử", "1", "A1",
)  # fmt: skip


def of_catalogue(field: Field) -> tuple[Mapping[str, object], ...]:
    """Whole answers of widgets that choose from a catalogue; none for a group that asks something else."""
    keys = {one.key: one.kind for one in field.fields}
    made: tuple[Mapping[str, object], ...] = ()
    if field.widget == "address" and keys.get("tinh") == "text":
        made = FORMER_ADDRESSES if field.is_former else ADDRESSES
    elif field.widget == "bank_account":
        made = ACCOUNTS
    elif field.widget == "business_lines":
        made = LINES
    return tuple({key: value for key, value in one.items() if key in keys} for one in made)


def texts(field: Field, pattern: str = "") -> Iterator[str]:
    """Texts to try; `pattern` is the one the answer must match, if any."""
    yield from _BY_WIDGET.get(field.widget, ())
    if field.format in _BY_FORMAT:
        yield _BY_FORMAT[field.format]
    if field.example:
        yield field.example
    if pattern:
        yield matching(pattern)
    if field.limits.digits:
        yield ("0451880024170914552187" * 5)[: field.limits.digits]
    if field.is_personal:
        yield "Nguyễn Văn Thử"
    most = field.limits.max_length or 200
    for text in _TEXTS:
        yield text.ljust(field.limits.min_length, "a")[:most].strip()


def days(field: Field, today: date) -> Iterator[str]:
    """Days within the bounds; of a question that takes less than a day, days known in part too."""
    low = resolve_bound(field.limits.min_date, today)
    high = resolve_bound(field.limits.max_date, today)
    if field.is_partial:
        yield from _PARTIAL_DAYS
    # The day that the made-up identity number is of.
    born = [date(1988, 3, 27)] if field.role == "birth_date" else []
    years = [today - timedelta(days=365 * back) for back in (30, 1)]
    for day in (*born, *years, high, low, today, today + timedelta(days=30)):
        if day is not None and (low is None or day >= low) and (high is None or day <= high):
            yield day.isoformat()
    yield today.isoformat()


def numbers(field: Field) -> Iterator[object]:
    """Numbers within the bounds and on the step."""
    limits = field.limits
    low, high = limits.minimum, limits.maximum
    if field.example.replace(".", "", 1).isdecimal():
        yield int(field.example) if field.example.isdecimal() else float(field.example)
    step = limits.step or 1
    near = [] if low is None else [low, low + step]
    for number in (100, 1, *near, high, step, step * 2, 0):
        if number is not None and (low is None or number >= low) and (high is None or number <= high):
            yield number
