"""The end of an issued result: revoked by decision, or replaced by a corrected one; both stay, and say so (F-16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.papers import issued_result
from motcua.domain.people.permissions import Actor, account_id, may, require, require_right
from motcua.domain.text import Text
from motcua.services.agencies.agencies import today
from motcua.services.papers import files, issued_results
from motcua.services.papers.files import FileError, Upload
from motcua.services.papers.issued_results import New
from motcua.services.signing import corrected_results
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.papers import file as stored_files
from motcua.store.papers import issued_result as stored

DECIDING: Final = "dossier.approve"
"""The right of those who decide over the agency that issued it."""
LONGEST_NUMBER: Final = 60
LONGEST_REASON: Final = 2000


@dataclass(frozen=True, slots=True)
class Decision:
    """What a result is revoked or replaced by; `document` is the decision as a file."""

    number: str
    day: date | None
    reason: str
    document: Upload | None


def may_end(work: Work, actor: Actor, row: Record) -> bool:
    """Whether the actor decides over the agency that issued a result, and it is still in force."""
    lineage = agencies.lineage(work.connection, row.agency_id)
    return row.state == "issued" and may(actor, DECIDING, lineage)


def revoke(work: Work, actor: Actor, result_id: int, decision: Decision, now: datetime) -> None:
    """Revoke a result: it stays, marked, and its holder is told. One commit.

    Raises NotFoundError, NotAllowedError, ConflictError when it is in force no more, ValidationError naming each field.
    """
    row = _held(work, actor, result_id)
    _require(_problems(decision, now))
    _end(work, actor, row, decision, now, state="revoked")
    issued_results.record(work, actor, "result.revoke", row, {"decision": decision.number.strip()}, now)
    _tell(work, row, "result_revoked")
    work.commit()


def replace(
    work: Work, actor: Actor, result_id: int, decision: Decision, corrected: Upload | None, now: datetime
) -> int:
    """Issue a corrected result in place of one, of the same dossier; the id of the new one. One commit.

    Raises what `revoke` raises; "/corrected" is the corrected file, which bears the signatures that the route requires of it.
    """
    row = _held(work, actor, result_id)
    missing = Text("Chọn tệp kết quả đã sửa.", "Choose the file of the corrected result.")
    problems = _problems(decision, now)
    _require(problems if corrected else [*problems, FieldError("/corrected", "required", missing)])
    dossier = dossiers.by_id(work.connection, row.dossier_id)
    assert corrected is not None
    assert dossier is not None
    version = work.house.versions.get(work.connection, dossier.version_id)
    corrected_results.require_signed(work, version, row, corrected.content, "/corrected", now)
    file = _corrected(work, actor, row, corrected, now)
    new = New(row.result_key, Text(row.title, row.title_en), file)
    (new_id,) = issued_results.add(work, actor, dossier, [new], now)
    _end(work, actor, row, decision, now, state="replaced", replaced_by_id=new_id)
    told = {"decision": decision.number.strip(), "by": new_id}
    issued_results.record(work, actor, "result.replace", row, told, now)
    _tell(work, row, "result_replaced")
    work.commit()
    return new_id


def limit(work: Work, actor: Actor, result_id: int, last_day: date | None, now: datetime) -> None:
    """Say until when a result is good, or that it is for ever. One commit."""
    row = _held(work, actor, result_id)
    if last_day is not None and last_day < today(row.issued_at):
        early = Text("Chọn ngày sau ngày cấp kết quả.", "Choose a day after the result was issued.")
        raise ValidationError([FieldError("/valid_until", "early", early)])
    stored.change(work.connection, result_id, valid_until=last_day)
    told = {"until": last_day.isoformat() if last_day is not None else ""}
    issued_results.record(work, actor, "result.limit", row, told, now)
    work.commit()


def _held(work: Work, actor: Actor, result_id: int) -> Record:
    require(actor, "staff")
    row = stored.hold(work.connection, result_id)
    if row is None:
        raise issued_results.unknown()
    require_right(actor, DECIDING, agencies.lineage(work.connection, row.agency_id))
    if row.state != "issued":
        state = issued_result.STATE_NAMES[row.state]
        raise ConflictError(
            Text(
                f"Kết quả này: {state.vi.lower()}. Không có gì bị thay đổi.",
                f"This result: {state.en.lower()}. Nothing was changed.",
            )
        )
    return row


def _end(work: Work, actor: Actor, row: Record, decision: Decision, now: datetime, **values: Any) -> None:
    assert decision.document is not None
    try:
        kept = files.keep(
            work,
            decision.document,
            now,
            uploaded_by=actor.id,
            dossier_id=row.dossier_id,
            slot=f"{issued_result.DECISION_SLOT}{row.id}",
        )
    except FileError as error:
        raise ValidationError([FieldError("/document", error.code, error.message)]) from error
    stored.change(
        work.connection,
        row.id,
        ended_at=now,
        ended_by=account_id(actor),
        ended_name=actor.name,
        decision_number=decision.number.strip(),
        decision_date=decision.day,
        decision_file_id=kept,
        reason_sealed=work.cipher.seal(decision.reason.strip()),
        **values,
    )


def _corrected(work: Work, actor: Actor, row: Record, corrected: Upload, now: datetime) -> Record:
    """The corrected file in the place of the result's; earlier versions are kept (D-08)."""
    slot = issued_result.slot_of(row.result_key or "other")
    stored_files.replace(work.connection, row.dossier_id, slot, now)
    try:
        kept = files.keep(work, corrected, now, uploaded_by=actor.id, dossier_id=row.dossier_id, slot=slot)
    except FileError as error:
        raise ValidationError([FieldError("/corrected", error.code, error.message)]) from error
    attached = stored_files.of_dossier(work.connection, row.dossier_id)
    return next(one for one in attached if one.id == kept)


def _problems(decision: Decision, now: datetime) -> list[FieldError]:
    found: Mapping[str, bool] = {
        "number": not 1 <= len(decision.number.strip()) <= LONGEST_NUMBER,
        "day": decision.day is None or decision.day > today(now),
        "reason": not 5 <= len(decision.reason.strip()) <= LONGEST_REASON,
        "document": decision.document is None,
    }
    return [FieldError(f"/{name}", "required", _WANTED[name]) for name, wrong in found.items() if wrong]


def _require(problems: list[FieldError]) -> None:
    if problems:
        raise ValidationError(problems)


_WANTED: Final = {
    "number": Text(
        "Nhập số quyết định, ví dụ 15/QĐ-UBND.", "Enter the decision's number, such as 15/QĐ-UBND."
    ),
    "day": Text(
        "Chọn ngày ký quyết định, không sau hôm nay.", "Choose the day of the decision, not after today."
    ),
    "reason": Text(
        f"Nhập lý do, từ 5 đến {LONGEST_REASON} ký tự.",
        f"Enter the reason, 5 to {LONGEST_REASON} characters.",
    ),
    "document": Text("Đính kèm tệp quyết định.", "Attach the decision as a file."),
}


def _tell(work: Work, row: Record, event: str) -> None:
    work.defer("notify_applicant", {"dossier_id": row.dossier_id, "event": f"{event}:{row.id}"})
