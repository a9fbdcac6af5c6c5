"""Papers compared with their originals, before acceptance or when the result is handed over (C-09, Điều 12.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.profile import OriginalCheck
from motcua.domain.text import Text
from motcua.services.dossier.case import Case
from motcua.services.dossier.stepping import Place
from motcua.services.time import rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Move

UNCHECKED: Final = {
    "before_accept": Text(
        "Thủ tục này phải đối chiếu bản chính trước khi tiếp nhận. Đối chiếu, xác nhận đã đối chiếu, rồi tiếp nhận.",
        "The originals must be compared before this dossier is accepted. Compare them, confirm it, then accept.",
    ),
    "at_return": Text(
        "Thủ tục này phải đối chiếu bản chính khi trả kết quả. Đối chiếu, xác nhận đã đối chiếu, rồi trả kết quả.",
        "The originals must be compared when the result is handed over. Compare them, confirm it, then hand it over.",
    ),
}


def is_due(work: Work, version: Version, dossier: Record) -> bool:
    """Whether the originals are to be compared in the state the dossier is in, and nobody has done so yet."""
    wanted = {"sent": "before_accept", "result_available": "at_return"}.get(dossier.state)
    if wanted is None or rules.of(work, version).original_check != wanted:
        return False
    return not _is_done(work, dossier.id)


def check(work: Work, case: Case) -> None:
    """An officer has compared the originals: who and when stands in the history. Raises ConflictError if none are due."""
    if not is_due(work, case.place.version, case.row):
        raise ConflictError(
            Text(
                "Hồ sơ này không cần đối chiếu bản chính lúc này, hoặc đã đối chiếu rồi.",
                "There are no originals to be compared now, or that has been done.",
            )
        )
    tick(work, case.actor, case.place, case.behind)


def tick(work: Work, actor: Actor, place: Place, told: Mapping[str, object]) -> None:
    """Write that the actor has compared the originals; `told` is what the history adds. Does not commit."""
    dossiers.change(work.connection, place.dossier_id, originals_checked_at=place.at)
    moves.write(
        work.connection,
        Move(
            dossier_id=place.dossier_id,
            at=place.at,
            counted_at=place.at,
            actor_id=actor.id,
            actor_name=actor.name,
            action="check_originals",
            detail=told,
        ),
    )


def require(work: Work, version: Version, dossier_id: int, when: OriginalCheck) -> None:
    """Raise ValidationError where the procedure wants the originals compared by `when` and nobody has done so."""
    if rules.of(work, version).original_check == when and not _is_done(work, dossier_id):
        raise ValidationError([FieldError("/originals", "originals_unchecked", UNCHECKED[when])])


def _is_done(work: Work, dossier_id: int) -> bool:
    dossier = dossiers.by_id(work.connection, dossier_id)
    return dossier is not None and dossier.originals_checked_at is not None
