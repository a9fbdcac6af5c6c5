"""Account groups: position × agency → accounts, narrowed where bound to a procedure or step (R-24)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    UniqueConstraint,
    and_,
    any_,
    bindparam,
    delete,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.agencies.agency import Agency
from motcua.store.base import Base, Id, Record, reference


class Member(Base):
    """One account in the group of a position at an agency.

    `procedure_code` and `step_id` are empty for the wide group; a narrower binding replaces the wider.
    """

    __tablename__ = "group_member"
    __table_args__ = (UniqueConstraint("agency_id", "position", "procedure_code", "step_id", "account_id"),)

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(reference("agency.id"))
    position: Mapped[str]
    procedure_code: Mapped[str] = mapped_column(default="")
    step_id: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int] = mapped_column(reference("account.id"), index=True)


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(Member).values(**values).on_conflict_do_nothing())


def one_of(account_ids: Collection[int]) -> Any:
    """Any of these accounts, for comparing a column with them."""
    return any_(literal(list(account_ids), ARRAY(BigInteger)))


def serves(
    account_id: Any, agency_id: Any, position: Any, procedure_code: Any, step_id: Any
) -> ColumnElement[bool]:
    """The SQL condition that the account, or `one_of` several, is in the group of this step at this agency (R-24).

    A binding for the step wins over one for the procedure, and that over the wide group.
    """
    mine, narrower = aliased(Member), aliased(Member)
    here = and_(mine.agency_id == agency_id, mine.position == position, mine.account_id == account_id)
    fits = and_(
        or_(mine.procedure_code == "", mine.procedure_code == procedure_code),
        or_(mine.step_id == "", mine.step_id == step_id),
    )
    replaced = select(narrower.id).where(
        narrower.agency_id == agency_id,
        narrower.position == position,
        narrower.procedure_code == procedure_code,
        or_(narrower.step_id == "", narrower.step_id == step_id),
        or_(
            and_(mine.procedure_code == "", narrower.procedure_code != ""),
            and_(mine.step_id == "", narrower.step_id != ""),
        ),
    )
    # Left to itself the inner query would take the outer query's tables anew, and so ask about any dossier's step.
    unreplaced = not_(replaced.correlate_except(narrower).exists())
    return select(mine.id).where(here, fits, unreplaced).correlate_except(mine).exists()


def _serves_any() -> Select[tuple[bool]]:
    """Whether any of the places asked about is served by one of the accounts."""
    account = any_(bindparam("account_ids", type_=ARRAY(BigInteger)))
    columns = [
        bindparam("agencies", type_=ARRAY(BigInteger)),
        bindparam("positions", type_=ARRAY(Text)),
        bindparam("steps", type_=ARRAY(Text)),
    ]
    asked = func.unnest(*columns).table_valued("agency_id", "position", "step_id").render_derived("asked")
    code = bindparam("procedure_code", type_=Text)
    mine = serves(account, asked.c.agency_id, asked.c.position, code, asked.c.step_id)
    return select(select(asked.c.step_id).where(mine).exists())


# Put together once: every page of a dossier asks it.
_SERVES_ANY = _serves_any()


def serving(
    connection: Connection, agency_id: int, position: str, procedure_code: str, step_id: str
) -> Sequence[str]:
    """Names of the active accounts in the group of this step at this agency (R-24)."""
    mine = serves(Account.id, agency_id, position, procedure_code, step_id)
    statement = select(Account.display_name).where(Account.is_active, mine).order_by(Account.display_name)
    return connection.execute(statement).scalars().all()


def accounts_of(
    connection: Connection, agency_id: int, position: str, procedure_code: str, step_id: str
) -> Sequence[int]:
    """Ids of the active accounts in the group of this step at this agency (R-24)."""
    mine = serves(Account.id, agency_id, position, procedure_code, step_id)
    return connection.execute(select(Account.id).where(Account.is_active, mine)).scalars().all()


def serves_any(
    connection: Connection,
    account_ids: Collection[int],
    procedure_code: str,
    places: Sequence[tuple[int, str, str]],
) -> bool:
    """Whether one of the accounts is in the group of any of these (agency id, position, step id)."""
    asked = [[place[at] for place in places] for at in range(3)]
    wanted = {"account_ids": list(account_ids), "procedure_code": procedure_code}
    wanted |= dict(zip(("agencies", "positions", "steps"), asked, strict=True))
    return bool(places) and bool(connection.execute(_SERVES_ANY, wanted).scalar_one())


def served(
    connection: Connection,
    account_ids: Collection[int],
    agency_id: int,
    steps: Sequence[tuple[str, str, str]],
) -> frozenset[str]:
    """Of these (procedure code, position, step id) the procedures at one of whose steps the accounts serve the agency."""
    columns = [literal([step[at] for step in steps], ARRAY(Text)) for at in range(3)]
    asked = func.unnest(*columns).table_valued("code", "position", "step_id").render_derived("asked")
    mine = serves(one_of(account_ids), agency_id, asked.c.position, asked.c.code, asked.c.step_id)
    return frozenset(connection.execute(select(asked.c.code).where(mine).distinct()).scalars())


def staffed(
    connection: Connection, positions: Collection[str], procedure_code: str
) -> dict[tuple[int, str], dict[tuple[str, str], bool]]:
    """By agency and position what binds people to a procedure: (procedure code, step id) → has an active account."""
    rows = connection.execute(
        select(Member.agency_id, Member.position, Member.procedure_code, Member.step_id, Account.is_active)
        .join(Account, Account.id == Member.account_id)
        .where(Member.position.in_(positions), Member.procedure_code.in_(["", procedure_code]))
    )
    found: dict[tuple[int, str], dict[tuple[str, str], bool]] = {}
    for row in rows:
        bindings = found.setdefault((row.agency_id, row.position), {})
        scope = (row.procedure_code, row.step_id)
        bindings[scope] = bindings.get(scope, False) or row.is_active
    return found


def of_agencies(connection: Connection, agency_ids: Collection[int]) -> Sequence[Record]:
    """Every membership at these agencies with login, display_name, title, is_active, by position and name."""
    return connection.execute(
        select(Member.__table__, Account.login, Account.display_name, Account.title, Account.is_active)
        .join(Account, Account.id == Member.account_id)
        .where(Member.agency_id.in_(agency_ids))
        .order_by(
            Member.agency_id,
            Member.position,
            Member.procedure_code,
            Member.step_id,
            Account.display_name,
            Account.id,
        )
    ).all()


def of_account(connection: Connection, account_id: int) -> Sequence[Record]:
    """The memberships of an account."""
    return connection.execute(
        select(Member.__table__)
        .where(Member.account_id == account_id)
        .order_by(Member.agency_id, Member.position, Member.procedure_code, Member.step_id)
    ).all()


def of_accounts(connection: Connection, account_ids: Collection[int]) -> Sequence[Record]:
    """The memberships of several accounts, in no order."""
    return connection.execute(select(Member.__table__).where(Member.account_id == one_of(account_ids))).all()


def bind(
    connection: Connection,
    agency_id: int,
    position: str,
    procedure_code: str,
    step_id: str,
    account_ids: Collection[int],
) -> None:
    """Make these accounts the group of one binding; nobody ends the binding."""
    scope = {
        "agency_id": agency_id,
        "position": position,
        "procedure_code": procedure_code,
        "step_id": step_id,
    }
    here = [getattr(Member, column) == value for column, value in scope.items()]
    connection.execute(delete(Member).where(*here, Member.account_id.not_in(account_ids)))
    for account_id in account_ids:
        add(connection, account_id=account_id, **scope)


def lock(connection: Connection, agency_id: int) -> None:
    """Let one transaction at a time change the groups of an agency, so that what it read stays true."""
    connection.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True))


def members(connection: Connection, agency_id: int, position: str) -> Sequence[Record]:
    """Active accounts of the wide group: id, display_name, title."""
    return connection.execute(
        select(Account.id, Account.display_name, Account.title)
        .join(Member, Member.account_id == Account.id)
        .where(Member.agency_id == agency_id, Member.position == position, Account.is_active)
        .order_by(Account.display_name)
    ).all()


def positions(connection: Connection) -> frozenset[str]:
    """Every position that some group of the installation is for."""
    return frozenset(connection.execute(select(Member.position).distinct()).scalars())
