"""A leader stops the clock of a dossier for a reason, and lets it go on (R-13)."""

from __future__ import annotations

from motcua.domain.errors import ConflictError
from motcua.domain.text import Text
from motcua.domain.time.clock import Reason
from motcua.services.dossier import stepping, waits
from motcua.services.dossier.case import Case
from motcua.services.dossier.case_history import record
from motcua.services.work import Work
from motcua.store.time import appointment as appointments
from motcua.store.time import interval as intervals
from motcua.store.time.interval import BY_HAND


def pause(work: Work, case: Case) -> None:
    """Stop the clocks of dossier, steps, agencies and persons from now; another pause may last beside it."""
    if _lasts(work, case):
        raise ConflictError(
            Text(
                "Hồ sơ đang tạm dừng tính giờ rồi. Không có gì bị thay đổi.",
                "The clock of the dossier stands already. Nothing was changed.",
            )
        )
    place = case.place
    counted = stepping.counted(work, place, place.agency_id)
    appointments.add(
        work.connection,
        dossier_id=place.dossier_id,
        kind="pause",
        reason_sealed=work.cipher.seal(case.given.reason.strip()),
        status="lasting",
        asked_by=case.actor.id,
        asked_at=place.at,
    )
    intervals.begin(work.connection, place.dossier_id, BY_HAND, Reason.PAUSED, counted)
    record(work, case, {}, in_working_time=True)


def resume(work: Work, case: Case) -> None:
    """Let the clock go on; the limit moves by the working time of the pause."""
    if not _lasts(work, case):
        raise ConflictError(
            Text(
                "Đồng hồ của hồ sơ không bị lãnh đạo tạm dừng nên không có gì để tính tiếp.",
                "No leader has stopped the clock of this dossier, so there is nothing to resume.",
            )
        )
    place = case.place
    counted = stepping.counted(work, place, place.agency_id)
    appointments.end_pause(work.connection, place.dossier_id, decided_by=case.actor.id, decided_at=place.at)
    intervals.end(work.connection, place.dossier_id, BY_HAND, counted)
    record(work, case, {}, in_working_time=True)
    waits.reindex(work, place.dossier_id, place.at)


def _lasts(work: Work, case: Case) -> bool:
    return intervals.lasts(work.connection, case.place.dossier_id, BY_HAND)
