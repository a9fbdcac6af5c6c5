"""Outages with what was entered afterwards; agencies that only track, and their dossiers."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _account(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["account.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
    )


def upgrade() -> None:
    op.create_table(
        "outage",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("declared_by", sa.BigInteger(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_outage_agency_id"), ondelete="RESTRICT"
        ),
        _account("outage", "declared_by"),
        _account("outage", "closed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
        sa.UniqueConstraint("agency_id", "year", "number", name=op.f("uq_outage_agency_id_year_number")),
    )
    op.create_table(
        "back_entry",
        sa.Column("dossier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outage_id", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_back_entry_dossier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["outage_id"], ["outage.id"], name=op.f("fk_back_entry_outage_id"), ondelete="RESTRICT"
        ),
        _account("back_entry", "entered_by"),
        _account("back_entry", "decided_by"),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_back_entry")),
    )
    op.create_index(op.f("ix_back_entry_outage_id"), "back_entry", ["outage_id"], unique=False)
    op.create_index(
        "ix_back_entry_waiting",
        "back_entry",
        ["outage_id"],
        unique=False,
        postgresql_where=sa.text("decided_at is null"),
    )
    op.create_table(
        "tracking_agency",
        sa.Column("agency_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("declared_by", sa.BigInteger(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_tracking_agency_agency_id"), ondelete="RESTRICT"
        ),
        _account("tracking_agency", "declared_by"),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_tracking_agency")),
    )
    op.create_table(
        "tracked_dossier",
        sa.Column("dossier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outside_code", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_tracked_dossier_dossier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_tracked_dossier")),
    )
    op.create_index(
        "ix_dossier_entered", "dossier", ["submitted_at", "agency_id", "procedure_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_dossier_entered", table_name="dossier")
    op.drop_table("tracked_dossier")
    op.drop_table("tracking_agency")
    op.drop_table("back_entry")
    op.drop_table("outage")
