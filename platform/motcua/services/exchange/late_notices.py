"""The applicant is told before he travels that his dossier will not be ready (E-26; Quảng Trị 29/2020, Điều 27.5.i)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from motcua.domain.people.permissions import Actor, may, require, require_work
from motcua.domain.text import Text
from motcua.domain.time.explanation import instant_words
from motcua.domain.time.warnings import LATE_NOTICE, SENTENCES
from motcua.services.desk import desk
from motcua.services.messages import applicant_told, message_facts, message_templates, officers_told
from motcua.services.time import clocks, deadlines, rules
from motcua.services.time.deadlines import Trail
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.time import calendar as calendars
from motcua.store.time import warning as warnings

JOB = "late_notices"
# Local time: early enough to be read before the way to the desk, late enough not to wake anybody.
FROM = time(6)
BATCH = 200


def daily(work: Work, now: datetime) -> int:
    """Once a day from `FROM` on: a notice for every dossier due today or before without a result; how many are new.

    What was noticed of an appointment is not noticed again, also when the job was cut off in the middle.
    """
    local = _local(work, now)
    if local is None or local.time() < FROM or warnings.was_done(work.connection, JOB, local.date()):
        return 0
    midnight = _midnight_after(local)
    ids = list(warnings.promised(work.connection, midnight))
    raised = 0
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        known = deadlines.trails(work, some)
        for row in dossiers.some(work.connection, some):
            raised += _notice(work, row, known[row.id], midnight, now)
        work.commit()
    warnings.done(work.connection, JOB, local.date(), now)
    work.commit()
    return raised


def listed(work: Work, actor: Actor, agency_id: int, now: datetime) -> Sequence[Record]:
    """Dossiers of an agency that are or will be late today: code, applicant_name, appointment_at, raised_at, told_at.

    Who may see every dossier of the agency sees all of them, its desk those that it received.
    """
    require(actor, "staff")
    calendar = work.house.calendars.at(work.connection, agency_id, now)
    found = warnings.late(work.connection, agency_id, _midnight_after(calendar.local(now)))
    if may(actor, "dossier.view", agencies.lineage(work.connection, agency_id)):
        return found
    require_work(actor, "dossier.return")
    versions = {row.version_id: work.house.versions.get(work.connection, row.version_id) for row in found}
    own = {key for key, version in versions.items() if _is_desk(work, actor, version, found)}
    return [row for row in found if row.version_id in own]


def _is_desk(work: Work, actor: Actor, version: Version, rows: Sequence[Record]) -> bool:
    return desk.receives(work, actor, version, next(row for row in rows if row.version_id == version.id))


def _local(work: Work, now: datetime) -> datetime | None:
    """The clock on the wall of the province; None before it has an agency and a calendar."""
    top = agencies.root(work.connection)
    revision = calendars.current_revision(work.connection)
    if top is None or not work.house.calendars.code_of(work.connection, top.id, revision):
        return None
    return work.house.calendars.at(work.connection, top.id, now, revision).local(now)


def _midnight_after(local: datetime) -> datetime:
    return datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo)


def _notice(work: Work, row: Record, known: Trail, midnight: datetime, now: datetime) -> bool:
    due = deadlines.of_dossier(work, row, now, known)
    stops = deadlines.stopping(work, row, known.intervals)
    if due is None or due.appointment_at >= midnight or clocks.stopped_by(stops, now) is not None:
        return False
    version = work.house.versions.get(work.connection, row.version_id)
    by_desk = rules.of(work, version).notify_require_desk_confirm
    is_new = warnings.add(
        work.connection,
        dossier_id=row.id,
        kind=LATE_NOTICE,
        limit_at=due.appointment_at,
        raised_at=now,
        told_at=None if by_desk else now,
    )
    if is_new is None:
        return False
    told = f"late:{due.appointment_at:%Y%m%d%H%M}"
    if by_desk:
        limit = instant_words(due.appointment_at)
        sentence = SENTENCES[LATE_NOTICE]
        body = Text(
            sentence.vi.format(code=row.code, limit=limit.vi),
            sentence.en.format(code=row.code, limit=limit.en),
        )
        event = f"warn:{LATE_NOTICE}:{due.appointment_at:%Y%m%d%H%M}"
        officers_told.of_desk(work, row, version, body, event, now)
        _mark, facts = message_facts.of(work, row, "late")
        applicant_told.hold(work, row, told, message_templates.filled("late", facts), now)
    else:
        work.defer("notify_applicant", {"dossier_id": row.id, "event": told})
    return True
