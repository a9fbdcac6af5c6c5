"""Which agency offers which procedure: the right level, and a person in every group of the process (J-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.domain.errors import ConflictError, NotFoundError
from motcua.domain.process import ProcessModel
from motcua.domain.text import Text
from motcua.services.versions import Version
from motcua.services.work import Work
from motcua.store import agency as agencies
from motcua.store import group as groups
from motcua.store import procedure as procedures
from motcua.store.base import Record


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure as one agency takes it today."""

    version_id: int
    agency: Record


def agencies_for(work: Work, procedure_code: str) -> Sequence[Record]:
    """The agencies where the procedure can be filed now, by name."""
    row = procedures.current(work.connection, procedure_code)
    if row is None or not row.is_active:
        raise unknown_procedure(procedure_code)
    return offering(work, row.level, work.house.versions.get(work.connection, row.version_id))


def offering(work: Work, level: str, version: Version) -> Sequence[Record]:
    """Agencies of the procedure's level without a gap in their groups (R-23)."""
    complete = groups.agencies_with(work.connection, positions_at_desk(version.model))
    return [
        agency
        for agency in agencies.everything(work.connection)
        if agency.level == level and agency.receives and agency.id in complete
    ]


def find(work: Work, procedure_code: str, agency_id: int) -> Offer:
    """The offer; raises NotFoundError for an unknown procedure, ConflictError when the agency cannot take it."""
    row = procedures.current(work.connection, procedure_code)
    if row is None or not row.is_active:
        raise unknown_procedure(procedure_code)
    for agency in agencies_for(work, procedure_code):
        if agency.id == agency_id:
            return Offer(row.version_id, agency)
    raise ConflictError(
        Text(
            "Cơ quan này hiện chưa nhận thủ tục. Hãy chọn cơ quan khác trong danh sách.",
            "This agency does not take the procedure at present. Choose another from the list.",
        )
    )


def positions_at_desk(model: ProcessModel) -> list[str]:
    """Positions whose steps the receiving agency itself performs."""
    return sorted({step.position for step in model.steps if step.agency == "receiving"})


def unknown_procedure(code: str) -> NotFoundError:
    return NotFoundError(
        Text(f"Không có thủ tục mã “{code}”.", f"There is no procedure with the code “{code}”.")
    )
