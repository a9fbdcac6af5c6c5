"""A leader urges: a note on the dossier, and those who have it are told (D-17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.domain.people.permissions import account_id
from motcua.domain.text import Text
from motcua.services.dossier.case import Case
from motcua.services.messages import notifications
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import move as moves
from motcua.store.dossier import urging as urgings
from motcua.store.dossier.move import Move

URGED = Text(
    "{who} đôn đốc hồ sơ {code}. Mở hồ sơ để xem nội dung.",
    "{who} urges dossier {code}. Open it to read the note.",
)


@dataclass(frozen=True)
class Note:
    """One urging note; `row` has by_name, by_title and at."""

    row: Record
    text: str


def urge(work: Work, case: Case) -> None:
    """Keep the note and tell the holder, or the group, of every step that waits at an agency of the leader's."""
    text = case.given.opinion.strip()
    now = case.place.at
    urging_id = urgings.add(
        work.connection,
        dossier_id=case.place.dossier_id,
        by_id=account_id(case.actor),
        note_sealed=work.cipher.seal(text),
        at=now,
    )
    moves.write(
        work.connection,
        Move(
            dossier_id=case.place.dossier_id,
            at=now,
            counted_at=now,
            actor_id=case.actor.id,
            actor_name=case.actor.name,
            action="urge",
            subject=case.row.task_id or "",
            detail={"urging": urging_id, "steps": [row.step_name for row in case.waiting]},
        ),
    )
    body = URGED.format(who=case.actor.name, code=case.row.code)
    told = notifications.having_steps(work, case.place.dossier_id, case.row.procedure_code)
    notifications.tell_officers(work, case.row, told, f"urge:{urging_id}", body, now)


def of_dossier(work: Work, dossier_id: int) -> Sequence[Note]:
    """Every note on the dossier, oldest first."""
    return [
        Note(row, work.cipher.open(row.note_sealed))
        for row in urgings.of_dossier(work.connection, dossier_id)
    ]
