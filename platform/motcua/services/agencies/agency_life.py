"""Agencies merged, split and dissolved by a decision for a date; ended dossiers keep the old name and code (A-25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.people.agency import AgencyFacts
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.agencies import agencies as agency_services
from motcua.services.agencies import agency_effect
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.agencies import agency_history as history
from motcua.store.agencies import agency_work
from motcua.store.base import Record


@dataclass(frozen=True, slots=True)
class Merger:
    """Agencies that become one from `on`: `into` is one that stands already, or `new` one under `parent_id`.

    Dossiers in work go along unless `moves_dossiers` is false; then the groups stay too, to finish them.
    """

    sources: tuple[int, ...]
    on: date
    document: str
    into: int | None = None
    new: AgencyFacts | None = None
    parent_id: int | None = None
    moves_accounts: bool = True
    moves_dossiers: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A new agency that a split makes, with the staff that go to it."""

    facts: AgencyFacts
    account_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """An agency divided from `on`. Unless `keeps_source` it ends, and its dossiers go to the part number `heir`."""

    source: int
    parts: tuple[Part, ...]
    on: date
    document: str
    keeps_source: bool = True
    heir: int = 0


def merge(work: Work, actor: Actor, plan: Merger, now: datetime) -> int:
    """Decide a merger, and carry it out when its date has come; the id of the agency that goes on. One commit."""
    sources = [one for one in dict.fromkeys(plan.sources) if one != plan.into]
    if not sources or (plan.into is None and len(sources) < 2):
        raise InputError(
            Text(
                "Chọn ít nhất hai cơ quan để sáp nhập, hoặc một cơ quan nhập vào cơ quan đang có.",
                "Choose two agencies to merge, or one that goes into another.",
            )
        )
    rows = [_in_force(work, agency_services.restructured(work, actor, one)[0]) for one in sources]
    successor = _successor(work, actor, plan, rows, now)
    if successor in agencies.subtree(work.connection, [row.id for row in rows]):
        raise _circle()
    detail = {
        "into": successor,
        "from": [row.id for row in rows],
        "ends": True,
        "accounts": "all" if plan.moves_accounts else "none",
        "dossiers": plan.moves_dossiers,
    }
    agency_services.decided(
        work, actor, successor, "joined", plan.on, plan.document, {"from": detail["from"]}, now
    )
    for row in rows:
        _decide(work, actor, row, "merge", plan.on, plan.document, detail, now)
    work.commit()
    return successor


def split(work: Work, actor: Actor, plan: Division, now: datetime) -> tuple[int, ...]:
    """Divide an agency into new ones beside it; their ids. One commit."""
    row, _ = agency_services.restructured(work, actor, plan.source)
    _in_force(work, row)
    if not plan.parts or row.parent_id is None or not 0 <= plan.heir < len(plan.parts):
        raise InputError(
            Text(
                "Khai ít nhất một cơ quan mới của việc chia tách.",
                "Describe at least one agency of the split.",
            )
        )
    made = tuple(
        agency_services.create(
            work,
            actor,
            row.parent_id,
            replace(part.facts, valid_from=plan.on),
            now,
            plan.document,
            {"from": [row.id]},
        )
        for part in plan.parts
    )
    people = {str(one): new for new, part in zip(made, plan.parts, strict=True) for one in part.account_ids}
    detail = {
        "into": None if plan.keeps_source else made[plan.heir],
        "parts": list(made),
        "ends": not plan.keeps_source,
        "accounts": people,
        "dossiers": not plan.keeps_source,
    }
    _decide(work, actor, row, "split", plan.on, plan.document, detail, now)
    work.commit()
    return made


def dissolve(work: Work, actor: Actor, agency_id: int, on: date, document: str, now: datetime) -> None:
    """End an agency. One commit. Refused while it has dossiers in work or units below it."""
    row, _ = agency_services.restructured(work, actor, agency_id)
    _in_force(work, row)
    _require_empty(work, row, agency_services.today(now))
    detail = {"into": None, "ends": True, "accounts": "none", "dossiers": False}
    _decide(work, actor, row, "dissolve", on, document, detail, now)
    work.commit()


def _decide(
    work: Work,
    actor: Actor,
    row: Record,
    kind: str,
    on: date,
    document: str,
    detail: Mapping[str, object],
    now: datetime,
) -> None:
    """Write the decision and the audit; do it at once when its date has come, else leave it to a job."""
    event_id = agency_services.decided(work, actor, row.id, kind, on, document, detail, now, is_done=False)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=f"agency.{kind}",
        subject=row.code,
        detail={"on": on.isoformat(), "document": document, **detail},
    )
    if on > agency_services.today(now):
        agency_services.wait_for(work, event_id, on)
        return
    event = history.event(work.connection, event_id)
    if event is not None:
        agency_effect.take_effect(work, event, now)
        history.finish(work.connection, event_id, now)


def _successor(work: Work, actor: Actor, plan: Merger, rows: Sequence[Record], now: datetime) -> int:
    if plan.into is not None:
        _in_force(work, agency_services.restructured(work, actor, plan.into)[0])
        return plan.into
    parent_id = plan.parent_id or rows[0].parent_id
    if plan.new is None or parent_id is None:
        raise InputError(
            Text(
                "Chọn cơ quan tiếp nhận hoặc khai cơ quan mới.",
                "Choose the agency that goes on, or describe the new one.",
            )
        )
    detail = {"from": [row.id for row in rows]}
    facts = replace(plan.new, valid_from=plan.on)
    return agency_services.create(work, actor, parent_id, facts, now, plan.document, detail)


def _require_empty(work: Work, row: Record, day: date) -> None:
    count = len(agency_work.open_dossiers(work.connection, row.id))
    if count:
        raise ConflictError(
            Text(
                f"Cơ quan còn {count} hồ sơ đang giải quyết. Giải quyết xong, hoặc sáp nhập vào cơ quan nhận hồ sơ.",
                f"The agency has {count} dossiers in work. Finish them, or merge it into the one that takes them.",
            )
        )
    if agencies.has_children(work.connection, row.id, day):
        raise ConflictError(
            Text(
                "Cơ quan còn đơn vị trực thuộc. Chuyển các đơn vị ấy sang cơ quan khác trước.",
                "The agency has units below it. Move them to another agency first.",
            )
        )


def _in_force(work: Work, row: Record) -> Record:
    """The agency; refused when it has ended, or an earlier decision that is still to come will end it."""
    if row.valid_to is not None:
        raise ConflictError(
            Text(f"“{row.name}” đã kết thúc hoạt động.", f"“{row.name_en}” has ended already.")
        )
    ending = history.ending(work.connection, row.id)
    if ending is not None:
        raise ConflictError(
            Text(
                f"“{row.name}” sẽ kết thúc từ {ending:%d/%m/%Y} theo quyết định đã ghi. Chọn cơ quan khác.",
                f"“{row.name_en}” ends on {ending:%d/%m/%Y} by a decision made before. Choose another agency.",
            )
        )
    return row


def _circle() -> ConflictError:
    return ConflictError(
        Text(
            "Không nhập được cơ quan vào đơn vị trực thuộc của nó. Chọn cơ quan khác.",
            "An agency cannot go into one of its own units. Choose another.",
        )
    )
