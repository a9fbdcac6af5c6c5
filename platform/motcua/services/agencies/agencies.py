"""Agencies added, changed and moved by who manages the agency above, every decision kept (A-25, N-18, N-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.agency import AgencyFacts, problems
from motcua.domain.people.permissions import Actor, lacking, may_anywhere, require_right
from motcua.domain.text import Text
from motcua.services.time import calendar_owners, recount
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.agencies import agency_history as history
from motcua.store.base import Record

RIGHT = "agency.manage"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# The longest open dossiers lie within this of today.
OPEN_FOR = timedelta(days=1100)


def today(now: datetime) -> date:
    """The date in Vietnam at an instant."""
    return now.astimezone(ZONE).date()


def add(
    work: Work, actor: Actor, parent_id: int, facts: AgencyFacts, now: datetime, document: str = ""
) -> int:
    """Add an agency under another; its id. One commit. Raises ValidationError naming each field."""
    agency_id = create(work, actor, parent_id, facts, now, document)
    work.commit()
    return agency_id


def create(
    work: Work,
    actor: Actor,
    parent_id: int,
    facts: AgencyFacts,
    now: datetime,
    document: str = "",
    detail: Mapping[str, object] | None = None,
) -> int:
    """What `add` does, without the commit. One that begins later takes no dossiers before its date."""
    _parent, lineage = managed(work, actor, parent_id)
    _check(work, facts, lineage)
    begins = facts.valid_from or today(now)
    is_waiting = begins > today(now)
    values = asdict(facts) | {"name_en": facts.name_en or facts.name, "valid_from": begins}
    values["receives"] = facts.receives and not is_waiting
    agency_id = agencies.add(work.connection, parent_id=parent_id, **values)
    if agency_id is None:
        raise ValidationError([_taken()])
    after = {**_shown(asdict(facts)), "parent_id": parent_id}
    plan = {"after": after, "receives": facts.receives, **(detail or {})}
    event = decided(work, actor, agency_id, "add", begins, document, plan, now, is_done=not is_waiting)
    _audit(work, actor, "agency.add", facts.code, {"before": None, "after": after, "document": document}, now)
    if is_waiting:
        wait_for(work, event, begins)
    return agency_id


def change(
    work: Work, actor: Actor, agency_id: int, facts: AgencyFacts, now: datetime, document: str = ""
) -> bool:
    """Bring what is written about an agency up to date; whether anything differed. One commit.

    A new code or name is for who manages the agency above; the old one stays in the history and on ended dossiers.
    """
    row, lineage = managed(work, actor, agency_id)
    _check(work, facts, lineage, row)
    values = asdict(facts) | {"name_en": facts.name_en or facts.name}
    if facts.valid_from is None:
        values.pop("valid_from")
    changed = {key: value for key, value in values.items() if getattr(row, key) != value}
    if not changed:
        return False
    is_renamed = bool(changed.keys() & {"code", "name", "name_en"})
    if is_renamed or "level" in changed:
        require_right(actor, RIGHT, lineage[1:] or lineage)
    if is_renamed:
        history.add_former(
            work.connection,
            agency_id=agency_id,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            valid_to=today(now) - timedelta(days=1),
        )
    agencies.change(work.connection, agency_id, **changed)
    if "calendar_code" in changed:
        _recount(work, agency_id, now)
    detail = {"before": _shown({key: getattr(row, key) for key in changed}), "after": _shown(changed)}
    kind = "rename" if is_renamed else "change"
    decided(work, actor, agency_id, kind, today(now), document, detail, now)
    _audit(work, actor, f"agency.{kind}", row.code, {**detail, "document": document}, now)
    work.commit()
    return True


def move(work: Work, actor: Actor, agency_id: int, parent_id: int, now: datetime, document: str = "") -> None:
    """Put an agency under another parent, with all below it. One commit.

    Refused for a parent that is the agency itself or stands below it.
    """
    row, _ = restructured(work, actor, agency_id)
    managed(work, actor, parent_id)
    if agency_id in agencies.lineage(work.connection, parent_id):
        raise ConflictError(
            Text(
                "Không chuyển được cơ quan vào dưới chính nó hoặc dưới đơn vị trực thuộc của nó. Chọn cơ quan khác.",
                "An agency cannot stand under itself or under one of its own units. Choose another.",
            )
        )
    agencies.change(work.connection, agency_id, parent_id=parent_id)
    _recount(work, agency_id, now)
    detail = {"before": {"parent_id": row.parent_id}, "after": {"parent_id": parent_id}}
    decided(work, actor, agency_id, "move", today(now), document, detail, now)
    _audit(work, actor, "agency.move", row.code, {**detail, "document": document}, now)
    work.commit()


def require_manager(actor: Actor) -> None:
    """Raise NotAllowedError unless the actor manages some agency."""
    if not may_anywhere(actor, RIGHT):
        raise lacking(RIGHT)


def managed(work: Work, actor: Actor, agency_id: int) -> tuple[Record, tuple[int, ...]]:
    """The agency and its lineage; raises NotFoundError, and NotAllowedError without the right there."""
    row = agencies.by_id(work.connection, agency_id)
    if row is None:
        raise NotFoundError(Text("Không tìm thấy cơ quan này.", "There is no such agency."))
    lineage = agencies.lineage(work.connection, agency_id)
    require_right(actor, RIGHT, lineage)
    return row, lineage


def restructured(work: Work, actor: Actor, agency_id: int) -> tuple[Record, tuple[int, ...]]:
    """Like `managed`, for what changes the tree itself, held still: the right is asked at the agency above."""
    agencies.lock_tree(work.connection)
    row, lineage = managed(work, actor, agency_id)
    require_right(actor, RIGHT, lineage[1:] or lineage)
    return row, lineage


def decided(
    work: Work,
    actor: Actor,
    agency_id: int,
    kind: str,
    on: date,
    document: str,
    detail: Mapping[str, object],
    now: datetime,
    *,
    is_done: bool = True,
) -> int:
    """Write a decision into the agency's history; the event's id."""
    return history.add_event(
        work.connection,
        agency_id=agency_id,
        kind=kind,
        on_date=on,
        document=document,
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        detail=dict(detail),
        done_at=now if is_done else None,
    )


def wait_for(work: Work, event_id: int, on: date) -> None:
    """Have a decision carried out when its date begins."""
    begins = datetime(on.year, on.month, on.day, tzinfo=ZONE)
    work.defer("carry_out_decision", {"event_id": event_id}, at=begins)


def _recount(work: Work, agency_id: int, now: datetime) -> None:
    """It and those below may live by another calendar now: their open dossiers are counted anew (R-12)."""
    within = agencies.subtree(work.connection, [agency_id])
    recount.ask_calendar(work, within, today(now) - OPEN_FOR, today(now) + OPEN_FOR)


def _audit(
    work: Work, actor: Actor, action: str, code: str, detail: Mapping[str, object], now: datetime
) -> None:
    work.record(
        at=now, actor_id=actor.id, actor_name=actor.name, action=action, subject=code, detail=dict(detail)
    )


def _check(work: Work, facts: AgencyFacts, lineage: Sequence[int], known: Record | None = None) -> None:
    """`lineage` is that of the agency `known`, of its parent when it is new."""
    errors = problems(facts)
    if history.holder_of(work.connection, facts.code) not in (None, known.id if known is not None else None):
        errors.append(_taken())
    if not _may_keep(work, facts.calendar_code, lineage, known):
        words = Text(
            "Cơ quan chỉ dùng được lịch của mình, của cấp trên hoặc của tỉnh. Hãy chọn lại.",
            "An agency lives by its own calendar, one of those above it or the province's. Choose again.",
        )
        errors.append(FieldError("/calendar_code", "agency.calendar_code", words))
    if errors:
        raise ValidationError(errors)


def _may_keep(work: Work, code: str, lineage: Sequence[int], known: Record | None) -> bool:
    is_kept = known is not None and known.calendar_code == code
    return not code or is_kept or code in calendar_owners.offered(work, lineage)


def _taken() -> FieldError:
    return FieldError(
        "/code",
        "agency.code_taken",
        Text("Mã này đã cấp cho một cơ quan khác.", "This code belongs to another agency."),
    )


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
