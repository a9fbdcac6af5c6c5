"""Requests for accounts name the role that the account comes with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_request", sa.Column("role_key", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("account_request", "role_key")
