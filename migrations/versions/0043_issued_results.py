"""Issued results with their numbers and public codes, and certified copies of papers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    _counter("result_counter")
    _counter("copy_counter")
    _results()
    _copies()
    op.add_column("stored_paper", sa.Column("certified_copy_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_stored_paper_certified_copy_id"),
        "stored_paper",
        "certified_copy",
        ["certified_copy_id"],
        ["id"],
        ondelete="RESTRICT",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_stored_paper_certified_copy_id"), "stored_paper", type_="foreignkey")
    op.drop_column("stored_paper", "certified_copy_id")
    for table in ("certified_copy", "issued_result", "copy_counter", "result_counter"):
        op.drop_table(table)


def _counter(name: str) -> None:
    op.create_table(
        name,
        sa.Column("agency_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _key(name, "agency_id", "agency"),
        sa.PrimaryKeyConstraint("agency_id", "year", name=op.f(f"pk_{name}")),
    )


def _results() -> None:
    name = "issued_result"
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        *_numbers("dossier_id", "agency_id", "procedure_id"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("result_key", "title", "title_en"),
        sa.Column("file_id", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("issued_at", WHEN, nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=True),
        *_texts("issued_name"),
        sa.Column("valid_until", sa.Date(), nullable=True),
        *_texts("state"),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_name", sa.Text(), server_default="", nullable=False),
        sa.Column("decision_number", sa.Text(), server_default="", nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("decision_file_id", sa.BigInteger(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("replaced_by_id", sa.BigInteger(), nullable=True),
        *_texts("folded"),
        _key(name, "dossier_id", "dossier"),
        _key(name, "agency_id", "agency"),
        _key(name, "procedure_id", "procedure"),
        _key(name, "file_id", "file"),
        _key(name, "decision_file_id", "file"),
        _key(name, "issued_by", "account"),
        _key(name, "ended_by", "account"),
        _key(name, "replaced_by_id", "issued_result"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{name}_code")),
        sa.UniqueConstraint("agency_id", "year", "number", name=op.f(f"uq_{name}_agency_id_year_number")),
    )
    op.create_index(op.f("ix_issued_result_dossier_id"), name, ["dossier_id"])
    op.create_index(op.f("ix_issued_result_sha256"), name, ["sha256"])
    op.create_index("ix_issued_result_listed", name, ["agency_id", "procedure_id", "issued_at"])


def _copies() -> None:
    name = "certified_copy"
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        *_numbers("dossier_id", "agency_id"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("book", "place", "kind", "title"),
        sa.Column("issued_result_id", sa.BigInteger(), nullable=True),
        *_texts("source_sha256"),
        *_numbers("file_id"),
        *_texts("sha256"),
        sa.Column("certified_at", WHEN, nullable=False),
        *_numbers("certified_by"),
        *_texts("certified_name", "certified_title"),
        sa.Column("seal", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _key(name, "dossier_id", "dossier"),
        _key(name, "agency_id", "agency"),
        _key(name, "issued_result_id", "issued_result"),
        _key(name, "file_id", "file"),
        _key(name, "certified_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{name}_code")),
        sa.UniqueConstraint("file_id", name=op.f(f"uq_{name}_file_id")),
        sa.UniqueConstraint("agency_id", "year", "number", name=op.f(f"uq_{name}_agency_id_year_number")),
    )
    op.create_index(op.f("ix_certified_copy_dossier_id"), name, ["dossier_id"])
    op.create_index(op.f("ix_certified_copy_sha256"), name, ["sha256"])


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")
