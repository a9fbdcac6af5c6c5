"""Outages: declared by those who look after an agency's system, closed when everything has been entered (C-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, account_id, lacking, may, require
from motcua.domain.text import Text
from motcua.services import part
from motcua.services.part import Part
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.intake import outage as outages

RIGHTS: Final = ("agency.manage", "group.manage", "system.operate")
"""Who declares: the agency's administration, its IT staff, the operators of the system."""

LEAST_STORY, MOST_STORY = 10, 2000


def words(year: int, number: int) -> str:
    """An outage as it is called: "7/2026"."""
    return f"{number}/{year}"


def declare(
    work: Work,
    actor: Actor,
    agency_id: int,
    starts_at: datetime | None,
    ends_at: datetime | None,
    story: str,
    now: datetime,
) -> Record:
    """Record an outage of an agency and all below it; `ends_at` None while it lasts. One commit.

    Raises ValidationError naming each field.
    """
    _require_right(work, actor, agency_id)
    if errors := _problems(starts_at, ends_at, story, now):
        raise ValidationError(errors)
    assert starts_at is not None
    calendar = work.house.calendars.at(work.connection, agency_id, now)
    row = outages.add(
        work.connection,
        agency_id=agency_id,
        year=calendar.local(starts_at).year,
        starts_at=starts_at,
        ends_at=ends_at,
        story=story.strip(),
        declared_by=account_id(actor),
        declared_at=now,
    )
    _record(work, actor, "outage.declare", row, now)
    work.commit()
    return row


def close(work: Work, actor: Actor, outage_id: int, ends_at: datetime | None, now: datetime) -> None:
    """Close an outage: nothing more can be entered in it. One commit.

    Raises ValidationError when its end is not known yet, ConflictError while entries wait for approval.
    """
    row = outages.by_id(work.connection, outage_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy sự cố này.", "There is no such outage."))
    _require_right(work, actor, row.agency_id)
    if row.closed_at is not None:
        raise ConflictError(Text("Sự cố này đã đóng.", "This outage has been closed."))
    until = row.ends_at or ends_at
    if errors := _span_problems(row.starts_at, until, now, needs_end=True):
        raise ValidationError(errors)
    if outages.is_undecided(work.connection, row.id):
        raise ConflictError(
            Text(
                "Còn hồ sơ nhập bù chờ duyệt trong sự cố này. Duyệt xong rồi hãy đóng.",
                "Entries of this outage still wait for approval. Close it after that.",
            )
        )
    outages.change(work.connection, row.id, ends_at=until, closed_by=account_id(actor), closed_at=now)
    _record(work, actor, "outage.close", row, now)
    work.commit()


def listed(work: Work, actor: Actor, skip: int = 0) -> Part[Record]:
    """The outages of the agencies the actor declares for; raises NotAllowedError where there are none."""
    within = reach.of(work, actor, *RIGHTS)
    if not within:
        raise lacking(RIGHTS[0])
    return part.of(outages.of_agencies(work.connection, within, part.PAGE + 1, skip), skip, lambda row: row)


def agencies_of(work: Work, actor: Actor) -> Sequence[Record]:
    """The agencies the actor may declare an outage of."""
    within = reach.of(work, actor, *RIGHTS)
    return [row for row in agencies.everything(work.connection) if row.id in within]


def open_for(work: Work, actor: Actor) -> Sequence[Record]:
    """The outages in which an officer may enter what his agency did by hand, the newest first."""
    require(actor, "staff")
    above = agencies.lineage(work.connection, actor.agency_id or 0)
    return outages.open_of(work.connection, above)


def covering(work: Work, outage_id: int | None, agency_id: int) -> Record | None:
    """The open outage, when it is the agency's own or that of one above it."""
    row = outages.by_id(work.connection, outage_id) if outage_id is not None else None
    if row is None or row.closed_at is not None:
        return None
    return row if row.agency_id in agencies.lineage(work.connection, agency_id) else None


def _require_right(work: Work, actor: Actor, agency_id: int) -> None:
    require(actor, "staff")
    lineage = agencies.lineage(work.connection, agency_id)
    if not any(may(actor, right, lineage) for right in RIGHTS):
        raise lacking(RIGHTS[0])


def _problems(
    starts_at: datetime | None, ends_at: datetime | None, story: str, now: datetime
) -> list[FieldError]:
    found = _span_problems(starts_at, ends_at, now, needs_end=False)
    if not LEAST_STORY <= len(story.strip()) <= MOST_STORY:
        found.append(
            FieldError(
                "/story",
                "outage.story",
                Text(
                    f"Viết điều đã xảy ra, {LEAST_STORY} đến {MOST_STORY} ký tự.",
                    f"Say what happened, in {LEAST_STORY} to {MOST_STORY} characters.",
                ),
            )
        )
    return found


def _span_problems(
    starts_at: datetime | None, ends_at: datetime | None, now: datetime, *, needs_end: bool
) -> list[FieldError]:
    found = []
    if starts_at is None or starts_at > now:
        words_ = Text("Nhập lúc bắt đầu, không ở tương lai.", "Enter when it began, not in the future.")
        found.append(FieldError("/starts_at", "outage.starts_at", words_))
    is_wrong = ends_at is not None and (ends_at > now or (starts_at is not None and ends_at <= starts_at))
    if is_wrong or (needs_end and ends_at is None):
        words_ = Text(
            "Nhập lúc kết thúc, sau lúc bắt đầu và không ở tương lai.",
            "Enter when it ended, after it began and not in the future.",
        )
        found.append(FieldError("/ends_at", "outage.ends_at", words_))
    return found


def _record(work: Work, actor: Actor, action: str, row: Record, now: datetime) -> None:
    detail = {"agency_id": row.agency_id, "starts_at": row.starts_at.isoformat()}
    subject = words(row.year, row.number)
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=subject, detail=detail
    )
