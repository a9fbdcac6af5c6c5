"""Where the open dossiers of a procedure stand now, by version and step, for those who draw and those who report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from motcua.domain.errors import NotFoundError
from motcua.domain.people.permissions import Actor, lacking, may
from motcua.domain.text import Text
from motcua.services.desk import worklist_view
from motcua.services.process import model_rights
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.process import procedure as procedures
from motcua.store.version import live_count

REPORT = "report.view"


@dataclass(frozen=True, slots=True)
class Count:
    """Open dossiers; of these overdue, and those of which only the step is late."""

    open: int = 0
    overdue: int = 0
    delayed: int = 0


@dataclass(frozen=True)
class Live:
    """The open dossiers of a version: all of them, by step, and those at no step (`elsewhere`: the desk, an event)."""

    version: Version
    total: Count
    steps: Mapping[str, Count] = field(default_factory=dict)
    elsewhere: Count = Count()


@dataclass(frozen=True)
class LiveCounts:
    """A procedure's versions that have open dossiers, and the one in use, newest first, as they stand `at`."""

    procedure: Record
    at: datetime
    versions: Sequence[Live]


def may_see(work: Work, actor: Actor, procedure: Record) -> bool:
    """Whoever draws or approves the procedure, and whoever sees the reports of its competent agency."""
    if model_rights.may_see(work, actor, procedure.field, procedure.owner_id):
        return True
    root = agencies.root(work.connection) if procedure.owner_id is None else None
    owner_id = procedure.owner_id or (root.id if root is not None else 0)
    return may(actor, REPORT, agencies.lineage(work.connection, owner_id), procedure.field)


def of(work: Work, actor: Actor, code: str, now: datetime) -> LiveCounts:
    """Raises NotFoundError, NotAllowedError as `may_see`."""
    procedure = procedures.by_code(work.connection, code)
    if procedure is None:
        raise NotFoundError(
            Text(f"Không có thủ tục mã “{code}”.", f"There is no procedure with the code “{code}”.")
        )
    if not may_see(work, actor, procedure):
        raise lacking(REPORT)
    counted = counts(work, procedure.id, now)
    ids = sorted({*counted, *filter(None, [procedure.version_id])})
    versions = work.house.versions.several(work.connection, ids)
    versions.sort(key=lambda one: -one.number)
    return LiveCounts(procedure, now, [_live(one, counted.get(one.id, {})) for one in versions])


def counts(work: Work, procedure_id: int, now: datetime) -> Mapping[int, Mapping[str | None, Count]]:
    """Counts by version and step; of a whole version under None, of what is at no step under ""."""
    view = worklist_view.anywhere(work, now)
    found: dict[int, dict[str | None, Count]] = {}
    for row in live_count.by_step(work.connection, view, procedure_id):
        key = None if row.is_total else row.step_id
        found.setdefault(row.version_id, {})[key] = Count(row.open, row.overdue, row.delayed)
    return found


def _live(version: Version, counted: Mapping[str | None, Count]) -> Live:
    steps = {key: count for key, count in counted.items() if key}
    return Live(version, counted.get(None, Count()), steps, counted.get("", Count()))
