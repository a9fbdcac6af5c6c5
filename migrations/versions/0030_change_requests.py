"""Requests to change a procedure with opinions and files; reviews of procedures."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    _requests()
    _opinions()
    _reviews()
    op.add_column("file", sa.Column("change_request_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_file_change_request_id"),
        "file",
        "change_request",
        ["change_request_id"],
        ["id"],
        ondelete="RESTRICT",
    )
    op.create_index(op.f("ix_file_change_request_id"), "file", ["change_request_id"], unique=False)
    op.add_column("procedure", sa.Column("review_told_for", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("procedure", "review_told_for")
    op.drop_index(op.f("ix_file_change_request_id"), table_name="file")
    op.drop_constraint(op.f("fk_file_change_request_id"), "file", type_="foreignkey")
    op.drop_column("file", "change_request_id")
    op.drop_table("procedure_review")
    op.drop_table("change_opinion")
    op.drop_table("change_request")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False)


def _requests() -> None:
    table = "change_request"
    op.create_table(
        table,
        _id(),
        sa.Column("procedure_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="filed", nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("filed_by", sa.BigInteger(), nullable=False),
        sa.Column("filed_by_name", sa.Text(), nullable=False),
        sa.Column("filed_at", WHEN, nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", WHEN, nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        _key(table, "procedure_id", "procedure"),
        _key(table, "agency_id", "agency"),
        _key(table, "filed_by", "account"),
        _key(table, "decided_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    for column in ("procedure_id", "state", "agency_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _opinions() -> None:
    table = "change_opinion"
    op.create_table(
        table,
        _id(),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_by_name", sa.Text(), nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("opinion", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", WHEN, nullable=True),
        _key(table, "request_id", "change_request"),
        _key(table, "agency_id", "agency"),
        _key(table, "answered_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_opinion")),
        sa.UniqueConstraint("request_id", "agency_id", name=op.f("uq_change_opinion_request_id_agency_id")),
    )
    op.create_index(op.f("ix_change_opinion_agency_id"), table, ["agency_id"], unique=False)


def _reviews() -> None:
    table = "procedure_review"
    op.create_table(
        table,
        _id(),
        sa.Column("procedure_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decision_number", sa.Text(), server_default="", nullable=False),
        sa.Column("reviewed_by", sa.BigInteger(), nullable=False),
        sa.Column("reviewed_by_name", sa.Text(), nullable=False),
        sa.Column("reviewed_at", WHEN, nullable=False),
        _key(table, "procedure_id", "procedure"),
        _key(table, "version_id", "procedure_version"),
        _key(table, "reviewed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_review")),
    )
    op.create_index(op.f("ix_procedure_review_procedure_id"), table, ["procedure_id"], unique=False)
