"""The electronic document that every exchange between agencies carries: a file with its number and date (H-01)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from motcua.domain.errors import FieldError
from motcua.domain.text import Text

MAX_NUMBER = 100


def problems(uploads: Collection[object], number: str, day: date | None, today: date) -> list[FieldError]:
    """What the document lacks, at "/document_number", "/document_date" and "/files" (Quảng Trị 29/2020, Điều 16.3)."""
    found = []
    if not number.strip():
        words = Text("Nhập số, ký hiệu văn bản.", "Enter the number of the document.")
        found.append(FieldError("/document_number", "required", words))
    elif len(number) > MAX_NUMBER:
        words = Text(
            f"Số văn bản dài quá {MAX_NUMBER} ký tự.", f"The number is longer than {MAX_NUMBER} characters."
        )
        found.append(FieldError("/document_number", "too_long", words))
    if day is None:
        words = Text("Nhập ngày văn bản.", "Enter the date of the document.")
        found.append(FieldError("/document_date", "required", words))
    elif day > today:
        words = Text(
            "Ngày văn bản ở sau hôm nay. Xem lại.", "The date of the document lies after today. Check it."
        )
        found.append(FieldError("/document_date", "after_today", words))
    if not uploads:
        words = Text(
            "Đính kèm văn bản điện tử. Mọi trao đổi giữa các cơ quan phải có văn bản.",
            "Attach the electronic document. Every exchange between agencies needs one.",
        )
        found.append(FieldError("/files", "document_required", words))
    return found
