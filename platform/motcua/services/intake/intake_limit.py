"""The desk's time to accept or refuse what was sent, by the rules of the dossier (E-05, R-22, R-29)."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.time.appointments import resumed_due
from motcua.domain.time.calendar import WorkCalendar
from motcua.services.dossier.stepping import Place
from motcua.services.time import deadlines, rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers


def first(work: Work, version: Version, calendar: WorkCalendar, sent_at: datetime) -> datetime:
    """When the desk must have decided on what was sent at `sent_at`."""
    return calendar.add(sent_at, rules.of(work, version).intake_limit_hours * 3600)


def anew(work: Work, place: Place) -> dict[str, datetime]:
    """The columns of a dossier whose desk has its whole time again, counted from now."""
    calendar = work.house.calendars.at(work.connection, place.agency_id, place.at, place.revision)
    return {"intake_from": place.at, "intake_due_at": first(work, place.version, calendar, place.at)}


def due_of(work: Work, dossier: Record, now: datetime) -> datetime:
    """The limit of a dossier not accepted, computed afresh: pauses are left out as the rules say (R-13, R-28)."""
    began = dossier.intake_from or dossier.submitted_at
    version = work.house.versions.get(work.connection, dossier.version_id)
    calendar = work.house.calendars.at(work.connection, dossier.agency_id, began)
    hours = rules.of(work, version).intake_limit_hours
    return resumed_due(calendar, began, hours * 3600, deadlines.stops_of(work, dossier), now)


def reindex(work: Work, dossier_id: int, now: datetime) -> None:
    """Rewrite the limit on the dossier's row after a pause (R-28)."""
    dossier = dossiers.by_id(work.connection, dossier_id)
    if dossier is not None and dossier.accepted_at is None:
        dossiers.change(work.connection, dossier_id, intake_due_at=due_of(work, dossier, now))
