"""Supplements and endings: requests to the applicant, wishes to withdraw, ends, amendments, linked dossiers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ASKED = sa.text("supplied_at is null and cancelled_at is null")
UNANSWERED = sa.text("answered_at is null")


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="RESTRICT")


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of rows about a dossier, found by it."""
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        *columns,
        _reference(name, "dossier_id", "dossier.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_dossier_id"), name, ["dossier_id"], unique=False)


def upgrade() -> None:
    op.add_column("dossier", _instant("intake_from", nullable=True))
    op.add_column("dossier", _instant("restarted_at", nullable=True))
    op.add_column("dossier", sa.Column("outcome", sa.Text(), server_default="", nullable=False))
    op.add_column("dossier", sa.Column("earlier_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_dossier_earlier_id"), "dossier", "dossier", ["earlier_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_index(op.f("ix_dossier_earlier_id"), "dossier", ["earlier_id"], unique=False)
    op.add_column("file", _instant("replaced_at", nullable=True))
    op.add_column("draft", sa.Column("amends_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_draft_amends_id"), "draft", "dossier", ["amends_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_index(op.f("ix_draft_amends_id"), "draft", ["amends_id"], unique=False)
    _table(
        "supplement_request",
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("papers", postgresql.JSONB(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        _instant("asked_at"),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        _instant("supplied_at", nullable=True),
        sa.Column("supplied_by", sa.BigInteger(), nullable=True),
        _instant("cancelled_at", nullable=True),
        _reference("supplement_request", "asked_by", "account.id"),
        _reference("supplement_request", "supplied_by", "account.id"),
    )
    op.create_index(
        "uq_supplement_request_open",
        "supplement_request",
        ["dossier_id"],
        unique=True,
        postgresql_where=ASKED,
    )
    _table(
        "withdrawal_request",
        _instant("asked_at"),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        _instant("answered_at", nullable=True),
        _reference("withdrawal_request", "asked_by", "account.id"),
    )
    op.create_index(
        "uq_withdrawal_request_open",
        "withdrawal_request",
        ["dossier_id"],
        unique=True,
        postgresql_where=UNANSWERED,
    )
    _table(
        "dossier_ending",
        sa.Column("outcome", sa.Text(), nullable=False),
        _instant("ended_at"),
        sa.Column("ended_by", sa.BigInteger(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("task_ids", postgresql.JSONB(), nullable=False),
        _instant("reopened_at", nullable=True),
        sa.Column("reopened_by", sa.BigInteger(), nullable=True),
        sa.Column("reopened_reason_sealed", sa.LargeBinary(), nullable=True),
        _reference("dossier_ending", "ended_by", "account.id"),
        _reference("dossier_ending", "reopened_by", "account.id"),
    )
    _table(
        "dossier_amendment",
        _instant("at"),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("data_sealed", sa.LargeBinary(), nullable=False),
        _reference("dossier_amendment", "by", "account.id"),
    )


def downgrade() -> None:
    for table in ("dossier_amendment", "dossier_ending", "withdrawal_request", "supplement_request"):
        op.drop_table(table)
    op.drop_index(op.f("ix_draft_amends_id"), table_name="draft")
    op.drop_constraint(op.f("fk_draft_amends_id"), "draft", type_="foreignkey")
    op.drop_column("draft", "amends_id")
    op.drop_column("file", "replaced_at")
    op.drop_index(op.f("ix_dossier_earlier_id"), table_name="dossier")
    op.drop_constraint(op.f("fk_dossier_earlier_id"), "dossier", type_="foreignkey")
    for column in ("earlier_id", "outcome", "restarted_at", "intake_from"):
        op.drop_column("dossier", column)
