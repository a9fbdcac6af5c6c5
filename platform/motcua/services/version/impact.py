"""What happens if a version comes into force: to open dossiers, citizens' drafts and agencies, and what would break.

Nothing is changed by asking; everything is as it stands at the moment of asking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.diff.process_diff import Change, Difference
from motcua.domain.process.process import Finding, ProcedureFacts, ProcessModel, Step
from motcua.services.process import offers
from motcua.services.version import live_counts
from motcua.services.version.comparison import Comparison
from motcua.services.version.live_counts import Count
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.intake import draft as drafts

_ASKED: Final = frozenset({"", "required", "kind", "choices", "limits", "key"})
"""What may change whether a draft that was begun can be sent as it is."""


@dataclass(frozen=True, slots=True)
class Stranded:
    """Dossiers of the old version at a step that the new one does not have: they cannot be carried over as they are."""

    step: Step
    count: int


@dataclass(frozen=True)
class Impact:
    """`open` and `overdue` dossiers keep their version and their dates; `steps` are theirs on the version to be replaced.

    `drafts` are forms that citizens have begun, `asked` the questions that differ for them. `lost` are agencies that
    take the procedure today and could not any more, with the steps at which nobody is there; `gained` those that newly
    could; `offering` how many then could. `breaks` are errors of the model here. `total` and `limit_seconds` are
    working seconds of the longest way and of the shortest limit.
    """

    at: datetime
    open: int
    overdue: int
    steps: Mapping[str, Count]
    stranded: Sequence[Stranded]
    drafts: int
    asked: Sequence[Change]
    lost: Sequence[tuple[Record, Sequence[Step]]]
    gained: Sequence[Record]
    offering: int
    breaks: Sequence[Finding]
    total: int
    limit_seconds: int | None


def of(work: Work, compared: Comparison, now: datetime) -> Impact:
    """The effects of `compared.new` taking the place of what is in use. The caller has checked who may see it."""
    counted = live_counts.counts(work, compared.procedure.id, now) if compared.procedure is not None else {}
    totals = [one.get(None, Count()) for one in counted.values()]
    found = compared.difference
    old_id = compared.old.row.id if compared.old is not None else None
    steps = {key: count for key, count in counted.get(old_id or 0, {}).items() if key}
    lost, gained, offering = _agencies(work, compared)
    return Impact(
        at=now,
        open=sum(one.open for one in totals),
        overdue=sum(one.overdue for one in totals),
        steps=steps,
        stranded=_stranded(found, steps) if found is not None else (),
        drafts=_drafts(work, compared.procedure, now),
        asked=_asked(found) if found is not None else (),
        lost=lost,
        gained=gained,
        offering=offering,
        breaks=compared.examined.errors,
        total=compared.examined.total,
        limit_seconds=compared.examined.limit_seconds,
    )


def _drafts(work: Work, procedure: Record | None, now: datetime) -> int:
    return drafts.count_begun(work.connection, procedure.id, now) if procedure is not None else 0


def _stranded(found: Difference, steps: Mapping[str, Count]) -> Sequence[Stranded]:
    model = found.old.model
    gone = [key for key in steps if key in model.step_by_id and key not in found.matched.new_of]
    return [Stranded(model.step_by_id[key], steps[key].open) for key in gone]


def _asked(found: Difference) -> Sequence[Change]:
    """The changes of the dossier's form that a citizen meets when he opens a draft again."""
    facts = found.new.model.facts
    form = f"{facts.form}/" if facts is not None else "/"
    return [
        one
        for one in found.changes
        if one.part == "form" and one.aspect in _ASKED and (one.new or one.old).startswith(form)
    ]


def _agencies(
    work: Work, compared: Comparison
) -> tuple[Sequence[tuple[Record, Sequence[Step]]], Sequence[Record], int]:
    """Who loses, who gains, and how many take the procedure afterwards."""
    now = _gaps(work, compared.new.side.model)
    is_taken = compared.procedure is not None and compared.procedure.is_active
    old = compared.old.side if compared.old is not None and is_taken else None
    before = {agency.id for agency, missing in _gaps(work, old.model) if not missing} if old else set()
    lost = [(agency, missing) for agency, missing in now if missing and (agency.id in before or old is None)]
    gained = [agency for agency, missing in now if not missing and agency.id not in before]
    return lost, gained, sum(not missing for _, missing in now)


def _gaps(work: Work, model: ProcessModel) -> Sequence[tuple[Record, Sequence[Step]]]:
    """Every agency of the procedure's level with the steps for which nobody is there."""
    facts = model.facts
    return offers.gaps(work, facts.level, _Drawn(model, facts)) if facts is not None else ()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A model that need not be a version yet."""

    model: ProcessModel
    facts: ProcedureFacts
