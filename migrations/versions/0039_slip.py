"""Slips of dossiers, their numbers by agency, year and kind, and every printing of them."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "slip_counter",
        sa.Column("agency_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _key("slip_counter", "agency_id", "agency"),
        sa.PrimaryKeyConstraint("agency_id", "year", "kind", name=op.f("pk_slip_counter")),
    )
    op.create_table(
        "slip",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.BigInteger(), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("legal_set", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False, server_default=""),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("template_id", sa.BigInteger(), nullable=True),
        sa.Column("template_number", sa.Integer(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False, server_default="vi"),
        sa.Column("values_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("typed_digest", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", sa.BigInteger(), nullable=True),
        sa.Column("official_file_id", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("official_at", WHEN, nullable=True),
        _key("slip", "dossier_id", "dossier"),
        _key("slip", "agency_id", "agency"),
        _key("slip", "file_id", "file"),
        _key("slip", "official_file_id", "file"),
        _key("slip", "made_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint(
            "agency_id", "year", "kind", "number", name=op.f("uq_slip_agency_id_year_kind_number")
        ),
    )
    op.create_index(op.f("ix_slip_dossier_id"), "slip", ["dossier_id"], unique=False)
    op.create_index(
        "uq_slip_draft",
        "slip",
        ["dossier_id", "action"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_table(
        "slip_print",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("slip_id", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("printed_by", sa.BigInteger(), nullable=True),
        sa.Column("printed_at", WHEN, nullable=False),
        _key("slip_print", "slip_id", "slip"),
        _key("slip_print", "printed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_print")),
    )
    op.create_index(op.f("ix_slip_print_slip_id"), "slip_print", ["slip_id"], unique=False)


def downgrade() -> None:
    for table in ("slip_print", "slip", "slip_counter"):
        op.drop_table(table)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
    )
