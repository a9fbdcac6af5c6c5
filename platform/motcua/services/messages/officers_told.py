"""Whom of the officers something about a dossier concerns: those of its steps, or its desk; written with the action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from motcua.domain.text import Text
from motcua.services.dossier.case import Case
from motcua.services.messages import notifications
from motcua.services.people import officers
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.people import group as groups

SLIPS: Final[Mapping[str, Text]] = {
    "supplement": Text("phiếu yêu cầu bổ sung", "the request for a supplement"),
    "refusal": Text("phiếu từ chối", "the slip of refusal"),
    "apology": Text("phiếu xin lỗi và hẹn lại", "the apology"),
    "extension": Text("phiếu đề nghị gia hạn", "the request for an extension"),
}
SLIP_ATTACHED = Text(
    "Hồ sơ {code}: {who} đã đính kèm {slip}.", "Dossier {code}: {who} has attached {slip_en}."
)


def of_slip(work: Work, found: Case) -> None:
    """Tell the desk of a slip as soon as it is attached, except who attached it (Điều 14.5). Does not commit."""
    slip = SLIPS.get(found.action.slip)
    if slip is None:
        return
    place = found.place
    body = SLIP_ATTACHED.format(code=found.row.code, who=found.actor.name, slip=slip.vi, slip_en=slip.en)
    event = f"slip:{found.action.slip}:{place.at:%Y%m%d%H%M%S}"
    desk = set(officers.of_desk(work, found.row, place.version)) - {found.actor.id}
    notifications.tell_officers(work, found.row, desk, event, body, place.at)


def of_steps(work: Work, found: Case, body: Text, event: str) -> None:
    """Tell whoever has the waiting steps of a case, except who acts. Does not commit."""
    tell_waiting(work, found.row, found.waiting, body, event, found.place.at, but=found.actor.id)


def tell_waiting(
    work: Work,
    dossier: Record,
    waiting: Iterable[Record],
    body: Text,
    event: str,
    now: datetime,
    *,
    but: int | None = None,
) -> None:
    """Tell holders, or the groups, of held steps (rows of `store.held`). Does not commit."""
    told: set[int] = set()
    for row in waiting:
        if row.holder_id is not None:
            told.add(row.holder_id)
            continue
        version = work.house.versions.get(work.connection, row.version_id)
        position = version.model.step_by_id[row.step_id].position
        group = groups.accounts_of(
            work.connection, row.step_agency_id, position, version.facts.code, row.step_id
        )
        told.update(group)
    notifications.tell_officers(work, dossier, sorted(told - {but}), event, body, now)


def of_desk(work: Work, dossier: Record, version: Version, body: Text, event: str, now: datetime) -> None:
    """Tell the groups of the receiving and returning steps. Does not commit."""
    notifications.tell_officers(work, dossier, officers.of_desk(work, dossier, version), event, body, now)
