"""Queries behind the officer's lists and the leader's overview: what waits, in which list, how many of each.

The lists are told apart by the stored due times, which are indexes kept up with the clocks (R-28); what a row says
of its time is computed from the clocks themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ARRAY, BigInteger, Connection, any_, literal_column, select, text
from sqlalchemy.dialects import postgresql

from motcua.store import calendar, driver, group
from motcua.store.account import Account
from motcua.store.base import Record
from motcua.store.dossier import Dossier
from motcua.store.procedure import Field, Procedure
from motcua.store.worklist_sql import (
    AFTER,
    DESKS,
    FILTERS,
    FOUND,
    IN_PLACES,
    JUDGED,
    LIMITED,
    LISTS,
    ROWS_OF_AGENCIES,
    ROWS_OF_PEOPLE,
    STANDS,
    STOPS,
    STOPS_BY_VERSION,
    WORD,
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
    Dossier.limit_text,
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
# Whether the accounts are in the group of the step `s` of the dossier `d`, as SQL to be put into other SQL.
_SERVES: Final = str(
    group.serves(
        any_(literal_column("cast(:accounts as bigint[])", ARRAY(BigInteger))),
        literal_column("s.agency_id"),
        literal_column("s.position"),
        literal_column("(select code from procedure where id = d.procedure_id)"),
        literal_column("s.step_id"),
    ).compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
).replace(":accounts", "%(accounts)s")


class Horizon(NamedTuple):
    """How far some agencies see, by their calendar, for dossiers of a version (0: that decides nothing itself).

    What is due before `soon_at` is due soon; what was accepted before `late_before` should have been passed on.
    """

    agency_ids: Sequence[int]
    version_id: int
    soon_at: datetime
    late_before: datetime


@dataclass(frozen=True)
class View:
    """Whose work, and as of when: that of `accounts` and their groups, or all of `agencies` and `fields` of agencies.

    `phases` are those of the steps the accounts may do, `places` the (agency, position) of their groups, `narrowed` those where
    another binding may have replaced theirs (R-24), `desks` the (version, agency) of which they are the desk. The first of the
    `horizons` is that of every agency that no other names. `fields` are written as "agency/field". `stopping` are the reasons
    that stop a clock, `own_stopping` those of versions. `intake_binds`: late at intake counts (R-22), not so in `intake_others`.
    """

    now: datetime
    horizons: Sequence[Horizon]
    stopping: Sequence[str]
    results: Sequence[str]
    closings: Sequence[str]
    intake_binds: bool
    intake_others: Sequence[int]
    own_stopping: Mapping[int, Sequence[str]] = field(default_factory=dict)
    accounts: Sequence[int] = ()
    phases: Sequence[str] = ()
    places: Sequence[tuple[int, str]] = ()
    narrowed: Sequence[tuple[int, str]] = ()
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
    """What a page is narrowed to; what is empty narrows nothing. `holder` is "group" or the id of an account,
    `at` the code of the agency that works on it.
    """

    list: str = ""
    field: str = ""
    procedure: str = ""
    agency: str = ""
    step: str = ""
    channel: str = ""
    holder: str = ""
    at: str = ""
    is_late_transfer: bool = False


class Position(NamedTuple):
    """Where a page begins: after this row in the order of the lists."""

    rank: int
    burns_at: datetime
    key: int


@dataclass(frozen=True)
class Found:
    """A page of rows, what burns first, and the counts of all rows of each kind: how `many`, the earliest `burns_at`.

    Both have rank (the place of their list in LISTS), procedure_id, agency_id, step_id, channel, holder_id,
    is_late_transfer and at_agency, the agency at work; rows also key, dossier_id and step_row (none without a step).
    """

    counts: Sequence[Record]
    rows: Sequence[Record]


def find(
    connection: Connection,
    view: View,
    sought: Sought | None = None,
    wanted: Filters | None = None,
    after: Position | None = None,
    limit: int = 0,
) -> Found:
    """The counts of a view, and `limit` of its rows after a position; one statement.

    Counts are of everything sought, whatever is `wanted`.
    """
    filters = wanted or Filters()
    conditions = [sql for name, sql in FILTERS.items() if getattr(filters, name)]
    if after is not None:
        conditions.append(AFTER)
    asked = sought or Sought()
    statement = judged(view, asked) + FOUND.format(where=" and ".join(conditions) or "true")
    values = values_of(view, asked) | {f"wanted_{name}": getattr(filters, name) for name in FILTERS}
    values["wanted_list"] = LISTS.index(filters.list) if filters.list else None
    if after is not None:
        values |= {"after_rank": after.rank, "after_burns": after.burns_at, "after_key": after.key}
    found = driver.planned(connection, statement, values | {"limit": limit})
    return Found([row for row in found if row.key is None], [row for row in found if row.key is not None])


def explained(connection: Connection, view: View) -> str:
    """How the database would do what `find` asks of it, as it says itself; for tests."""
    statement = "explain " + judged(view, Sought()) + FOUND.format(where="true")
    found = driver.planned(connection, statement, values_of(view, Sought()) | {"limit": 1})
    return "\n".join(row[0] for row in found)


def desks(connection: Connection, agency_ids: Collection[int], states: Collection[str]) -> Sequence[Record]:
    """The (version_id, agency_id) of open dossiers of these agencies that a desk has to act on now."""
    return connection.execute(text(DESKS), {"agencies": list(agency_ids), "states": list(states)}).all()


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


def judged(view: View, sought: Sought) -> str:
    """The lists of a view, put together of constants and of the numbers of its words and horizons."""
    found = "".join(WORD.format(number) for number in range(len(sought.words)))
    if sought.digest is not None:
        found = f" and (d.identity_digest = %(digest)s or (true{found}))"
    if view.is_of_agencies:
        rows = ROWS_OF_AGENCIES.format(limited=LIMITED if view.fields else "", sought=found)
    else:
        places = IN_PLACES.format("place", asked="", sought=found) if view.places else ""
        if view.narrowed:
            places += IN_PLACES.format("narrowed", asked=f"and {_SERVES}", sought=found)
        rows = ROWS_OF_PEOPLE.format(places=places, sought=found)
    return rows + JUDGED.format(
        soon_at_step=_horizon(view, "soon", "w.at_agency"),
        soon_at_desk=_horizon(view, "soon", "w.agency_id"),
        late_before=_horizon(view, "late", "w.agency_id"),
        stands=STANDS.format(reason=STOPS_BY_VERSION if view.own_stopping else STOPS),
    )


def _horizon(view: View, name: str, agency: str) -> str:
    """The horizon of a row's agency; one alone where all agencies see as far."""
    cases = []
    for number, one in enumerate(view.horizons[1:], start=1):
        version = f"w.version_id = {one.version_id} and " if one.version_id else ""
        cases.append(
            f" when {version}{agency} = any(cast(%(horizon{number})s as bigint[]))"
            f" then cast(%({name}{number})s as timestamptz)"
        )
    usual = f"cast(%({name}0)s as timestamptz)"
    return f"case{''.join(cases)} else {usual} end" if cases else usual


def values_of(view: View, sought: Sought) -> dict[str, Any]:
    """The values of the words that `judged` uses."""
    values: dict[str, Any] = {
        "now": view.now,
        "results": list(view.results),
        "closings": list(view.closings),
        "intake_binds": view.intake_binds,
        "intake_others": view.intake_others,
        "stopping": list(view.stopping),
        "own_versions": list(view.own_stopping),
        "own_stopping": [f"{one} {why}" for one, reasons in view.own_stopping.items() for why in reasons],
        "digest": sought.digest,
        **{f"word{number}": f"%{word}%" for number, word in enumerate(sought.words)},
    }
    for number, one in enumerate(view.horizons):
        values |= {
            f"horizon{number}": list(one.agency_ids),
            f"soon{number}": one.soon_at,
            f"late{number}": one.late_before,
        }
    if view.is_of_agencies:
        agencies = sorted({*view.agencies, *(int(one.partition("/")[0]) for one in view.fields)})
        return values | {"agencies": agencies, "whole": list(view.agencies), "fields": list(view.fields)}
    return values | {
        "accounts": list(view.accounts),
        "phases": list(view.phases),
        "place_agencies": [agency_id for agency_id, _ in view.places],
        "place_positions": [position for _, position in view.places],
        "narrowed_agencies": [agency_id for agency_id, _ in view.narrowed],
        "narrowed_positions": [position for _, position in view.narrowed],
        "desk_versions": [version_id for version_id, _ in view.desks],
        "desk_agencies": [agency_id for _, agency_id in view.desks],
    }
