"""Officers by what they may do."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select, true

from motcua.store.accounts.account import Account
from motcua.store.people.role import Role, RoleGrant


def with_right(connection: Connection, right: str, agency_id: int, field: str | None = None) -> Sequence[int]:
    """The active accounts whose roles give the right at just this agency, for one field when it is named."""
    for_field = RoleGrant.field.in_(("", field)) if field is not None else true()
    return (
        connection.execute(
            select(Account.id)
            .join(RoleGrant, RoleGrant.account_id == Account.id)
            .join(Role, Role.key == RoleGrant.role_key)
            .where(
                Account.is_active,
                Account.blocked_at.is_(None),
                RoleGrant.agency_id == agency_id,
                Role.rights.contains([right]),
                for_field,
            )
            .distinct()
            .order_by(Account.id)
        )
        .scalars()
        .all()
    )
