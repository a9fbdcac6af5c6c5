"""Queries behind the officer's lists and the leader's overview: what waits, in which list, how many of each.

The lists are told apart by the stored due times, which are indexes kept up with the clocks (R-28); what a row says
of its time is computed from the clocks themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ARRAY, BigInteger, Connection, and_, any_, literal_column, or_, select, text
from sqlalchemy.dialects import postgresql

from motcua.store import calendar, group
from motcua.store.account import Account
from motcua.store.base import Record
from motcua.store.dossier import Dossier
from motcua.store.interval import Interval
from motcua.store.procedure import Field, Procedure
from motcua.store.worklist_sql import AFTER, FILTERS, JUDGED, ROWS_OF_AGENCIES, ROWS_OF_PEOPLE, WORD

# The lists in the order in which they are shown: what burns first.
LISTS: Final = (
    "overdue",
    "delayed",
    "soon",
    "new",
    "process",
    "result",
    "closing",
    "supplement",
    "payment",
    "paused",
)

_SHOWN: Final = (
    Dossier.id,
    Dossier.code,
    Dossier.version_id,
    Dossier.procedure_id,
    Dossier.agency_id,
    Dossier.applicant_name,
    Dossier.channel,
    Dossier.state,
    Dossier.outcome,
    Dossier.submitted_at,
    Dossier.accepted_at,
    Dossier.restarted_at,
    Dossier.intake_due_at,
    Dossier.due_at,
    Dossier.result_at,
    Dossier.returned_at,
    Dossier.closed_at,
    Dossier.kept_calendar,
    Dossier.kept_revision,
    Procedure.code.label("procedure_code"),
    Procedure.name.label("procedure_name"),
    Procedure.name_en.label("procedure_name_en"),
    calendar.revision().label("calendar_revision"),
)
# Whether the accounts are in the group of the kind of step `k`, as SQL to be put into other SQL.
_SERVES: Final = str(
    group.serves(
        any_(literal_column("cast(:accounts as bigint[])", ARRAY(BigInteger))),
        literal_column("k.at_agency"),
        literal_column("k.position"),
        literal_column("k.code"),
        literal_column("k.step_id"),
    ).compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
)


class Horizon(NamedTuple):
    """By an agency's calendar, for dossiers of a version (0: of every version that decides nothing itself).

    What is due before `soon_at` is due soon; what was accepted before `late_before` should have been passed on.
    """

    agency_id: int
    version_id: int
    soon_at: datetime
    late_before: datetime


@dataclass(frozen=True)
class View:
    """Whose work, and as of when: that of `accounts` and their groups, or all of `agencies` and `fields` of agencies.

    `phases` are those of the steps the accounts may do, `desks` the (version, agency) of which they are the desk.
    `fields` are written as "agency/field". `stopping` are (version, reason) of what makes the
    dossier's clock stand. `intake_binds` is false where being late at intake only warns (R-22).
    """

    now: datetime
    horizons: Sequence[Horizon]
    stopping: Sequence[tuple[int, str]]
    results: Sequence[str]
    closings: Sequence[str]
    intake_binds: bool
    accounts: Sequence[int] = ()
    phases: Sequence[str] = ()
    desks: Sequence[tuple[int, int]] = ()
    agencies: Sequence[int] = ()
    fields: Sequence[str] = ()

    @property
    def is_of_agencies(self) -> bool:
        return bool(self.agencies or self.fields)


@dataclass(frozen=True, slots=True)
class Sought:
    """Typed words, folded, and the digest of all of it, in case it is an identity number."""

    words: Sequence[str] = ()
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a page is narrowed to; what is empty narrows nothing. `holder` is "group" or the id of an account."""

    list: str = ""
    field: str = ""
    procedure: str = ""
    agency: str = ""
    step: str = ""
    channel: str = ""
    holder: str = ""
    is_late_transfer: bool = False


class Position(NamedTuple):
    """Where a page begins: after this row in the order of the lists."""

    rank: int
    burns_at: datetime
    key: int


def counted(connection: Connection, view: View, sought: Sought) -> Sequence[Record]:
    """How many rows there are of every kind: list, field, procedure_id, agency_id, step_id, channel, holder_id,
    is_late_transfer, at_agency, count and the earliest burns_at."""
    kinds = "list, field, procedure_id, agency_id, step_id, channel, holder_id, is_late_transfer, at_agency"
    chosen = f"select {kinds}, count(*) as count, min(burns_at) as oldest from judged group by {kinds}"  # noqa: S608 - constants
    return _run(connection, view, sought, chosen, {})


def page(
    connection: Connection, view: View, sought: Sought, wanted: Filters, after: Position | None, limit: int
) -> Sequence[Record]:
    """The rows after a position, what burns first: list, rank, burns_at, key, dossier_id, task_id, step_row."""
    conditions = [sql for name, sql in FILTERS.items() if getattr(wanted, name)]
    if after is not None:
        conditions.append(AFTER)
    where = " and ".join(conditions) or "true"
    chosen = f"select * from judged where {where} order by rank, burns_at, key limit :limit"  # noqa: S608 - constants
    values: dict[str, Any] = {f"wanted_{name}": getattr(wanted, name) for name in FILTERS}
    if after is not None:
        values |= {"after_rank": after.rank, "after_burns": after.burns_at, "after_key": after.key}
    return _run(connection, view, sought, chosen, {**values, "limit": limit})


def explained(connection: Connection, view: View) -> str:
    """How the database would count the lists, as it says itself; for tests."""
    chosen = "select list, count(*) from judged group by list"
    statement = f"explain {_judged(view, Sought())} {chosen}"
    return "\n".join(row[0] for row in connection.execute(text(statement), _values(view, Sought())))


def desks(connection: Connection, agency_ids: Collection[int], states: Collection[str]) -> Sequence[Record]:
    """The (version_id, agency_id) of open dossiers of these agencies that a desk has to act on now."""
    ended = and_(Dossier.engine_ended, Dossier.state.in_(["accepted", "processing"]))
    return connection.execute(
        select(Dossier.version_id, Dossier.agency_id)
        .where(
            Dossier.closed_at.is_(None),
            Dossier.agency_id.in_(agency_ids),
            or_(Dossier.state.in_(states), ended),
        )
        .distinct()
    ).all()


def standing(connection: Connection) -> Sequence[int]:
    """The versions of which some dossier has something open that may make its clock stand."""
    return (
        connection.execute(
            select(Dossier.version_id)
            .join(Interval, Interval.dossier_id == Dossier.id)
            .where(Interval.kind == "dossier", Interval.reason != "running", Interval.ended_at.is_(None))
            .distinct()
        )
        .scalars()
        .all()
    )


def shown(connection: Connection, keys: Collection[int]) -> Sequence[Record]:
    """What rows say besides their time, for the dossiers of these ids: see `_SHOWN`; without their steps."""
    return connection.execute(
        select(*_SHOWN).join(Procedure, Procedure.id == Dossier.procedure_id).where(Dossier.id.in_(keys))
    ).all()


def holders(connection: Connection, account_ids: Collection[int]) -> Mapping[int, str]:
    """Names of accounts by id."""
    found = select(Account.id, Account.display_name).where(Account.id.in_(account_ids))
    return {row.id: row.display_name for row in connection.execute(found)}


def procedures_of(connection: Connection, ids: Collection[int]) -> Sequence[Record]:
    """id, code, name, name_en, field, field_name, field_name_en and the current version_id of procedures."""
    return connection.execute(
        select(
            Procedure.id,
            Procedure.code,
            Procedure.name,
            Procedure.name_en,
            Procedure.version_id,
            Procedure.field,
            Field.name.label("field_name"),
            Field.name_en.label("field_name_en"),
        )
        .join(Field, Field.key == Procedure.field)
        .where(Procedure.id.in_(ids))
        .order_by(Procedure.name)
    ).all()


def _run(
    connection: Connection, view: View, sought: Sought, chosen: str, values: Mapping[str, Any]
) -> Sequence[Record]:
    statement = f"{_judged(view, sought)} {chosen}"
    return connection.execute(text(statement), {**_values(view, sought), **values}).all()


def _judged(view: View, sought: Sought) -> str:
    found = "".join(WORD.format(number) for number in range(len(sought.words)))
    if sought.digest is not None:
        found = f" and (d.identity_digest = :digest or (true{found}))"
    rows = ROWS_OF_AGENCIES if view.is_of_agencies else ROWS_OF_PEOPLE
    return rows.format(sought=found, serves=_SERVES) + JUDGED


def _values(view: View, sought: Sought) -> dict[str, Any]:
    values: dict[str, Any] = {
        "now": view.now,
        "lists": list(LISTS),
        "results": list(view.results),
        "closings": list(view.closings),
        "intake_binds": view.intake_binds,
        "stopping_versions": [version_id for version_id, _ in view.stopping],
        "stopping_reasons": [reason for _, reason in view.stopping],
        "horizon_agencies": [one.agency_id for one in view.horizons],
        "horizon_versions": [one.version_id for one in view.horizons],
        "horizon_soon": [one.soon_at for one in view.horizons],
        "horizon_late": [one.late_before for one in view.horizons],
        "deciding": sorted({one.version_id for one in view.horizons} - {0}),
        "digest": sought.digest,
        **{f"word{number}": f"%{word}%" for number, word in enumerate(sought.words)},
    }
    if view.is_of_agencies:
        agencies = sorted({*view.agencies, *(int(one.partition("/")[0]) for one in view.fields)})
        return values | {"agencies": agencies, "whole": list(view.agencies), "fields": list(view.fields)}
    return values | {
        "accounts": list(view.accounts),
        "phases": list(view.phases),
        "desk_versions": [version_id for version_id, _ in view.desks],
        "desk_agencies": [agency_id for _, agency_id in view.desks],
    }
