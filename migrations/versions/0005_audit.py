"""Audit: append-only history of every action."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


APPEND_ONLY = """
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit rows are never changed or deleted';
end $$;
create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();
"""


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_dossier_id"), "audit", ["dossier_id"], unique=False)
    op.execute(APPEND_ONLY)


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_dossier_id"), table_name="audit")
    op.drop_table("audit")
    op.execute("drop function audit_is_append_only()")
