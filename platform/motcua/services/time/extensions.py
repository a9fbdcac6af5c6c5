"""More time for a step or its agency: asked for, then decided by the leaders of that agency (D-10, E-16, R-07)."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.errors import ConflictError, NotAllowedError
from motcua.domain.people.permissions import account_ids, may
from motcua.domain.text import Text
from motcua.domain.time.duration import duration_words
from motcua.services.dossier import waits
from motcua.services.dossier.case import Case
from motcua.services.dossier.case_history import record
from motcua.services.messages import notifications
from motcua.services.people import officers
from motcua.services.time import appointments, deadlines
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.time import appointment as stored


def request_extension(work: Work, case: Case) -> None:
    """Ask for more time for a step, or for its agency as a whole where that is named; nothing moves yet (R-07)."""
    stands = appointments.standing(work, case.place.dossier_id, case.place.at)
    if stored.asked(work.connection, case.place.dossier_id) is not None:
        raise ConflictError(
            Text(
                "Đã có một đề nghị gia hạn đang chờ duyệt. Chờ lãnh đạo trả lời rồi hãy xin tiếp.",
                "A request for an extension is waiting already. Ask again after it has been decided.",
            )
        )
    is_of_agency = case.row.step_agency_id in case.given.agencies
    seconds = appointments.working_seconds(case.given.duration, stands.due)
    row_id = stored.add(
        work.connection,
        dossier_id=case.place.dossier_id,
        kind="extension",
        step_row_id=None if is_of_agency else case.row.step_row_id,
        agency_id=case.row.step_agency_id,
        seconds=seconds,
        reason_sealed=work.cipher.seal(case.given.reason.strip()),
        status="asked",
        asked_by=case.actor.id,
        asked_at=case.place.at,
    )
    to = officers.with_right(work, "dossier.approve", case.row.step_agency_id)
    words = duration_words(seconds)
    asked = Text(
        f"Hồ sơ {stands.dossier.code}: có đề nghị gia hạn {words.vi} chờ bạn duyệt.",
        f"Dossier {stands.dossier.code}: a request for {words.en} more waits for your decision.",
    )
    notifications.tell_officers(work, stands.dossier, to, f"extension_asked:{row_id}", asked, case.place.at)
    record(work, case, {"seconds": seconds}, in_working_time=True)


def approve_extension(work: Work, case: Case) -> None:
    """Grant the extension that waits: due time, appointment and the budgets of step and agency move (E-16, R-07)."""
    at = case.place.at
    asked = _decidable(work, case)
    stands = appointments.standing(work, case.place.dossier_id, at)
    stored.decide(work.connection, asked.id, status="granted", decided_by=case.actor.id, decided_at=at)
    known = deadlines.trail(work, case.place.dossier_id)
    after = deadlines.of_dossier(work, stands.dossier, at, known) or stands.due
    _answer(work, stands.dossier, asked, "extension_granted", _GRANTED, at)
    detail = {"seconds": asked.seconds, **appointments.moved(stands.due, after)}
    record(
        work,
        case,
        detail,
        in_working_time=True,
        jobs=[appointments.telling(case, case.action.tells, asked.id)],
    )
    waits.reindex(work, case.place.dossier_id, at)


def refuse_extension(work: Work, case: Case) -> None:
    """Refuse the extension that waits; nothing has moved."""
    asked = _decidable(work, case)
    dossier = appointments.standing(work, case.place.dossier_id, case.place.at).dossier
    stored.decide(
        work.connection,
        asked.id,
        status="refused",
        decided_by=case.actor.id,
        decided_at=case.place.at,
        answer_sealed=work.cipher.seal(case.given.reason.strip()),
    )
    _answer(work, dossier, asked, "extension_refused", _REFUSED, case.place.at)
    record(work, case, {"seconds": asked.seconds}, in_working_time=True)


_GRANTED = Text(
    "Hồ sơ {code}: đề nghị gia hạn của bạn đã được duyệt.", "Dossier {code}: your extension was approved."
)
_REFUSED = Text(
    "Hồ sơ {code}: đề nghị gia hạn của bạn không được duyệt. Hạn giữ nguyên.",
    "Dossier {code}: your extension was refused. The limit stays.",
)


def _answer(work: Work, dossier: Record, asked: Record, event: str, body: Text, now: datetime) -> None:
    """Tell who asked what came of it."""
    said = body.format(code=dossier.code)
    notifications.tell_officers(work, dossier, [asked.asked_by], f"{event}:{asked.id}", said, now)


def _decidable(work: Work, case: Case) -> Record:
    asked = stored.asked(work.connection, case.place.dossier_id)
    if asked is None:
        nothing = "Không có đề nghị gia hạn nào đang chờ.", "There is no request for an extension to decide."
        raise ConflictError(Text(*nothing))
    _require_leader(work, case, asked)
    if asked.asked_by in account_ids(case.actor):
        raise ConflictError(
            Text(
                "Người xin gia hạn không tự duyệt được. Nhờ lãnh đạo khác.",
                "Who asked for the extension cannot decide it. Ask another leader.",
            )
        )
    return asked


def _require_leader(work: Work, case: Case, asked: Record) -> None:
    """More time is an agency's own affair, charged to it alone: its leaders decide, and those above (E-16)."""
    agency = agencies.by_id(work.connection, asked.agency_id)
    if agency is not None and not may(
        case.actor, "dossier.approve", agencies.lineage(work.connection, agency.id)
    ):
        raise NotAllowedError(
            Text(
                f"Gia hạn của {agency.name} do lãnh đạo cơ quan đó duyệt.",
                f"An extension of {agency.name_en or agency.name} is for the leaders of that agency.",
            )
        )
