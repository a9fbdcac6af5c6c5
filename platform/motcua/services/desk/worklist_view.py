"""Whose work a list shows, and by which limits its rows are told apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.people.permissions import (
    WORK_OF,
    Actor,
    account_ids,
    lacking,
    may_work,
    may_work_in,
    require,
)
from motcua.domain.profile import Profile
from motcua.domain.time.calendar import WorkCalendar
from motcua.services.desk import desk
from motcua.services.people import reach
from motcua.services.time import rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.desk import worklist as rows
from motcua.store.desk.worklist_view import Horizon, View
from motcua.store.people import group as groups
from motcua.store.time import calendar as calendars

RESULTS = ACTIONS["return_result"].sources
CLOSINGS = ACTIONS["close"].sources
# The bindings of groups by agency and position.
Bindings = Mapping[tuple[int, str], Sequence[Record]]
# The settings by which rows are told apart, which a procedure may decide otherwise.
SEEING = ("warn.remaining_minutes", "transfer.grace_minutes")
BINDING = ("intake.limit_binds",)
STOPPING = ("clock.supplement_policy", "clock.payment_wait")


def own(work: Work, actor: Actor, now: datetime) -> View:
    """What the officer can act on: the steps of his groups, what he holds, and what his desk has to do (J-12)."""
    require(actor, "staff")
    accounts = account_ids(actor)
    mine = groups.of_accounts(work.connection, accounts)
    agency_ids = sorted({row.agency_id for row in mine})
    bindings = _bindings(groups.of_agencies(work.connection, agency_ids))
    places = sorted({(row.agency_id, row.position) for row in mine})
    narrowed = [place for place in places if any(row.procedure_code for row in bindings[place])]
    return _view(
        work,
        now,
        accounts=accounts,
        phases=[phase for phase in WORK_OF if may_work_in(actor, phase)],
        places=[place for place in places if place not in narrowed],
        narrowed=narrowed,
        desks=list(_desks(work, actor, agency_ids, bindings)) if may_work(actor, "dossier.return") else [],
    )


def below(work: Work, actor: Actor, now: datetime, agency_id: int | None = None) -> View:
    """Every open dossier of the agencies whose dossiers the actor may see (D-17, J-16); of one of them and below it.

    Raises NotAllowedError when there are none.
    """
    require(actor, "staff")
    whole = reach.of(work, actor, "dossier.view")
    fields = _fields(work, actor)
    if agency_id is not None:
        chosen = agencies.subtree(work.connection, [agency_id])
        whole, fields = whole & chosen, {one for one in fields if int(one.partition("/")[0]) in chosen}
    if not whole and not fields:
        raise lacking("dossier.view")
    return _view(work, now, agencies=sorted(whole), fields=sorted(fields))


def anywhere(work: Work, now: datetime) -> View:
    """How dossiers of any agency are told apart at this instant; whose they are, and who may see them, is the caller's."""
    return _view(work, now)


def _fields(work: Work, actor: Actor) -> set[str]:
    """What was granted for one field of government only, as "agency/field"."""
    granted = [grant for grant in actor.grants if grant.field and "dossier.view" in grant.rights]
    return {
        f"{agency_id}/{grant.field}"
        for grant in granted
        for agency_id in agencies.subtree(work.connection, [grant.agency_id])
    }


def _view(
    work: Work,
    now: datetime,
    *,
    accounts: Sequence[int] = (),
    phases: Sequence[str] = (),
    places: Sequence[tuple[int, str]] = (),
    narrowed: Sequence[tuple[int, str]] = (),
    desks: Sequence[tuple[int, int]] = (),
    agencies: Sequence[int] = (),
    fields: Sequence[str] = (),
) -> View:
    binds = work.house.profile.intake_limit_binds
    versions = work.house.versions.deciding(work.connection, *SEEING, *STOPPING, *BINDING)
    deciding = [(version, rules.of(work, version)) for version in versions]
    return View(
        now=now.replace(microsecond=0),
        horizons=_horizons(work, now, _of(deciding, SEEING)),
        stopping=sorted(work.house.profile.stopping),
        own_stopping={one: sorted(ruled.stopping) for one, ruled in _of(deciding, STOPPING)},
        results=RESULTS,
        closings=CLOSINGS,
        intake_binds=binds,
        intake_others=[one for one, ruled in _of(deciding, BINDING) if ruled.intake_limit_binds != binds],
        accounts=accounts,
        phases=phases,
        places=places,
        narrowed=narrowed,
        desks=desks,
        agencies=agencies,
        fields=fields,
    )


def _horizons(work: Work, now: datetime, deciding: Iterable[tuple[int, Profile]]) -> list[Horizon]:
    """How far every agency sees; first that of most of them."""
    kept = work.house.calendars
    revision = calendars.current_revision(work.connection)
    ruling = [(0, work.house.profile), *deciding]
    found: dict[tuple[int, datetime, datetime], list[int]] = {}
    for ids in kept.agencies(work.connection, revision).values():
        calendar = kept.at(work.connection, ids[0], now, revision)
        for version_id, ruled in ruling:
            found.setdefault((version_id, *_horizon(calendar, ruled, now)), []).extend(ids)
    # A version that decides for itself is looked for before the many that do not.
    ordered = sorted(found, key=lambda key: (-key[0], len(found[key])))
    usual = ordered.pop()
    return [Horizon(found[key], *key) for key in (usual, *ordered)]


def _horizon(calendar: WorkCalendar, ruled: Profile, now: datetime) -> tuple[datetime, datetime]:
    """Due before the first is soon (E-23, X-35); accepted before the second should have been passed on (D-03)."""
    minutes = ruled.warn_remaining_minutes
    seconds = calendar.day_seconds if minutes is None else minutes * 60
    grace = max(ruled.transfer_grace_minutes * 60, 1)
    return calendar.add(now, seconds), calendar.subtract(now, grace)


def _of(deciding: Iterable[tuple[Version, Profile]], keys: Iterable[str]) -> list[tuple[int, Profile]]:
    """Those that decide one of these settings, by the version's id."""
    asked = frozenset(keys)
    return [(version.id, ruled) for version, ruled in deciding if asked & version.facts.settings.keys()]


def _desks(
    work: Work, actor: Actor, agency_ids: Sequence[int], bindings: Bindings
) -> Iterator[tuple[int, int]]:
    """The (version, agency) of waiting dossiers of which the actor is the desk."""
    accounts = account_ids(actor)
    for row in rows.desks(work.connection, agency_ids, [*RESULTS, *CLOSINGS]):
        version = work.house.versions.get(work.connection, row.version_id)
        if any(
            _serves(bindings.get((row.agency_id, step.position), ()), accounts, version.facts.code, step.id)
            for step in desk.steps_of_desk(version)
            if may_work_in(actor, step.phase)
        ):
            yield row.version_id, row.agency_id


def _bindings(found: Sequence[Record]) -> Bindings:
    by_place: dict[tuple[int, str], list[Record]] = {}
    for row in found:
        by_place.setdefault((row.agency_id, row.position), []).append(row)
    return by_place


def _serves(place: Sequence[Record], accounts: Collection[int], code: str, step_id: str) -> bool:
    """`store.group.serves` for rows read beforehand: the narrowest binding that fits decides (R-24)."""
    fitting = [row for row in place if row.procedure_code in ("", code) and row.step_id in ("", step_id)]
    own = [row for row in fitting if row.account_id in accounts]
    return any(not any(_replaces(other, row) for other in fitting if other.procedure_code) for row in own)


def _replaces(other: Record, row: Record) -> bool:
    return bool((not row.procedure_code and other.procedure_code) or (not row.step_id and other.step_id))
