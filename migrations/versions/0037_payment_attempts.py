"""Attempts to pay online, with what the gateway said."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "payment_attempt"
WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("gateway", sa.Text(), nullable=False),
        sa.Column("order_code", sa.Text(), nullable=False),
        sa.Column("fees", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("pay_at", sa.Text(), nullable=False, server_default=""),
        sa.Column("transaction", sa.Text(), nullable=False, server_default=""),
        sa.Column("begun_by", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", WHEN, nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("settled_at", WHEN, nullable=True),
        _key("dossier_id", "dossier"),
        _key("payment_id", "payment"),
        _key("begun_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("order_code", name=op.f(f"uq_{TABLE}_order_code")),
    )
    op.create_index(op.f(f"ix_{TABLE}_dossier_id"), TABLE, ["dossier_id"], unique=False)
    op.create_index(f"ix_{TABLE}_settled_at", TABLE, ["settled_at"], unique=False)
    op.create_index(
        f"ix_{TABLE}_begun", TABLE, ["begun_at"], unique=False, postgresql_where=sa.text("state = 'begun'")
    )


def downgrade() -> None:
    op.drop_table(TABLE)


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete="RESTRICT"
    )
