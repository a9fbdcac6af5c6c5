"""What a simulation can know of the past: how long steps have taken, how many dossiers come a day (A-18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from motcua.domain.simulation.simulation import Assumed, Duration, assumed_for
from motcua.domain.simulation.simulation_tally import mean, quantile
from motcua.services.simulation.trials import Tried
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.simulation import simulation as stored
from motcua.store.time import calendar as calendars

FEWEST: Final = 10
"""Visits to a step from which its past is taken as a guide."""
MOST: Final = 5_000
SINCE: Final = timedelta(days=90)
PARTS: Final = 10


@dataclass(frozen=True, slots=True)
class Past:
    """By step how long it was worked at, from taking it to forwarding it; `visits` how often, `arrivals` a working day."""

    work: Mapping[str, Duration]
    visits: Mapping[str, int]
    arrivals: float | None


def of(work: Work, found: Tried, now: datetime) -> Past:
    """The past of a version, or of the version that a draft began with; steps are matched by their ids."""
    version_id = found.of.id if found.of.kind == "version" else found.row.based_on
    if version_id is None:
        return Past({}, {}, None)
    spent: dict[str, list[float]] = {}
    revision = calendars.current_revision(work.connection)
    for row in stored.past_visits(work.connection, version_id, MOST):
        calendar = work.house.calendars.at(work.connection, row.agency_id, row.counted_to, revision)
        spent.setdefault(row.step_id, []).append(
            float(max(calendar.elapsed(row.began_at, row.counted_to), 0))
        )
    known = {step: times for step, times in spent.items() if len(times) >= FEWEST}
    durations = {
        step: Duration(
            round(mean(times)),
            0.0,
            tuple(round(quantile(times, part / PARTS)) for part in range(PARTS + 1)),
        )
        for step, times in known.items()
    }
    counts = {step: len(times) for step, times in known.items()}
    return Past(durations, counts, _arrivals(work, version_id, now))


def defaults(work: Work, found: Tried, past: Past, now: datetime) -> Assumed:
    """The numbers that a form begins with: from the past where there is one, else from the model."""
    version = found.version
    if version is None:
        return Assumed(8.0, {}, {})
    day = _day_seconds(work, found, now)
    assumed = assumed_for(version.model, past.arrivals or 8.0, day)
    rules = work.house.profile.with_settings(version.facts.settings)
    return replace(assumed, work={**assumed.work, **past.work}, policy=rules.supplement_policy)


def _day_seconds(work: Work, found: Tried, now: datetime) -> int:
    top = agencies.root(work.connection)
    agency_id = found.row.owner_id or (top.id if top is not None else 0)
    return work.house.calendars.at(work.connection, agency_id, now).day_seconds


def _arrivals(work: Work, version_id: int, now: datetime) -> float | None:
    """Dossiers accepted a working day in the last quarter of a year."""
    count = stored.accepted_since(work.connection, version_id, now - SINCE)
    top = agencies.root(work.connection)
    if count < FEWEST or top is None:
        return None
    calendar = work.house.calendars.at(work.connection, top.id, now)
    days = calendar.elapsed(now - SINCE, now) / calendar.day_seconds
    return round(count / days, 1) if days else None
