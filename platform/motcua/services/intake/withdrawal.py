"""The applicant's wish to take a dossier back; it ends only when the desk confirms it (D-09)."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.dossier import applicant, stepping
from motcua.services.dossier.applicant import Own
from motcua.services.dossier.case import MAX_TEXT
from motcua.services.messages import officers_told
from motcua.services.work import Work
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Move
from motcua.store.intake import withdrawal as withdrawals


def ask(work: Work, actor: Actor, code: str, reason: str, now: datetime) -> None:
    """Ask the desk to let the dossier be withdrawn; until it does, work goes on. One commit.

    Raises ValidationError for the reason, ConflictError when it is too late or was asked before.
    """
    own = applicant.opened(work, actor, code, "ask_withdrawal", now)
    reason = reason.strip()
    _check(reason)
    if withdrawals.opened(work.connection, own.place.dossier_id) is not None:
        raise ConflictError(
            Text(
                "Bạn đã xin rút hồ sơ này rồi. Bộ phận Một cửa sẽ xác nhận.",
                "You have asked to withdraw this dossier already. The one-stop desk will confirm it.",
            )
        )
    wish_id = withdrawals.add(
        work.connection,
        dossier_id=own.place.dossier_id,
        asked_at=now,
        asked_by=account_id(actor),
        reason_sealed=work.cipher.seal(reason),
    )
    _write(work, own, wish_id)
    work.commit()


def _write(work: Work, own: Own, wish_id: int) -> None:
    move = Move(
        dossier_id=own.place.dossier_id,
        at=own.place.at,
        counted_at=stepping.counted(work, own.place, own.place.agency_id),
        actor_id=own.actor.id,
        actor_name=own.actor.name,
        action=own.action.key,
    )
    moves.write(work.connection, move)
    words = Text(
        f"Người nộp xin rút hồ sơ {own.row.code}. Xem lý do và xác nhận trên hồ sơ.",
        f"The applicant asks to withdraw dossier {own.row.code}. See the reason and confirm it there.",
    )
    event = f"withdrawal_asked:{wish_id}"
    officers_told.of_desk(work, own.row, own.place.version, words, event, own.place.at)


def _check(reason: str) -> None:
    if not reason:
        raise ValidationError(
            [
                FieldError(
                    "/reason",
                    "required",
                    Text("Cho biết vì sao bạn rút hồ sơ.", "Say why you withdraw the dossier."),
                )
            ]
        )
    if len(reason) > MAX_TEXT:
        raise ValidationError(
            [
                FieldError(
                    "/reason",
                    "too_long",
                    Text(
                        f"Dài quá {MAX_TEXT} ký tự. Hãy rút gọn.",
                        f"Longer than {MAX_TEXT} characters. Shorten it.",
                    ),
                )
            ]
        )
