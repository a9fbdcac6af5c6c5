"""Somebody was quicker: who did it and when, so that two colleagues need not ask each other (A-09)."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.base import Record
from motcua.store.dossier import step as steps

_STALE = Text(
    "Bước này không còn chờ xử lý. Không có gì bị thay đổi; hãy mở lại hồ sơ để xem.",
    "This step is no longer waiting. Nothing was changed; open the dossier again.",
)


def taken(work: Work, row: Record) -> ConflictError:
    """The waiting step of `row` is held by somebody else."""
    holder = accounts.by_id(work.connection, row.holder_id)
    name = holder.display_name if holder is not None else ""
    return ConflictError(
        Text(
            f"{name or 'Người khác trong nhóm'} đã nhận việc này. Không có gì bị thay đổi.",
            f"{name or 'Somebody else of the group'} has taken this. Nothing was changed.",
        )
    )


def finished(work: Work, actor: Actor, dossier_id: int, task_id: str) -> ConflictError:
    """The task waits no longer: finished, returned or moved by somebody, or ended by an event."""
    visit = steps.visit(work.connection, dossier_id, task_id)
    if visit is None or visit.left_at is None or not visit.left_name:
        return ConflictError(_STALE)
    at = _local(work, visit, visit.left_at)
    is_own = visit.left_by == actor.id
    vi = "Bạn" if is_own else visit.left_name
    en = "You have" if is_own else f"{visit.left_name} has"
    done_vi, done_en = _DONE[visit.outcome] if visit.outcome in _DONE else _DONE[""]
    return ConflictError(
        Text(
            f"{vi} đã {done_vi} bước “{visit.name}” lúc {at}. Không có gì bị thay đổi; hãy mở lại hồ sơ để xem.",
            f"{en} {done_en} this step at {at}. Nothing was changed; open the dossier again.",
        )
    )


def acknowledged() -> ConflictError:
    """The dossier has arrived already."""
    return ConflictError(
        Text(
            "Hồ sơ này đã đến cơ quan, không còn gì phải xác nhận.",
            "This dossier has arrived already; nothing is left to be acknowledged.",
        )
    )


_DONE = {
    "": ("xử lý xong", "finished"),
    "returned": ("trả lại", "returned"),
    "moved": ("chuyển ngoài quy trình ở", "moved"),
}


def _local(work: Work, visit: Record, at: datetime) -> str:
    calendar = work.house.calendars.at(work.connection, visit.agency_id, at)
    return f"{calendar.local(at):%H:%M %d/%m/%Y}"
