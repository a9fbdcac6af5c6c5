"""How a form that is not sent ends: its owner is reminded once before it expires, then it goes with its files (B-10)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from motcua.domain.text import Text
from motcua.services.messages import letters, notices
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.intake import draft as drafts

BATCH: Final = 200
EVENT: Final = "draft.expires"
REMINDER: Final = Text(
    "Tờ khai “{procedure}” lưu ngày {saved} chưa gửi sẽ bị xóa sau ngày {day}. Mở “Hồ sơ của tôi” để làm tiếp; "
    "lưu lại một lần là được giữ thêm {days} ngày.",
    "Your form “{procedure_en}”, saved on {saved} and not sent, is deleted after {day}. Open “My dossiers” to go on; "
    "saving it once keeps it for another {days} days.",
)


def remind(work: Work, now: datetime) -> int:
    """Tell the owners of forms that expire soon, each expiry once; how many. One commit for each `BATCH`."""
    until = now + timedelta(days=work.house.profile.draft_remind_days)
    told = 0
    while rows := drafts.expiring(work.connection, now, until, BATCH):
        for row in rows:
            _remind(work, row, now)
        told += len(rows)
        work.commit()
    return told


def purge(work: Work, now: datetime) -> int:
    """Delete the forms whose time is over, with their files; how many. One commit for each `BATCH`.

    The bytes are cleaned away by the file store's own job, unless something else keeps them.
    """
    gone = 0
    while ids := drafts.expired(work.connection, now, BATCH):
        for draft_id in ids:
            drafts.remove(work.connection, draft_id)
        gone += len(ids)
        work.record(at=now, actor_name="", action="draft.purge", detail={"count": len(ids)})
        work.commit()
    return gone


def _remind(work: Work, row: Record, now: datetime) -> None:
    local = work.house.calendars.at(work.connection, row.agency_id, now).local
    body = REMINDER.format(
        procedure=row.procedure_name,
        procedure_en=row.procedure_name_en or row.procedure_name,
        saved=f"{local(row.saved_at):%d/%m/%Y}",
        day=f"{local(row.expires_at):%d/%m/%Y}",
        days=work.house.profile.draft_days,
    )
    notices.add(work, row.account_id, body, now)
    letters.send(work, row.account_id, EVENT, body)
    drafts.change(work.connection, row.id, told_expiry=row.expires_at)
