"""Calendars as staff keep them: seen by the year, changed after a preview, saved as a new revision (E-01, N-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from motcua.contrib import holiday_proposal
from motcua.contrib.holiday_proposal import Difference, YearList
from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, lacking, may, may_anywhere, require_right
from motcua.domain.text import Text
from motcua.domain.time import calendar_edit
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_errors import CalendarError
from motcua.domain.time.calendar_history import CalendarHistory
from motcua.domain.time.workday import WorkDay
from motcua.services.time import calendar_owners, recount
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.time import calendar as calendars

RIGHT = "calendar.manage"
LONGEST_CODE = 40
# A change is looked for this far back and ahead of today: the longest open dossiers lie within.
REACH = timedelta(days=1100)


@dataclass(frozen=True, slots=True)
class Kept:
    """A calendar in the list: whose own it is, how many agencies live by it, and whether the actor may change it."""

    row: Record
    owner: Record | None
    followers: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A calendar with one year of its days. `row` is the version in force, `proposal` the package's list.

    `differences` are where the calendar and the package disagree; `undecided` days off without a document.
    """

    row: Record
    calendar: WorkCalendar
    year: int
    days: Sequence[WorkDay]
    owner: Record | None
    is_mine: bool
    proposal: YearList
    is_proposed: bool
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Draft:
    """A change worked out but not saved: the version it changes, the new definition, both calendars."""

    row: Record
    definition: Mapping[str, Any]
    before: WorkCalendar
    after: WorkCalendar
    dates: Sequence[date]


def overview(work: Work, actor: Actor, now: datetime) -> Sequence[Kept]:
    """All calendars of the installation, as they stand."""
    _require_reader(actor)
    return [
        Kept(
            row,
            _owner(work, row.code),
            len(work.house.calendars.keeping(work.connection, row.code)),
            may_change(work, actor, row.code),
        )
        for row in _standing(work, now).values()
    ]


def page(work: Work, actor: Actor, code: str, year: int, now: datetime) -> CalendarPage:
    """One calendar through one year; raises NotFoundError."""
    _require_reader(actor)
    row = in_force(work, code, now)
    calendar = read(work, row)
    first = date(year, 1, 1)
    days = [calendar.day(first + timedelta(days=step)) for step in range((date(year + 1, 1, 1) - first).days)]
    proposal = holiday_proposal.propose(year)
    decided = holiday_proposal.official(calendar, year)
    return CalendarPage(
        row=row,
        calendar=calendar,
        year=year,
        days=days,
        owner=_owner(work, code),
        is_mine=may_change(work, actor, code),
        proposal=proposal,
        is_proposed=not decided.days_off,
        differences=holiday_proposal.corrected(proposal, decided)[1],
    )


def may_change(work: Work, actor: Actor, code: str) -> bool:
    """Whether the actor has the right at the agency whose own calendar it is."""
    return may(actor, RIGHT, calendar_owners.lineage_of(work, code))


def draft(work: Work, actor: Actor, code: str, change: object, now: datetime) -> Draft:
    """The change worked out on the version in force. Raises CalendarError, NotAllowedError, NotFoundError."""
    row = in_force(work, code, now)
    require_right(actor, RIGHT, calendar_owners.lineage_of(work, code))
    before = read(work, row)
    definition = calendar_edit.applied(row.definition, before, change)
    after = read(work, row, definition)
    today = before.local(now).date()
    dates = calendar_edit.changed_dates(before, after, today - REACH, today + REACH)
    return Draft(row, definition, before, after, dates)


def save(
    work: Work, actor: Actor, code: str, change: object, now: datetime, revision: int | None = None
) -> int:
    """Save the change as a new revision and have the open dossiers it moves counted anew. One commit.

    `revision` is that of the version the person saw: ConflictError when it has been changed since. Returns how
    many dates in reach have other hours.
    """
    calendars.lock(work.connection)
    found = draft(work, actor, code, change, now)
    if revision is not None and found.row.revision != revision:
        raise ConflictError(
            Text(
                "Lịch vừa được người khác sửa. Hãy mở lại lịch, xem rồi sửa tiếp.",
                "Somebody else has just changed the calendar. Open it again, look, and change it then.",
            )
        )
    calendars.save(work.connection, code, found.row.name, found.row.valid_from, dict(found.definition))
    _record(work, actor, "calendar.change", code, now, _difference(found))
    if found.dates:
        keeping = work.house.calendars.keeping(work.connection, code)
        recount.ask_calendar(work, keeping, found.dates[0], found.dates[-1])
    work.commit()
    return len(found.dates)


def lay_over(work: Work, actor: Actor, agency_id: int, code: str, name: str, now: datetime) -> str:
    """Give an agency a calendar of its own, laid over the one it lives by; its code. One commit.

    Until something is changed in it, it says the same.
    """
    agency = agencies.by_id(work.connection, agency_id)
    require_right(actor, RIGHT, agencies.lineage(work.connection, agency_id))
    if agency is None:
        raise NotFoundError(Text("Không tìm thấy cơ quan này.", "There is no such agency."))
    code, name = code.strip(), " ".join(name.split())
    if errors := _naming_problems(work, code, name):
        raise ValidationError(errors)
    revision = calendars.current_revision(work.connection)
    base = work.house.calendars.code_of(work.connection, agency_id, revision)
    begins = in_force(work, base, now).valid_from
    definition = {"code": code, "name": name, "base": base, "owner": agency.code}
    definition["valid_from"] = begins.isoformat()
    calendars.save(work.connection, code, name, begins, definition)
    agencies.change(work.connection, agency_id, calendar_code=code)
    detail = {"before": {agency.code: agency.calendar_code}, "after": {agency.code: code}, "base": base}
    _record(work, actor, "calendar.add", code, now, detail)
    work.commit()
    return code


def agencies_of(work: Work, actor: Actor) -> Sequence[Record]:
    """The agencies whose calendar the actor manages."""
    _require_reader(actor)
    tops = [grant.agency_id for grant in actor.grants if RIGHT in grant.rights]
    within = agencies.subtree(work.connection, tops)
    return [row for row in agencies.everything(work.connection) if row.id in within and row.valid_to is None]


def in_force(work: Work, code: str, now: datetime) -> Record:
    """The stored version of a calendar that holds today; raises NotFoundError."""
    found = _standing(work, now).get(code)
    if found is None:
        raise NotFoundError(Text("Không có lịch làm việc này.", "There is no such calendar."))
    return found


def read(work: Work, row: Record, definition: Mapping[str, Any] | None = None) -> WorkCalendar:
    """The calendar of a stored version, or of another definition in its place, with its base laid under it."""
    data = {**(definition if definition is not None else row.definition), "name": row.name}
    data["valid_from"] = row.valid_from.isoformat()
    bases: dict[str, WorkCalendar] = {}
    if isinstance(base := data.get("base"), str):
        versions = [one for one in calendars.as_of(work.connection) if one.code == base]
        if not versions:
            raise CalendarError("base", Text(f"không có lịch “{base}”.", f"there is no calendar “{base}”."))
        bases[base] = read(work, versions[-1])
    return WorkCalendar.from_dict(data, bases)


def _standing(work: Work, now: datetime) -> dict[str, Record]:
    """The version in force of every calendar, by code."""
    found: dict[str, list[Record]] = {}
    for row in calendars.as_of(work.connection):
        found.setdefault(row.code, []).append(row)
    standing: dict[str, Record] = {}
    for code, rows in found.items():
        versions = {read(work, row).valid_from: row for row in rows}
        history = CalendarHistory(tuple(read(work, row) for row in rows))
        standing[code] = versions[history.in_force(now).valid_from]
    return standing


def _owner(work: Work, code: str) -> Record | None:
    return next(
        (agencies.by_id(work.connection, one) for one in calendar_owners.lineage_of(work, code)), None
    )


def _require_reader(actor: Actor) -> None:
    if not may_anywhere(actor, RIGHT):
        raise lacking(RIGHT)


def _naming_problems(work: Work, code: str, name: str) -> list[FieldError]:
    errors = []
    is_sound = 0 < len(code) <= LONGEST_CODE and code.replace(".", "").replace("-", "").isalnum()
    if not is_sound or not code.isascii():
        words = Text(
            "Mã lịch gồm chữ không dấu, số, dấu chấm hoặc gạch nối. Ví dụ: A-H50.16.",
            "A calendar's code has plain letters, digits, dots or hyphens. Example: A-H50.16.",
        )
        errors.append(FieldError("/code", "calendar.code", words))
    elif any(row.code == code for row in calendars.as_of(work.connection)):
        taken = Text("Mã lịch này đã có.", "This code is taken by another calendar.")
        errors.append(FieldError("/code", "calendar.code_taken", taken))
    if not 3 <= len(name) <= 200:
        words = Text("Nhập tên lịch, từ 3 đến 200 ký tự.", "Enter a name of 3 to 200 characters.")
        errors.append(FieldError("/name", "calendar.name", words))
    return errors


def _difference(found: Draft) -> dict[str, object]:
    """What changed, before and after, key by key; of lists only the entries that differ."""
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for key in ("days_off", "working_days", "seasons"):
        old, new = found.row.definition.get(key), found.definition.get(key)
        if old == new:
            continue
        if isinstance(old or [], list) and isinstance(new or [], list):
            before[key] = [one for one in old or [] if one not in (new or [])]
            after[key] = [one for one in new or [] if one not in (old or [])]
        else:
            changed = {
                day for day in {**(old or {}), **(new or {})} if (old or {}).get(day) != (new or {}).get(day)
            }
            before[key] = {day: (old or {}).get(day) for day in sorted(changed)}
            after[key] = {day: (new or {}).get(day) for day in sorted(changed)}
    return {"before": before, "after": after, "dates": [day.isoformat() for day in found.dates[:50]]}


def _record(
    work: Work, actor: Actor, action: str, code: str, now: datetime, detail: Mapping[str, object]
) -> None:
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=code, detail=dict(detail)
    )
