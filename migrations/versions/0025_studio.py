"""The studio: drafts of processes, the life of a version, the library of forms and shared parts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

FROZEN = "procedure_version_is_frozen"


def upgrade() -> None:
    op.add_column("procedure", sa.Column("owner_id", sa.BigInteger(), nullable=True))
    op.add_column("procedure", sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f("fk_procedure_owner_id"), "procedure", "agency", ["owner_id"], ["id"], ondelete="RESTRICT"
    )
    _drafts()
    _life()
    _library()
    op.add_column("file", sa.Column("process_draft_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_file_process_draft_id"),
        "file",
        "process_draft",
        ["process_draft_id"],
        ["id"],
        ondelete="RESTRICT",
    )
    op.create_index(op.f("ix_file_process_draft_id"), "file", ["process_draft_id"], unique=False)


def _drafts() -> None:
    op.create_table(
        "process_draft",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("procedure_id", sa.BigInteger(), nullable=True),
        sa.Column("based_on", sa.BigInteger(), nullable=True),
        sa.Column("bpmn", sa.LargeBinary(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("notes", _json(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hands", _json(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("updated_by", sa.BigInteger(), nullable=False),
        sa.Column("updated_by_name", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.BigInteger(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", _json(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=True),
        sa.Column("request_id", sa.BigInteger(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_process_draft_{column}"), ondelete="RESTRICT"
            )
            for column, target in (
                ("field", "field.key"),
                ("owner_id", "agency.id"),
                ("procedure_id", "procedure.id"),
                ("based_on", "procedure_version.id"),
                ("author_id", "account.id"),
                ("updated_by", "account.id"),
                ("submitted_by", "account.id"),
                ("version_id", "procedure_version.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_draft")),
    )
    op.create_index(op.f("ix_process_draft_procedure_id"), "process_draft", ["procedure_id"], unique=False)
    op.create_index(
        "ix_process_draft_open",
        "process_draft",
        ["updated_at"],
        unique=False,
        postgresql_where=sa.text("state in ('draft', 'submitted')"),
    )


def _life() -> None:
    for column in (
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("author_name", sa.Text(), server_default="", nullable=False),
        sa.Column("approver_id", sa.BigInteger(), nullable=True),
        sa.Column("approver_name", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("decision", _json(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("draft_id", sa.BigInteger(), nullable=True),
        sa.Column("request_id", sa.BigInteger(), nullable=True),
    ):
        op.add_column("procedure_version", column)
    for column, target in (
        ("author_id", "account"),
        ("approver_id", "account"),
        ("draft_id", "process_draft"),
    ):
        op.create_foreign_key(
            op.f(f"fk_procedure_version_{column}"),
            "procedure_version",
            target,
            [column],
            ["id"],
            ondelete="RESTRICT",
        )
    # Until now a version was the active one until the next was released.
    op.execute(
        "update procedure_version v set state = 'replaced' from procedure p"
        " where p.id = v.procedure_id and p.version_id <> v.id"
    )
    op.execute("update procedure_version set activated_at = released_at")
    op.execute(
        f"create function {FROZEN}() returns trigger language plpgsql as $$ begin"
        " raise exception 'what a version holds is never changed'; end $$"
    )
    op.execute(
        f"create trigger {FROZEN} before update of procedure_id, number, bpmn, forms, digest, released_at,"
        " author_id, approver_id, draft_id, decision, approved_at on procedure_version"
        f" for each row execute function {FROZEN}()"
    )


def _library() -> None:
    op.create_table(
        "library_form",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("schema", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), server_default="1", nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["field"], ["field.key"], name=op.f("fk_library_form_field"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_form")),
        sa.UniqueConstraint("field", "key", name=op.f("uq_library_form_field_key")),
    )
    op.create_table(
        "library_part",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_library_part")),
    )


def _json() -> postgresql.JSONB:
    return postgresql.JSONB(astext_type=sa.Text())


def downgrade() -> None:
    op.drop_index(op.f("ix_file_process_draft_id"), table_name="file")
    op.drop_constraint(op.f("fk_file_process_draft_id"), "file", type_="foreignkey")
    op.drop_column("file", "process_draft_id")
    op.drop_table("library_part")
    op.drop_table("library_form")
    op.execute(f"drop trigger {FROZEN} on procedure_version")
    op.execute(f"drop function {FROZEN}()")
    for column in (
        "request_id", "draft_id", "ended_at", "activated_at", "effective_at", "approved_at", "decision",
        "reason", "approver_name", "approver_id", "author_name", "author_id", "state",
    ):  # fmt: skip
        op.drop_column("procedure_version", column)
    op.drop_table("process_draft")
    op.drop_constraint(op.f("fk_procedure_owner_id"), "procedure", type_="foreignkey")
    op.drop_column("procedure", "reviewed_at")
    op.drop_column("procedure", "owner_id")
