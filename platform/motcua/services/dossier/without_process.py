"""Dossiers in which no process runs: entered after an outage and not approved yet, or only tracked (C-13, C-14)."""

from __future__ import annotations

from typing import Final

from motcua.domain.errors import ConflictError
from motcua.domain.text import Text
from motcua.store.base import Record

BACK_ENTRY: Final = frozenset({"approve_back_entry", "refuse_back_entry"})
AFTER_RESULT: Final = frozenset({"return_result", "close"})
"""What may still be done to a dossier that was finished by hand during an outage."""


def is_without(row: Record) -> bool:
    """Whether nothing runs; a row of `store.held` or `store.dossier`."""
    return not row.engine_state


def suits(key: str, row: Record) -> bool:
    """Whether the action is for such a dossier, or for one with a process."""
    if not is_without(row):
        return key not in BACK_ENTRY
    return key in BACK_ENTRY or (key in AFTER_RESULT and row.engine_ended)


def no_back_entry() -> ConflictError:
    return ConflictError(
        Text("Hồ sơ này không chờ duyệt nhập bù.", "This dossier is no back entry that waits for approval.")
    )


def require_suiting(key: str, row: Record) -> None:
    """Raise ConflictError unless the action suits the dossier."""
    if suits(key, row):
        return
    if key in BACK_ENTRY:
        raise no_back_entry()
    raise ConflictError(
        Text(
            "Hồ sơ này không chạy quy trình: hồ sơ nhập bù phải được duyệt trước, hồ sơ chỉ theo dõi thì cập nhật ở "
            "trang “Hồ sơ chỉ theo dõi”. Không có gì bị thay đổi.",
            "No process runs in this dossier: a back entry must be approved first, a tracked dossier is brought up to "
            "date on the page “Tracked dossiers”. Nothing was changed.",
        )
    )
