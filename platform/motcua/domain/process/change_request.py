"""Requests to change a process, a form or the papers of a procedure: what they are about and how they end (A-17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.domain.text import Text

KINDS: Final[Mapping[str, Text]] = {
    "process": Text("Quy trình, thời gian", "Process, times"),
    "form": Text("Biểu mẫu", "Form"),
    "papers": Text("Thành phần hồ sơ", "Papers of the dossier"),
    "sheet": Text("Thông tin khác của thủ tục", "Other data of the procedure"),
    "decision": Text("Quyết định công bố đã thay đổi", "The announcing decision has changed"),
}

STATES: Final[Mapping[str, Text]] = {
    "filed": Text("Chờ xử lý", "Waiting"),
    "asked": Text("Đang lấy ý kiến", "Opinions being asked"),
    "approved": Text("Đồng ý", "Approved"),
    "refused": Text("Không đồng ý", "Refused"),
}
OPEN: Final = ("filed", "asked")


def number_of(request_id: int) -> str:
    """The number that drafts and versions cite: "YC-00012"."""
    return f"YC-{request_id:05}"
