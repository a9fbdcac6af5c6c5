"""Which agency offers which procedure: the right level, and somebody at every step of the process (J-07, R-23)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from motcua.domain.errors import ConflictError, NotFoundError
from motcua.domain.process.process import ProcedureFacts, ProcessModel, Step
from motcua.domain.process.process_words import CHANNELS
from motcua.domain.text import Text
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import group as groups
from motcua.store.process import procedure as procedures

# As `store.group.staffed` gives it.
Staff = Mapping[tuple[int, str], Mapping[tuple[str, str], bool]]


class Staffed(Protocol):
    """What wants people at its steps: a version, or a model that may become one."""

    @property
    def model(self) -> ProcessModel: ...

    @property
    def facts(self) -> ProcedureFacts: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure as one agency takes it today."""

    version_id: int
    agency: Record


def agencies_for(work: Work, procedure_code: str) -> Sequence[Record]:
    """The agencies where the procedure can be filed now, by name."""
    row = _in_use(work, procedure_code)
    return offering(work, row.level, work.house.versions.get(work.connection, row.version_id))


def offering(work: Work, level: str, version: Version) -> Sequence[Record]:
    """Agencies of the procedure's level without a gap in their groups (R-23)."""
    return [agency for agency, missing in gaps(work, level, version) if not missing]


def gaps(work: Work, level: str, version: Staffed) -> Sequence[tuple[Record, Sequence[Step]]]:
    """Every agency that would receive the procedure, with the steps for which nobody is there (J-07)."""
    everywhere = agencies.everything(work.connection)
    staff = groups.staffed(
        work.connection, {step.position for step in version.model.steps}, version.facts.code
    )
    ids = {agency.code: agency.id for agency in everywhere}
    return [
        (agency, _gaps(agency, version, ids, staff))
        for agency in everywhere
        if agency.level == level and agency.receives
    ]


def _gaps(agency: Record, version: Staffed, ids: Mapping[str, int], staff: Staff) -> list[Step]:
    """The steps for which nobody is there when `agency` receives.

    Who performs a step that the applicant's answers decide is not known yet, so it is no gap.
    """
    found = []
    for step in version.model.steps:
        kind, _, value = step.agency.partition(":")
        performer = {"receiving": agency.id, "parent": agency.parent_id, "code": ids.get(value)}.get(kind)
        if kind != "field" and not is_staffed(staff, performer, step, version.facts.code):
            found.append(step)
    return found


def is_staffed(staff: Staff, agency_id: int | None, step: Step, procedure_code: str) -> bool:
    """Whether the group of the step has an active account; the narrowest binding decides (R-24)."""
    if agency_id is None:
        return False
    bindings = staff.get((agency_id, step.position), {})
    scopes = ((procedure_code, step.id), (procedure_code, ""), ("", ""))
    return next((bindings[scope] for scope in scopes if scope in bindings), False)


def find(work: Work, procedure_code: str, agency_id: int) -> Offer:
    """The offer; raises NotFoundError for an unknown procedure, ConflictError when the agency cannot take it."""
    row = _in_use(work, procedure_code)
    for agency in agencies_for(work, procedure_code):
        if agency.id == agency_id:
            return Offer(row.version_id, agency)
    raise ConflictError(
        Text(
            "Cơ quan này hiện chưa nhận thủ tục. Hãy chọn cơ quan khác trong danh sách.",
            "This agency does not take the procedure at present. Choose another from the list.",
        )
    )


def require_taken(version: Version, channel: str) -> None:
    """Raise ConflictError unless the procedure is filed by this channel (A-16) at its online level (A-21)."""
    if version.facts.manner.takes(channel):
        return
    open_ways = [words for key, words in CHANNELS.items() if version.facts.manner.takes(key)]
    vietnamese = ", ".join(one.vi.lower() for one in open_ways)
    english = ", ".join(one.en.lower() for one in open_ways)
    way = CHANNELS[channel]
    raise ConflictError(
        Text(
            f"Thủ tục này không nhận hồ sơ nộp {way.vi.lower()}. Cách nộp được nhận: {vietnamese or 'chưa có'}.",
            f"This procedure is not filed {way.en.lower()}. Ways that are open: {english or 'none yet'}.",
        )
    )


def _in_use(work: Work, code: str) -> Record:
    """The procedure with a version in use; raises NotFoundError, saying so when it was abolished."""
    row = procedures.current(work.connection, code)
    if row is None:
        raise unknown_procedure(code)
    if not row.is_active:
        raise NotFoundError(
            Text(
                f"Thủ tục “{row.name}” đã bãi bỏ nên không nhận hồ sơ mới.",
                f"The procedure “{row.name_en}” was abolished and takes no new dossiers.",
            )
        )
    return row


def unknown_procedure(code: str) -> NotFoundError:
    return NotFoundError(
        Text(f"Không có thủ tục mã “{code}”.", f"There is no procedure with the code “{code}”.")
    )
