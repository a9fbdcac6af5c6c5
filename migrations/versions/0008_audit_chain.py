"""Audit: a keyed code in every row, the chain of seals, daily digests and the results of verifications."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEPT = ("audit_seal", "audit_digest", "audit_check")


def upgrade() -> None:
    # The code is computed over the text of the detail: jsonb would not give it back as it was written.
    op.execute("alter table audit alter column detail type json using detail::json")
    # A row from before has no code, and the verification names it.
    op.execute("alter table audit add column mac bytea not null default ''")
    op.execute("alter table audit alter column mac drop default")
    op.create_index("ix_audit_actor_id_id", "audit", ["actor_id", "id"])
    op.create_index("ix_audit_at", "audit", ["at"], postgresql_using="brin")
    op.execute(
        "create unique index uq_audit_view on audit"
        " (actor_id, dossier_id, subject, date_trunc('hour', at at time zone 'UTC')) where action = 'view'"
    )
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("audit_id", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_seal_audit_id")),
    )
    op.create_table(
        "audit_digest",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_digest")),
    )
    op.create_table(
        "audit_check",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("finding", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
    )
    for table in KEPT:
        op.execute(
            f"create trigger {table}_append_only before update or delete or truncate on {table}"
            " for each statement execute function audit_is_append_only()"
        )


def downgrade() -> None:
    for table in reversed(KEPT):
        op.drop_table(table)
    op.drop_index("uq_audit_view", table_name="audit")
    op.drop_index("ix_audit_at", table_name="audit")
    op.drop_index("ix_audit_actor_id_id", table_name="audit")
    op.drop_column("audit", "mac")
    op.execute("alter table audit alter column detail type jsonb using detail::jsonb")
