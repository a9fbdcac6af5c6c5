"""Who uses an e-form of the library: the versions of procedures, which hold copies of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select, text

from motcua.store.base import Record
from motcua.store.process.procedure import Procedure, ProcedureVersion

_COUNTS = text(
    "select p.field, k.key, count(*) as used from procedure p join procedure_version v on v.id = p.version_id"
    " cross join lateral json_object_keys(v.forms) as k(key) where p.is_active group by p.field, k.key"
)


def counts(connection: Connection) -> Mapping[tuple[str, str], int]:
    """How many procedures in use have each form, by field and key."""
    return {(row.field, row.key): row.used for row in connection.execute(_COUNTS)}


def versions_with(connection: Connection, field: str, key: str) -> Sequence[Record]:
    """The versions, in use or waiting, of the field's procedures that hold a form of this key, by name and number.

    procedure_id, code, name, name_en, owner_id, is_current, id, number, state, effective_at, and `schema`, their copy.
    """
    copy = ProcedureVersion.forms[key]
    statement = (
        select(
            Procedure.id.label("procedure_id"),
            Procedure.code,
            Procedure.name,
            Procedure.name_en,
            Procedure.owner_id,
            (Procedure.version_id == ProcedureVersion.id).label("is_current"),
            ProcedureVersion.id,
            ProcedureVersion.number,
            ProcedureVersion.state,
            ProcedureVersion.effective_at,
            copy.label("schema"),
        )
        .join(ProcedureVersion, ProcedureVersion.procedure_id == Procedure.id)
        .where(
            Procedure.field == field,
            func.json_typeof(copy) == "object",
            (Procedure.version_id == ProcedureVersion.id) & Procedure.is_active
            | (ProcedureVersion.state == "waiting"),
        )
    )
    return connection.execute(statement.order_by(Procedure.name, ProcedureVersion.number)).all()
