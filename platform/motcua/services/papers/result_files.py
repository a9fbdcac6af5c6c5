"""The files of a dossier's results: handed in by whoever works on it, before the desk confirms the result (D-14)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.papers import issued_result
from motcua.domain.people.permissions import Actor, account_id, account_ids, lacking, may_work_in, require
from motcua.domain.text import Text
from motcua.services.desk import desk
from motcua.services.dossier import stepping
from motcua.services.papers import files
from motcua.services.papers.files import FileError, Upload
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import held
from motcua.store.papers import file as stored_files

OPEN: Final = frozenset({"accepted", "processing", "waiting_payment", "waiting_supplement"})
"""States of a dossier that is being worked on."""


def attach(work: Work, actor: Actor, code: str, key: str, upload: Upload | None, now: datetime) -> int:
    """Keep the file of the result `key`; an earlier version makes room and is kept (D-08); the file's id. One commit.

    Raises NotFoundError, NotAllowedError, ConflictError once there is a result, ValidationError at "/key" or "/file".
    """
    require(actor, "staff")
    waiting = held.hold(work.connection, code, account_id(actor), account_ids(actor)[1:])
    if not waiting:
        raise stepping.unknown_dossier(code)
    row = waiting[0]
    version = work.house.versions.get(work.connection, row.version_id)
    at_step = any(one.task_id is not None and one.may and may_work_in(actor, one.phase) for one in waiting)
    if not at_step and not desk.receives(work, actor, version, row):
        raise lacking("dossier.process")
    _require_open(row)
    _require_known(version, key)
    kept = _keep(work, actor, row.id, key, upload, now)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="result.attach",
        dossier_id=row.id,
        subject=key,
        detail={"file": kept},
    )
    work.commit()
    return kept


def _keep(work: Work, actor: Actor, dossier_id: int, key: str, upload: Upload | None, now: datetime) -> int:
    missing = Text("Chọn tệp kết quả.", "Choose the file of the result.")
    if upload is None:
        raise ValidationError([FieldError("/file", "required", missing)])
    slot = issued_result.slot_of(key)
    stored_files.replace(work.connection, dossier_id, slot, now)
    try:
        return files.keep(work, upload, now, uploaded_by=actor.id, dossier_id=dossier_id, slot=slot)
    except FileError as error:
        raise ValidationError([FieldError("/file", error.code, error.message)]) from error


def _require_open(row: Record) -> None:
    if row.state not in OPEN:
        raise ConflictError(
            Text(
                "Chỉ đính kèm kết quả khi hồ sơ đang xử lý. Kết quả đã cấp thì thay bằng quyết định.",
                "A result is attached while the dossier is being worked on. One that was issued is replaced by decision.",
            )
        )


def _require_known(version: Version, key: str) -> None:
    if key not in {one.key for one in version.facts.results}:
        wrong = Text("Chọn một kết quả của thủ tục.", "Choose one of the results of the procedure.")
        raise ValidationError([FieldError("/key", "choice", wrong)])
