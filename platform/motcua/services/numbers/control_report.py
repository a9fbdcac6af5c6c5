"""The control report: agencies and procedures with no or suspiciously few entries (C-12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.papers.entry_control import Verdict, verdict
from motcua.domain.people.permissions import Actor, lacking
from motcua.domain.text import Text
from motcua.services.agencies import agencies as agency_services
from motcua.services.people import reach
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.numbers import control_report as stored

RIGHT: Final = "report.view"
DAYS: Final = 30
LONGEST: Final = 366


@dataclass(frozen=True, slots=True)
class Line:
    """What one agency entered of one procedure, now and in the span before."""

    row: Record
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Unit:
    """What one agency entered of everything: how many procedures it takes, and how many of them never came."""

    agency_id: int
    agency: Record
    now: int
    earlier: int
    procedures: int
    empty: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Report:
    """The agencies of the reader, those first that entered nothing; `lines` are the pairs that stand out."""

    since: datetime
    until: datetime
    days: int
    units: Sequence[Unit]
    lines: Sequence[Line]

    @property
    def silent(self) -> Sequence[Unit]:
        return [unit for unit in self.units if unit.verdict]


def report(work: Work, actor: Actor, days: int, now: datetime) -> Report:
    """The last `days` days, today included, for the agencies the reader's right reaches.

    Raises NotAllowedError without the right anywhere, ValidationError when `days` is not 1 to 366.
    """
    within = reach.of(work, actor, RIGHT)
    if not within:
        raise lacking(RIGHT)
    if not 1 <= days <= LONGEST:
        words = Text(f"Nhập số ngày từ 1 đến {LONGEST}.", f"Enter 1 to {LONGEST} days.")
        raise ValidationError([FieldError("/days", "control.days", words)])
    today = agency_services.today(now)
    until = datetime.combine(today + timedelta(days=1), time(), agency_services.ZONE)
    since = until - timedelta(days=days)
    rows = stored.counts(work.connection, today, since - timedelta(days=days), since, until)
    units = _units(rows, stored.tracking(work.connection), within)
    return Report(since, until, days, units, _lines(rows, within))


def _lines(rows: Sequence[Record], within: frozenset[int]) -> list[Line]:
    peers: Mapping[tuple[str, str], list[Record]] = defaultdict(list)
    for row in rows:
        peers[row.level, row.procedure_code].append(row)
    found = []
    for row in rows:
        if row.agency_id in within:
            others = [
                one.now for one in peers[row.level, row.procedure_code] if one.agency_id != row.agency_id
            ]
            found.append(Line(row, verdict(row.now, row.earlier, others)))
    return [line for line in found if line.verdict]


def _units(rows: Sequence[Record], tracking: Sequence[Record], within: frozenset[int]) -> list[Unit]:
    by_agency: dict[int, list[Record]] = defaultdict(list)
    for row in rows:
        by_agency[row.agency_id].append(row)
    about = {row.agency_id: row for row in (*tracking, *rows)}
    totals = {agency_id: sum(row.now for row in by_agency[agency_id]) for agency_id in about}
    found = []
    for agency_id, agency in about.items():
        if agency_id not in within:
            continue
        others = [
            total
            for other, total in totals.items()
            if other != agency_id and about[other].level == agency.level
        ]
        own = by_agency[agency_id]
        earlier = sum(row.earlier for row in own)
        found.append(
            Unit(
                agency_id=agency_id,
                agency=agency,
                now=totals[agency_id],
                earlier=earlier,
                procedures=len(own),
                empty=sum(row.now == 0 for row in own),
                verdict=verdict(totals[agency_id], earlier, others),
            )
        )
    order = {"none": 0, "few": 1, "": 2}
    return sorted(found, key=lambda unit: (order[unit.verdict], str(unit.agency.agency_name).casefold()))
