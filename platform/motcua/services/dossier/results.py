"""The end of a dossier: the desk confirms that there is a result, then hands it over (D-14, D-15, E-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.process.service_manner import RESULT_WAYS
from motcua.domain.text import Text
from motcua.services.dossier import case, stepping
from motcua.services.dossier.case import Case, Given
from motcua.services.dossier.stepping import Place
from motcua.services.intake import original_check
from motcua.services.papers import issued_results
from motcua.services.signing import step_signatures
from motcua.services.time import rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Move, Standing
from motcua.store.time import appointment as appointments
from motcua.store.time.interval import BY_HAND

# The clocks that a result stops: the dossier's own, and a pause that a leader has not ended.
ENDED = (("dossier", ""), ("dossier", BY_HAND))


def standing(work: Work, place: Place) -> Standing:
    """Where a dossier stands once it has a result, which is when the desk confirms it (Điều 17.4, E-07)."""
    counted = stepping.counted(work, place, place.agency_id)
    return Standing(ACTIONS["confirm_result"].target, result_at=place.at, result_counted_at=counted)


def confirm(work: Work, actor: Actor, code: str, now: datetime) -> None:
    """Confirm the result of a dossier whose steps are all done. One commit."""
    found = case.opened(work, actor, code, "confirm_result", Given(), now)
    confirming(work, found)
    work.commit()


def return_result(work: Work, actor: Actor, code: str, recipient: str, method: str, now: datetime) -> None:
    """Hand the result over to `recipient`; see `returning`. One commit."""
    given = Given(recipient=recipient, method=method)
    found = case.opened(work, actor, code, "return_result", given, now)
    returning(work, found)
    work.commit()


def confirming(work: Work, found: Case) -> None:
    """The desk's confirmation, which fixes when the dossier was done (Điều 17.4). Does not commit."""
    _require_all_done(found.row)
    step_signatures.require_all_signed(work, found.place.version, found.place.dossier_id)
    counted = stepping.counted(work, found.place, found.place.agency_id)
    _write(work, found, counted, standing=standing(work, found.place), ended=ENDED)
    fixed(work, found.actor, found.place)


def fixed(work: Work, actor: Actor, place: Place) -> None:
    """What follows once the result is there: nothing asked for is left open, and it is issued (F-16). Does not commit."""
    appointments.drop_asked(work.connection, place.dossier_id, place.at)
    issued_results.issue(work, actor, place.dossier_id, place.version, place.at)


def returning(work: Work, found: Case) -> None:
    """Hand over the result, or the papers of a dossier that ended without one (Điều 17.5, X-05). Does not commit.

    Where the province has no end of its own (004 has) the dossier ends with it and keeps its calendar (D-15, R-12).
    """
    row, place = found.row, found.place
    if row.state == "result_available":
        _require_all_done(row)
        original_check.require(work, place.version, row.id, "at_return")
    recipient, method = _handed_to(work, found)
    ends = not rules.of(work, place.version).close_separate_step
    dossiers.change(
        work.connection,
        row.id,
        state=found.action.target,
        returned_at=place.at,
        returned_to=recipient,
        return_method=method,
        **(ended(work, row, place.at) if ends else {}),
    )
    calendar = work.house.calendars.at(work.connection, row.agency_id, place.at, row.calendar_revision)
    _write(work, found, calendar.start(place.at), detail={"method": method})


def ended(work: Work, row: Record, now: datetime) -> dict[str, Any]:
    """What a dossier's row holds once it has ended: it keeps its calendar as it stands now (R-12)."""
    return {
        "closed_at": now,
        "kept_calendar": work.house.calendars.code_of(work.connection, row.agency_id, row.calendar_revision),
        "kept_revision": row.calendar_revision,
    }


def methods_of(version: Version) -> Mapping[str, Text]:
    """The ways in which the result of this procedure is handed over, by key (A-16, A-21)."""
    return {key: words for key, words in RESULT_WAYS.items() if version.facts.manner.gives(key)}


def _handed_to(work: Work, found: Case) -> tuple[str, str]:
    """Who receives it and how: the applicant at the desk when nothing was said, as in bulk."""
    given = found.given
    if given.recipient is None and not given.method:
        dossier = dossiers.by_id(work.connection, found.place.dossier_id)
        return (dossier.applicant_name if dossier is not None else ""), "desk"
    recipient = " ".join((given.recipient or "").split())
    if errors := _problems(recipient, given.method, methods_of(found.place.version)):
        raise ValidationError(errors)
    return recipient, given.method


def _require_all_done(row: Record) -> None:
    if not row.engine_ended:
        raise ConflictError(
            Text(
                "Hồ sơ còn bước chưa làm xong nên chưa xác nhận hay trả kết quả được.",
                "There are steps still to be done, so the result can be neither confirmed nor handed over yet.",
            )
        )


def _problems(recipient: str, method: str, offered: Mapping[str, Text]) -> list[FieldError]:
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
    if method not in offered:
        found.append(
            FieldError(
                "/method", "method", Text("Chọn cách trả kết quả.", "Choose how the result is returned.")
            )
        )
    return found


def _write(
    work: Work,
    found: Case,
    counted: datetime,
    *,
    detail: Mapping[str, Any] | None = None,
    standing: Standing | None = None,
    ended: Sequence[tuple[str, str]] = (),
) -> None:
    actor, place, key = found.actor, found.place, found.action.key
    move = Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=counted,
        actor_id=actor.id,
        actor_name=actor.name,
        action=key,
        detail={**(detail or {}), **found.behind},
        standing=standing,
        ended=ended,
        ended_at=counted,
        jobs=stepping.telling(key, place.dossier_id),
    )
    moves.write(work.connection, move)
