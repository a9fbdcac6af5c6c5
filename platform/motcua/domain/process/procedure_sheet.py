"""The twelve items of a procedure's information sheet, and which of them are still empty (A-02).

Quảng Trị 29/2020, Điều 5.2; Tây Ninh 2022, Điều 7.1.b. The order of steps is the process itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.domain.process.process import ProcedureFacts
from motcua.domain.text import Text

ITEMS: Final[Mapping[str, Text]] = {
    "steps": Text("Trình tự thực hiện", "Order of steps"),
    "manner": Text("Cách thức thực hiện", "Manner of performance"),
    "papers": Text("Thành phần hồ sơ", "Papers of the dossier"),
    "sets": Text("Số lượng hồ sơ", "Number of sets"),
    "time": Text("Thời hạn giải quyết", "Time limit"),
    "subjects": Text("Đối tượng thực hiện", "Applicants"),
    "agency": Text("Cơ quan thực hiện", "Competent agency"),
    "results": Text("Kết quả thực hiện", "Result"),
    "fees": Text("Phí, lệ phí", "Fees and charges"),
    "form": Text("Mẫu đơn, mẫu tờ khai", "Forms"),
    "conditions": Text("Yêu cầu, điều kiện", "Conditions"),
    "legal": Text("Căn cứ pháp lý", "Legal basis"),
}
"""The items by key, as the longest of the regulations lists them."""

OPTIONAL: Final = frozenset({"steps", "conditions"})
"""The steps are those of the process, which is checked by itself; conditions are written "nếu có"."""

HOW: Final[Mapping[str, Text]] = {
    "manner": Text("Ghi nộp bằng cách nào.", "Write how the dossier is filed."),
    "papers": Text("Thêm ít nhất một giấy tờ, giấy đầu tiên là đơn.", "Add a paper; the first is the form."),
    "sets": Text("Ví dụ: 01 bộ.", "For example: one set."),
    "time": Text("Ghi thời hạn giải quyết.", "Write the time limit."),
    "subjects": Text("Ghi ai được làm thủ tục.", "Write who may apply."),
    "agency": Text("Ghi cơ quan có thẩm quyền.", "Write the competent agency."),
    "results": Text("Thêm ít nhất một kết quả.", "Add at least one result."),
    "fees": Text("Không thu thì thêm một dòng 0 đồng.", "Add a line of 0 đồng where nothing is charged."),
    "form": Text("Chọn biểu mẫu điện tử.", "Choose the e-form."),
    "legal": Text("Thêm ít nhất một văn bản.", "Add at least one document."),
}


def missing_items(facts: ProcedureFacts) -> list[str]:
    """The keys of the obligatory items that hold nothing yet, in the order of `ITEMS`."""
    return [key for key in ITEMS if key not in OPTIONAL and not _is_filled(facts, key)]


def sheet_gaps(facts: ProcedureFacts) -> list[Text]:
    """One sentence for each obligatory item that is empty: its name and how to fill it; empty when all is there."""
    return [_gap(key) for key in missing_items(facts)]


def _gap(key: str) -> Text:
    item, how = ITEMS[key], HOW[key]
    return Text(
        f"Bảng thông tin thiếu mục “{item.vi}”. {how.vi}",
        f"The information sheet lacks “{item.en}”. {how.en}",
    )


def _is_filled(facts: ProcedureFacts, key: str) -> bool:
    lists: Mapping[str, tuple[object, ...]] = {
        "papers": facts.papers,
        "results": facts.results,
        "fees": facts.fees,
        "legal": facts.legal,
    }
    if key in lists:
        return bool(lists[key])
    written = bool(facts.sheet.get(key, "").strip())
    if key == "time":
        return written or bool(facts.limit or facts.limits)
    return bool(facts.form) if key == "form" else written
