"""The end of a dossier: the desk confirms that there is a result, then hands it over (D-14, D-15, E-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.domain.dossier import ACTIONS, require_state
from motcua.domain.errors import ConflictError, FieldError, NotAllowedError, ValidationError
from motcua.domain.permissions import Actor, account_id, require, require_work
from motcua.domain.text import Text
from motcua.services import desk, stepping
from motcua.services.stepping import Place
from motcua.services.work import Work
from motcua.store import dossier as dossiers
from motcua.store import held
from motcua.store import move as moves
from motcua.store.base import Record
from motcua.store.move import Move, Standing

METHODS = {
    "desk": Text("Tại Bộ phận Một cửa", "At the one-stop desk"),
    "online": Text("Bản điện tử qua tài khoản", "Electronically, in the account"),
    "post": Text("Qua bưu chính công ích", "By public postal service"),
}


# The clock that a result stops: the dossier's own.
ENDED = (("dossier", ""),)


def standing(work: Work, place: Place) -> Standing:
    """Where a dossier stands once it has a result, which is when the desk confirms it (Điều 17.4, E-07)."""
    counted = stepping.counted(work, place, place.agency_id)
    return Standing(ACTIONS["confirm_result"].target, result_at=place.at, result_counted_at=counted)


def confirm(work: Work, actor: Actor, code: str, now: datetime) -> None:
    """Confirm the result of a dossier whose steps are all done. One commit."""
    row = _receiver(work, actor, code, "confirm_result")
    _require_all_done(row)
    place = stepping.place_of(work, row, now)
    _write(
        work,
        actor,
        row,
        "confirm_result",
        now,
        stepping.counted(work, place, row.agency_id),
        standing=standing(work, place),
        ended=ENDED,
    )
    work.commit()


def return_result(work: Work, actor: Actor, code: str, recipient: str, method: str, now: datetime) -> None:
    """Hand the result over to `recipient`; the dossier ends and keeps its calendar (D-15, R-12). One commit."""
    row = _receiver(work, actor, code, "return_result")
    _require_all_done(row)
    recipient = " ".join(recipient.split())
    if errors := _problems(recipient, method):
        raise ValidationError(errors)
    calendar = work.house.calendars.at(work.connection, row.agency_id, now, row.calendar_revision)
    dossiers.change(
        work.connection,
        row.id,
        state=ACTIONS["return_result"].target,
        returned_at=now,
        returned_to=recipient,
        return_method=method,
        closed_at=now,
        kept_calendar=work.house.calendars.code_of(work.connection, row.agency_id, row.calendar_revision),
        kept_revision=row.calendar_revision,
    )
    counted = calendar.start(now)
    _write(work, actor, row, "return_result", now, counted, detail={"method": method})
    work.commit()


def _require_all_done(row: Record) -> None:
    if not row.engine_ended:
        raise ConflictError(
            Text(
                "Hồ sơ còn bước chưa làm xong nên chưa xác nhận hay trả kết quả được.",
                "There are steps still to be done, so the result can be neither confirmed nor handed over yet.",
            )
        )


def _receiver(work: Work, actor: Actor, code: str, action: str) -> Record:
    require(actor, "staff")
    require_work(actor, "dossier.return")
    rows = held.hold(work.connection, code, account_id(actor))
    if not rows:
        raise stepping.unknown_dossier(code)
    row = rows[0]
    version = work.house.versions.get(work.connection, row.version_id)
    if not desk.receives(work, actor, version, row):
        raise NotAllowedError(
            Text(
                "Việc này của Bộ phận Một cửa tiếp nhận hồ sơ.",
                "This is for the one-stop desk that received the dossier.",
            )
        )
    require_state(action, row.state)
    return row


def _problems(recipient: str, method: str) -> list[FieldError]:
    found = []
    if not 2 <= len(recipient) <= 120:
        found.append(
            FieldError(
                "/recipient",
                "recipient",
                Text(
                    "Nhập họ tên người nhận kết quả.",
                    "Enter the full name of the person receiving the result.",
                ),
            )
        )
    if method not in METHODS:
        found.append(
            FieldError(
                "/method", "method", Text("Chọn cách trả kết quả.", "Choose how the result is returned.")
            )
        )
    return found


def _behind(work: Work, actor: Actor, row: Record) -> Mapping[str, object]:
    version = work.house.versions.get(work.connection, row.version_id)
    return desk.behind(work, actor, version, row)


def _write(
    work: Work,
    actor: Actor,
    row: Record,
    action: str,
    now: datetime,
    counted: datetime,
    *,
    detail: Mapping[str, Any] | None = None,
    standing: Standing | None = None,
    ended: Sequence[tuple[str, str]] = (),
) -> None:
    move = Move(
        dossier_id=row.id,
        at=now,
        counted_at=counted,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        detail={**(detail or {}), **_behind(work, actor, row)},
        standing=standing,
        ended=ended,
        ended_at=counted,
        jobs=stepping.telling(action, row.id),
    )
    moves.write(work.connection, move)
