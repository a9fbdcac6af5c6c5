"""Appointments: extensions and apologies, payments with numbered receipts, warnings raised once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

UNPAID = sa.text("paid_at is null and cancelled_at is null")
# What the jobs that warn look through, every few minutes: only what is still open.
DUE = sa.text("accepted_at is not null and result_at is null and closed_at is null")
SENT = sa.text("accepted_at is null and closed_at is null")
WAITING = sa.text("left_at is null")


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="RESTRICT")


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    _appointments()
    _payments()
    _warnings()
    op.create_index("ix_dossier_due", "dossier", ["due_at"], unique=False, postgresql_where=DUE)
    op.create_index(
        "ix_dossier_intake_due", "dossier", ["intake_due_at"], unique=False, postgresql_where=SENT
    )
    op.create_index("ix_dossier_step_due", "dossier_step", ["due_at"], unique=False, postgresql_where=WAITING)


def _appointments() -> None:
    _table(
        "appointment_change",
        _number("dossier_id"),
        sa.Column("kind", sa.Text(), nullable=False),
        _number("step_row_id", nullable=True),
        _number("agency_id", nullable=True),
        sa.Column("seconds", sa.Integer(), server_default="0", nullable=False),
        _instant("until", nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        _number("asked_by"),
        _instant("asked_at"),
        _number("decided_by", nullable=True),
        _instant("decided_at", nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        _reference("appointment_change", "dossier_id", "dossier.id"),
        _reference("appointment_change", "step_row_id", "dossier_step.id"),
        _reference("appointment_change", "agency_id", "agency.id"),
        _reference("appointment_change", "asked_by", "account.id"),
        _reference("appointment_change", "decided_by", "account.id"),
    )
    op.create_index(
        op.f("ix_appointment_change_dossier_id"), "appointment_change", ["dossier_id"], unique=False
    )
    op.create_index(
        "uq_appointment_change_asked",
        "appointment_change",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("status = 'asked'"),
    )


def _payments() -> None:
    _table(
        "payment",
        _number("dossier_id"),
        _number("step_row_id", nullable=True),
        sa.Column("fees", postgresql.JSONB(), nullable=False),
        _number("amount"),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        _number("asked_by", nullable=True),
        _instant("asked_at", nullable=True),
        _instant("paid_at", nullable=True),
        _number("confirmed_by", nullable=True),
        _instant("cancelled_at", nullable=True),
        _reference("payment", "dossier_id", "dossier.id"),
        _reference("payment", "step_row_id", "dossier_step.id"),
        _reference("payment", "asked_by", "account.id"),
        _reference("payment", "confirmed_by", "account.id"),
    )
    op.create_index(op.f("ix_payment_dossier_id"), "payment", ["dossier_id"], unique=False)
    op.create_index("uq_payment_open", "payment", ["dossier_id"], unique=True, postgresql_where=UNPAID)
    op.create_table(
        "receipt_counter",
        sa.Column("agency_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _reference("receipt_counter", "agency_id", "agency.id"),
        sa.PrimaryKeyConstraint("agency_id", "year", name=op.f("pk_receipt_counter")),
    )
    _table(
        "receipt",
        _number("agency_id"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _number("payment_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _number("amount"),
        _number("issued_by"),
        _instant("issued_at"),
        _reference("receipt", "agency_id", "agency.id"),
        _reference("receipt", "payment_id", "payment.id"),
        _reference("receipt", "issued_by", "account.id"),
        sa.UniqueConstraint("agency_id", "year", "number", name=op.f("uq_receipt_agency_id_year_number")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_receipt_payment_id")),
    )
    op.create_index("ix_receipt_day", "receipt", ["agency_id", "day"], unique=False)


def _warnings() -> None:
    _table(
        "warning",
        _number("dossier_id"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        _instant("limit_at"),
        _instant("raised_at"),
        _instant("told_at", nullable=True),
        _reference("warning", "dossier_id", "dossier.id"),
        sa.UniqueConstraint(
            "dossier_id",
            "kind",
            "subject",
            "limit_at",
            name=op.f("uq_warning_dossier_id_kind_subject_limit_at"),
        ),
    )
    op.create_index(
        "ix_warning_untold",
        "warning",
        ["dossier_id"],
        unique=False,
        postgresql_where=sa.text("told_at is null"),
    )
    op.create_table(
        "daily_run",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _instant("done_at"),
        sa.PrimaryKeyConstraint("job", "day", name=op.f("pk_daily_run")),
    )


def downgrade() -> None:
    op.drop_index("ix_dossier_step_due", table_name="dossier_step")
    op.drop_index("ix_dossier_intake_due", table_name="dossier")
    op.drop_index("ix_dossier_due", table_name="dossier")
    for table in ("daily_run", "warning", "receipt", "receipt_counter", "payment", "appointment_change"):
        op.drop_table(table)
