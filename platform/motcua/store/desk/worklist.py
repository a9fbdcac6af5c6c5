"""Queries behind the officer's lists and the leader's overview: what waits, in which list, how many of each.

The lists are told apart by the stored due times, which are indexes kept up with the clocks (R-28); what a row says
of its time is computed from the clocks themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, Connection, any_, literal_column, select, text
from sqlalchemy.dialects import postgresql

from motcua.store import driver
from motcua.store.accounts.account import Account
from motcua.store.base import Record
from motcua.store.desk.worklist_sql import (
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
from motcua.store.desk.worklist_view import Filters, Found, Position, Sought, View
from motcua.store.dossier.dossier import Dossier
from motcua.store.people import group
from motcua.store.process.procedure import Field, Procedure
from motcua.store.time import calendar

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
