"""Messages about dossiers, written by jobs after the action that caused them; each event is told once."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.text import Text
from motcua.extend.notification import Note
from motcua.services.work import Work
from motcua.store import dossier as dossiers
from motcua.store import group as groups
from motcua.store import message as messages
from motcua.store import step as steps
from motcua.store.base import Record

TO_APPLICANT = {
    "sent": Text(
        "Hồ sơ {code} đã gửi đến {agency} lúc {sent}. Bộ phận Một cửa sẽ kiểm tra giấy tờ.",
        "Dossier {code} was sent to {agency_en} on {sent}. The one-stop desk will check its papers.",
    ),
    "accepted": Text(
        "Hồ sơ {code} đã được tiếp nhận. Hẹn trả kết quả: {appointment}.",
        "Dossier {code} has been accepted. The appointment for the result is {appointment}.",
    ),
    "result": Text(
        "Hồ sơ {code} đã có kết quả. Mời đến {agency} nhận, hoặc nhận theo cách đã chọn.",
        "The result of dossier {code} is ready. Collect it at {agency_en} or as you chose.",
    ),
    "moved": Text(
        "Hồ sơ {code}: lịch làm việc của cơ quan thay đổi, hẹn trả kết quả chuyển sang {appointment}.",
        "Dossier {code}: the agency's working calendar has changed; the appointment is now {appointment}.",
    ),
    "returned": Text(
        "Kết quả của hồ sơ {code} đã được trả.", "The result of dossier {code} has been handed over."
    ),
}
TO_GROUP = Text("Hồ sơ {code} đến bước “{step}”.", "Dossier {code} has come to the step “{step_en}”.")


def tell_applicant(work: Work, dossier_id: int, event: str, now: datetime) -> bool:
    """Write the message and ask every channel to carry it; false when it was told before or nobody is to be told.

    What stands after a colon in `event` tells one happening of its kind from the next.
    """
    dossier = dossiers.by_id(work.connection, dossier_id)
    person = dossiers.applicant(work.connection, dossier_id)
    if dossier is None or person is None:
        return False
    body = TO_APPLICANT[event.partition(":")[0]].format(
        code=dossier.code,
        agency=dossier.agency_name,
        agency_en=dossier.agency_name_en,
        sent=_local(work, dossier, dossier.submitted_at),
        appointment=_local(work, dossier, dossier.appointment_at),
    )
    message_id = _write(work, person.id, dossier, event, body, now)
    if message_id is None:
        return False
    for channel in work.house.channels:
        work.defer("carry_message", {"message_id": message_id, "channel": channel.name})
    work.commit()
    return True


def carry(work: Work, message_id: int, channel_name: str) -> bool:
    """Hand a written message to one channel; false when that channel is no longer there.

    A job of its own per channel: a carrier out of order delays neither the message in the account nor the others.
    """
    channel = next((one for one in work.house.channels if one.name == channel_name), None)
    row = messages.by_id(work.connection, message_id)
    if channel is None or row is None:
        return False
    body = Text(row.body, row.body_en).in_(row.language)
    channel.send(Note(row.account_id, row.email, row.code, row.event, body))
    return True


def tell_group(work: Work, dossier_id: int, now: datetime) -> int:
    """Tell the accounts of every waiting step's group that it waits for them; how many were told."""
    dossier = dossiers.by_id(work.connection, dossier_id)
    if dossier is None:
        return 0
    told, model = 0, work.house.versions.get(work.connection, dossier.version_id).model
    for step in steps.waiting(work.connection, dossier_id):
        english = model.step_by_id[step.step_id].name_en or step.name
        body = TO_GROUP.format(code=dossier.code, step=step.name, step_en=english)
        group = groups.accounts_of(
            work.connection, step.agency_id, step.position, dossier.procedure_code, step.step_id
        )
        for account_id in group:
            told += _write(work, account_id, dossier, f"step:{step.task_id}", body, now) is not None
    work.commit()
    return told


def _write(work: Work, account_id: int, dossier: Record, event: str, body: Text, now: datetime) -> int | None:
    return messages.add(
        work.connection,
        account_id=account_id,
        dossier_id=dossier.id,
        event=event,
        body=body.vi,
        body_en=body.en,
        created_at=now,
    )


def _local(work: Work, dossier: Record, at: datetime | None) -> str:
    if at is None:
        return ""
    calendar = work.house.calendars.at(work.connection, dossier.agency_id, at, dossier.calendar_revision)
    return f"{calendar.local(at):%d/%m/%Y %H:%M}"
