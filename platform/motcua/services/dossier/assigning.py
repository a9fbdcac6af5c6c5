"""A leader gives a step to an officer, with an instruction and a date (D-04, J-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import account_id, require_right
from motcua.domain.text import Text
from motcua.services.desk import holding
from motcua.services.desk.held import Held
from motcua.services.dossier.case import Case, invalid
from motcua.services.messages import notifications, recipients
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import assignment as assignments

ASSIGNED = Text(
    "{who} giao cho bạn hồ sơ {code}, bước “{step}”.", "{who} assigned dossier {code} to you: “{step}”."
)


@dataclass(frozen=True)
class Instruction:
    """What a leader wrote when he assigned a step; `row` has by_name, to_name, step_name, task_id, until and at."""

    row: Record
    text: str


def assign(work: Work, case: Case) -> None:
    """Give the step to an officer of its group, whoever holds it now; the clock goes on with him (E-10)."""
    row, now = case.row, case.place.at
    if row.task_id is None:
        raise ConflictError(
            Text("Hồ sơ không có bước nào đang chờ để giao.", "The dossier has no waiting step to assign.")
        )
    require_right(case.actor, case.action.right, agencies.lineage(work.connection, row.step_agency_id))
    if case.given.until is not None and case.given.until <= now:
        raise invalid("until", "past", Text("Chọn ngày giờ chưa qua.", "Choose a time that lies ahead."))
    taker = recipients.of_group(work, row, case.given.person or 0)
    until = case.given.until
    assignments.add(
        work.connection,
        dossier_id=row.id,
        step_row_id=row.step_row_id,
        by_id=account_id(case.actor),
        to_id=taker.id,
        instruction_sealed=work.cipher.seal(case.given.opinion.strip()),
        until=until,
        at=now,
    )
    detail = {
        "from": row.holder_id,
        "to_id": taker.id,
        "to_name": taker.display_name,
        "until": until.isoformat() if until is not None else "",
    }
    holding.pass_to(work, case.actor, Held(row, case.others), "assign", taker.id, now, detail)
    body = ASSIGNED.format(who=case.actor.name, code=row.code, step=row.step_name)
    event = f"assign:{row.task_id}:{now:%Y%m%d%H%M%S}"
    notifications.tell_officers(work, row, [taker.id], event, body, now)


def of_dossier(work: Work, dossier_id: int) -> Sequence[Instruction]:
    """Every instruction given on the dossier, oldest first."""
    return [
        Instruction(row, work.cipher.open(row.instruction_sealed))
        for row in assignments.of_dossier(work.connection, dossier_id)
    ]


def is_late(row: Record, now: datetime) -> bool:
    """Whether the leader's own date has passed while the step still waits for the officer."""
    return row.until is not None and row.left_at is None and row.until < now
