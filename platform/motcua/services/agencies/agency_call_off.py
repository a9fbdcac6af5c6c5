"""A decision about agencies called off before its date: nothing of it happens, the past says so (A-25, N-20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.errors import ConflictError, FieldError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.agencies import agencies as agency_services
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.agencies import agency_history as history
from motcua.store.base import Record

KINDS = ("merge", "split", "dissolve")
"""What can be called off; an agency that only begins later is called off with the merger or split that makes it."""


def is_possible(row: Record, now: datetime) -> bool:
    """Whether a decision of the history can still be called off."""
    return row.kind in KINDS and row.done_at is None and row.on_date > agency_services.today(now)


def call_off(
    work: Work, actor: Actor, agency_id: int, event_id: int, document: str, now: datetime
) -> Sequence[int]:
    """Call a decision off for every agency it is about; their ids. One commit.

    For who could make it: the right is asked at the agency above each. Agencies that it was to make are taken away
    again, and their codes are free. Raises NotFoundError, ConflictError when its date has come or such an agency has
    people or units already, ValidationError at "/document".
    """
    row, _ = agency_services.restructured(work, actor, agency_id)
    event = history.event(work.connection, event_id)
    if event is None or event.agency_id != agency_id or event.kind not in KINDS:
        raise NotFoundError(Text("Không tìm thấy quyết định này.", "There is no such decision."))
    if not is_possible(event, now):
        raise ConflictError(
            Text(
                "Quyết định này đã có hiệu lực hoặc đã hủy.",
                "This decision has taken effect or is called off.",
            )
        )
    if len(document.strip()) < 3:
        words = Text("Ghi số văn bản hoặc lý do hủy.", "Give the document's number or the reason.")
        raise ValidationError([FieldError("/document", "agency.call_off", words)])
    sources = _sources(work, actor, event)
    said = {"by": actor.name, "at": now.isoformat(), "document": document.strip()}
    for made in _made(event):
        if not _take_away(work, actor, made):
            said_of = _joined(work, made, event)
            history.call_off(work.connection, said_of, now, said)
    history.call_off(work.connection, [one.id for one in sources], now, said)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="agency.call_off",
        subject=row.code,
        detail={"kind": event.kind, "on": event.on_date.isoformat(), "document": document.strip()},
    )
    work.commit()
    return [one.agency_id for one in sources]


def _sources(work: Work, actor: Actor, event: Record) -> Sequence[Record]:
    """The decision's events, one of each agency that it is about."""
    if event.kind != "merge":
        return [event]
    found = []
    for agency_id in event.detail["from"]:
        agency_services.restructured(work, actor, agency_id)
        waiting = history.waiting(work.connection, agency_id, "merge")
        if waiting is not None:
            found.append(waiting)
    return found


def _made(event: Record) -> Sequence[int]:
    """The agencies that the decision makes or that take others over."""
    if event.kind == "split":
        return list(event.detail["parts"])
    return [event.detail["into"]] if event.kind == "merge" else []


def _joined(work: Work, heir: int, event: Record) -> Sequence[int]:
    sources = event.detail.get("from", ())
    return history.joining(work.connection, heir, sources, event.on_date)


def _take_away(work: Work, actor: Actor, agency_id: int) -> bool:
    """Take an agency away that was to begin by the decision; false for one that stands already."""
    row, _ = agency_services.managed(work, actor, agency_id)
    begun = history.waiting(work.connection, agency_id, "add")
    if begun is None or "from" not in begun.detail:
        return False
    history.forget(work.connection, agency_id)
    if not agencies.remove(work.connection, agency_id):
        raise ConflictError(
            Text(
                f"“{row.name}” đã có người, nhóm hoặc đơn vị trực thuộc. Chuyển đi nơi khác rồi hủy.",
                f"“{row.name_en}” has people, groups or units already. Move them elsewhere first.",
            )
        )
    return True
