"""Persons' and groups' clocks, ways back, consultations, the paper file's way, instructions and corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# The steps that wait now: until they were taken the time is the group's, from then on the holder's (E-10).
_GROUPS = """
    insert into clock_interval (dossier_id, kind, subject, reason, started_at, ended_at)
    select dossier_id, 'group', task_id, 'running', counted_from, greatest(counted_from, claimed_at)
    from dossier_step where left_at is null and counted_from is not null"""
_PERSONS = """
    insert into clock_interval (dossier_id, kind, subject, task_id, reason, started_at)
    select dossier_id, 'person', holder_id::text, task_id, 'running', greatest(counted_from, claimed_at)
    from dossier_step where left_at is null and counted_from is not null and holder_id is not null"""


def upgrade() -> None:
    op.add_column("clock_interval", sa.Column("task_id", sa.Text(), nullable=True))
    op.add_column("dossier", sa.Column("went_back", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("dossier_step", sa.Column("outcome", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "dossier_step", sa.Column("restarted", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(_GROUPS)
    op.execute(_PERSONS)
    op.create_table(
        "assignment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("step_row_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("instruction_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_assignment_dossier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["step_row_id"], ["dossier_step.id"], name=op.f("fk_assignment_step_row_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_assignment_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["account.id"], name=op.f("fk_assignment_to_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_dossier_id"), "assignment", ["dossier_id"], unique=False)
    op.create_table(
        "urging",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_urging_dossier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_urging_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urging")),
    )
    op.create_index(op.f("ix_urging_dossier_id"), "urging", ["dossier_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("before_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("after_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_correction_dossier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_correction_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_dossier_id"), "correction", ["dossier_id"], unique=False)
    op.create_table(
        "paper_dispatch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("step_row_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_by", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_by", sa.BigInteger(), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_paper_dispatch_dossier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["step_row_id"],
            ["dossier_step.id"],
            name=op.f("fk_paper_dispatch_step_row_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["account.id"], name=op.f("fk_paper_dispatch_sent_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["received_by"], ["account.id"], name=op.f("fk_paper_dispatch_received_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["missed_by"], ["account.id"], name=op.f("fk_paper_dispatch_missed_by"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_dispatch")),
    )
    op.create_index(op.f("ix_paper_dispatch_dossier_id"), "paper_dispatch", ["dossier_id"], unique=False)
    op.create_table(
        "consultation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("step_row_id", sa.BigInteger(), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("budget_seconds", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_consultation_dossier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["step_row_id"],
            ["dossier_step.id"],
            name=op.f("fk_consultation_step_row_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_consultation_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_consultation_asked_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_consultation_answered_by"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_dossier_id"), "consultation", ["dossier_id"], unique=False)
    op.create_index(
        "ix_consultation_open",
        "consultation",
        ["agency_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("answered_at is null"),
    )


def downgrade() -> None:
    for table in ("consultation", "paper_dispatch", "correction", "urging", "assignment"):
        op.drop_table(table)
    op.drop_column("dossier_step", "restarted")
    op.drop_column("dossier_step", "outcome")
    op.drop_column("dossier", "went_back")
    op.execute("delete from clock_interval where kind in ('group', 'person')")
    op.drop_column("clock_interval", "task_id")
