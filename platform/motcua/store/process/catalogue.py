"""The catalogue as the studio lists it: every procedure, in use or not, with its versions' states and its agency."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from motcua.store.agencies.agency import Agency
from motcua.store.base import Record
from motcua.store.process.library import LibraryForm
from motcua.store.process.procedure import Field, Procedure, ProcedureVersion


def fields(connection: Connection) -> Sequence[Record]:
    """All fields of government: key, name, name_en, by name."""
    return connection.execute(select(Field.__table__).order_by(Field.name)).all()


def procedure(connection: Connection, procedure_id: int) -> Record | None:
    return connection.execute(select(Procedure.__table__).where(Procedure.id == procedure_id)).first()


def everything(connection: Connection) -> Sequence[Record]:
    """Every procedure by name, with `field_name`, `owner_name`, and of its version in use `number` and `decision`;
    `waiting_id` and `waiting_number` are of the version that waits for its day, null when none does.
    """
    waiting = aliased(ProcedureVersion)
    newest = (
        select(waiting.procedure_id, func.max(waiting.id).label("id"))
        .where(waiting.state == "waiting")
        .group_by(waiting.procedure_id)
        .subquery()
    )
    statement = (
        select(
            Procedure.__table__,
            Field.name.label("field_name"),
            Field.name_en.label("field_name_en"),
            Agency.name.label("owner_name"),
            Agency.name_en.label("owner_name_en"),
            ProcedureVersion.number,
            ProcedureVersion.decision,
            newest.c.id.label("waiting_id"),
            waiting.number.label("waiting_number"),
            waiting.effective_at.label("waiting_until"),
        )
        .join(Field, Field.key == Procedure.field)
        .outerjoin(Agency, Agency.id == Procedure.owner_id)
        .outerjoin(ProcedureVersion, ProcedureVersion.id == Procedure.version_id)
        .outerjoin(newest, newest.c.procedure_id == Procedure.id)
        .outerjoin(waiting, waiting.id == newest.c.id)
    )
    return connection.execute(statement.order_by(Procedure.name, Procedure.id)).all()


def forms(connection: Connection) -> Sequence[Record]:
    """The e-forms of the library without their schemas: field, key, title, title_en, by title."""
    columns = (LibraryForm.field, LibraryForm.key, LibraryForm.title, LibraryForm.title_en)
    return connection.execute(select(*columns).order_by(LibraryForm.title)).all()
