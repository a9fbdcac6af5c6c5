"""Forms with a life: drafts, all published versions, and the shared library of fields."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLES = ("form_version", "shared_field_version")


def upgrade() -> None:
    op.add_column("library_form", sa.Column("author_id", sa.BigInteger(), nullable=True))
    op.add_column("library_form", sa.Column("author_name", sa.Text(), server_default="", nullable=False))
    op.create_foreign_key(
        op.f("fk_library_form_author_id"),
        "library_form",
        "account",
        ["author_id"],
        ["id"],
        ondelete="RESTRICT",
    )
    _versions()
    _drafts()
    _shared()
    _runs()
    for table in TABLES:
        op.execute(
            f"create trigger {table}_append_only before update or delete or truncate on {table}"
            " for each statement execute function audit_is_append_only()"
        )


def _versions() -> None:
    op.create_table(
        "form_version",
        _id(),
        sa.Column("form_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("schema", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        _text("reason"),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        _text("author_name"),
        _time("saved_at"),
        _list("tests"),
        _list("samples"),
        *_references("form_version", form_id="library_form.id", author_id="account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
        sa.UniqueConstraint("form_id", "number", name=op.f("uq_form_version_form_id_number")),
    )
    # The order of questions counts from now on.
    for form_id, schema in op.get_bind().execute(sa.text("select id, schema from library_form")).all():
        digest = hashlib.sha256(json.dumps(schema, ensure_ascii=False).encode()).hexdigest()
        op.get_bind().execute(
            sa.text("update library_form set digest = :digest where id = :id"),
            {"digest": digest, "id": form_id},
        )
    # Earlier versions are not known; what stands now is the first that is kept.
    op.execute(
        "insert into form_version (form_id, number, title, title_en, schema, digest, saved_at)"
        " select id, number, title, title_en, schema, digest, saved_at from library_form"
    )


def _drafts() -> None:
    op.create_table(
        "form_draft",
        _id(),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("schema", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("based_on", sa.BigInteger(), nullable=True),
        _list("tests"),
        _list("samples"),
        _list("notes"),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        _time("created_at"),
        sa.Column("updated_by", sa.BigInteger(), nullable=False),
        sa.Column("updated_by_name", sa.Text(), nullable=False),
        _time("updated_at"),
        sa.Column("version_id", sa.BigInteger(), nullable=True),
        *_references(
            "form_draft",
            field="field.key",
            based_on="form_version.id",
            author_id="account.id",
            updated_by="account.id",
            version_id="form_version.id",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_draft")),
    )
    op.create_index(
        "uq_form_draft_open",
        "form_draft",
        ["field", "key"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
    )


def _shared() -> None:
    op.create_table(
        "shared_field",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("schema", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), server_default="1", nullable=False),
        _time("saved_at"),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        _text("author_name"),
        *_references("shared_field", author_id="account.id"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_shared_field")),
    )
    op.create_table(
        "shared_field_version",
        _id(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("schema", sa.JSON(), nullable=False),
        _text("reason"),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        _text("author_name"),
        _time("saved_at"),
        *_references("shared_field_version", name="shared_field.name", author_id="account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_field_version")),
        sa.UniqueConstraint("name", "number", name=op.f("uq_shared_field_version_name_number")),
    )


def _runs() -> None:
    op.create_table(
        "shared_run",
        _id(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        _time("started_at"),
        *_references("shared_run", name="shared_field.name", author_id="account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_run")),
    )
    op.create_index(op.f("ix_shared_run_name"), "shared_run", ["name"], unique=False)
    op.create_table(
        "shared_run_form",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("form_id", sa.BigInteger(), nullable=False),
        _text("outcome"),
        sa.Column("number", sa.Integer(), nullable=True),
        _text("problem"),
        _text("problem_en"),
        *_references("shared_run_form", run_id="shared_run.id", form_id="library_form.id"),
        sa.PrimaryKeyConstraint("run_id", "form_id", name=op.f("pk_shared_run_form")),
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), server_default="[]", nullable=False)


def _references(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")
        for column, target in targets.items()
    ]


def downgrade() -> None:
    for table in (
        "shared_run_form", "shared_run", "shared_field_version", "shared_field", "form_draft", "form_version",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_constraint(op.f("fk_library_form_author_id"), "library_form", type_="foreignkey")
    op.drop_column("library_form", "author_name")
    op.drop_column("library_form", "author_id")
