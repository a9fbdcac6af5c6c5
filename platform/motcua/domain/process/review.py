"""Periodic review of procedures: by which day each is to be looked through again, and why now (A-19).

Quảng Trị 29/2020, Điều 9.2.a, 27.5.k; Thái Nguyên, Điều 18.2, 23.1; Tây Ninh 2022, Điều 18.1.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from motcua.domain.text import Text

RESULTS: Final[Mapping[str, Text]] = {
    "keep": Text("Giữ nguyên", "Keep as it is"),
    "change": Text("Cần sửa", "Needs a change"),
    "abolish": Text("Đề nghị bãi bỏ", "To be abolished"),
}

Why = Literal["overdue", "decision"]
WHY: Final[Mapping[Why, Text]] = {
    "overdue": Text("Quá hạn rà soát", "Review overdue"),
    "decision": Text("Quyết định công bố đã thay đổi", "The announcing decision has changed"),
}


def due_on(last: date, months: int) -> date | None:
    """The day by which the next review is due, `months` after the last; None where the province sets no period.

    A day that the month has not falls on its last one.
    """
    if months <= 0:
        return None
    years, month = divmod(last.month - 1 + months, 12)
    year = last.year + years
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))
