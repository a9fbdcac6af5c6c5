"""What applicants were asked to supply: every request with its papers and its end, all kept (D-08)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, aliased, mapped_column

from motcua.store.accounts.account import Account
from motcua.store.base import Base, Id, Record, reference


class Supplement(Base):
    """`papers` are the keys asked for, `policy` what asking did to the clock: "intake" before acceptance, else that
    of the rules then in force. Open while neither `supplied_at` nor `cancelled_at` is set; a dossier has one open
    request at most. `task_id` is the step that asked.
    """

    __tablename__ = "supplement_request"
    __table_args__ = (
        Index(
            "uq_supplement_request_open",
            "dossier_id",
            unique=True,
            postgresql_where=text("supplied_at is null and cancelled_at is null"),
        ),
    )

    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(reference("dossier.id"), index=True)
    task_id: Mapped[str]
    papers: Mapped[list[Any]]
    reason_sealed: Mapped[bytes]
    policy: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(reference("account.id"))
    supplied_at: Mapped[datetime | None]
    supplied_by: Mapped[int | None] = mapped_column(reference("account.id"))
    cancelled_at: Mapped[datetime | None]


def add(connection: Connection, **values: Any) -> int:
    return connection.execute(insert(Supplement).values(**values).returning(Supplement.id)).scalar_one()


def change(connection: Connection, request_id: int, **values: Any) -> None:
    connection.execute(update(Supplement).where(Supplement.id == request_id).values(**values))


def opened(connection: Connection, dossier_id: int) -> Record | None:
    """The request that waits for the applicant now."""
    return connection.execute(
        select(Supplement.__table__).where(
            Supplement.dossier_id == dossier_id,
            Supplement.supplied_at.is_(None),
            Supplement.cancelled_at.is_(None),
        )
    ).first()


def asked_among(connection: Connection, dossier_ids: Collection[int]) -> frozenset[int]:
    """Those of the dossiers with an open request."""
    found = connection.execute(
        select(Supplement.dossier_id).where(
            Supplement.dossier_id.in_(dossier_ids),
            Supplement.supplied_at.is_(None),
            Supplement.cancelled_at.is_(None),
        )
    )
    return frozenset(found.scalars())


def count(connection: Connection, dossier_id: int) -> int:
    """How often this dossier's applicant was asked."""
    return connection.execute(
        select(func.count()).select_from(Supplement).where(Supplement.dossier_id == dossier_id)
    ).scalar_one()


def of_dossiers(connection: Connection, dossier_ids: Collection[int]) -> Mapping[int, Sequence[Record]]:
    """Every request of these dossiers, oldest first, by dossier, with `by_name` and `supplied_name`."""
    found: dict[int, list[Record]] = {dossier_id: [] for dossier_id in dossier_ids}
    asker, supplier = aliased(Account), aliased(Account)
    for row in connection.execute(
        select(
            Supplement.__table__,
            asker.display_name.label("by_name"),
            supplier.display_name.label("supplied_name"),
        )
        .join(asker, asker.id == Supplement.asked_by)
        .outerjoin(supplier, supplier.id == Supplement.supplied_by)
        .where(Supplement.dossier_id.in_(dossier_ids))
        .order_by(Supplement.id)
    ):
        found[row.dossier_id].append(row)
    return found
