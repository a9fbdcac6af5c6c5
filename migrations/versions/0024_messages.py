"""Messages: the log of their carriage, those that wait for the desk, by what applicants and officers want to be told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "account", sa.Column("notice_by_email", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "dossier",
        sa.Column(
            "tell_by",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[\"email\"]'"),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_message_unread",
        "message",
        ["account_id"],
        unique=False,
        postgresql_where=sa.text("read_at is null"),
    )
    op.create_table(
        "message_hold",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_message_hold_confirmed_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_message_hold_dossier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_hold")),
        sa.UniqueConstraint("dossier_id", "event", name=op.f("uq_message_hold_dossier_id_event")),
    )
    op.create_index(
        "ix_message_hold_waiting",
        "message_hold",
        ["dossier_id"],
        unique=False,
        postgresql_where=sa.text("confirmed_at is null"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_delivery_message_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("message_id", "channel", name=op.f("uq_delivery_message_id_channel")),
    )
    op.create_index(
        "ix_delivery_unsent", "delivery", ["id"], unique=False, postgresql_where=sa.text("status <> 'sent'")
    )


def downgrade() -> None:
    op.drop_table("delivery")
    op.drop_table("message_hold")
    op.drop_index("ix_message_unread", table_name="message")
    op.drop_column("dossier", "tell_by")
    op.drop_column("account", "notice_by_email")
