"""Templates of slips of the province and of agencies: drafts and versions; what was published is never written over."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

FROZEN = """
create function slip_template_is_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'TRUNCATE' then
        raise exception 'published slip templates are never changed or deleted';
    end if;
    if old.state in ('published', 'withdrawn') and (tg_op = 'DELETE' or
        row(new.kind, new.legal_set, new.agency_id, new.number, new.body::text, new.made_by, new.published_by,
            new.published_at, new.reason)
        is distinct from
        row(old.kind, old.legal_set, old.agency_id, old.number, old.body::text, old.made_by, old.published_by,
            old.published_at, old.reason)
        or new.state not in ('published', 'withdrawn')
        or (old.state = 'withdrawn' and new.state <> 'withdrawn')) then
        raise exception 'published slip templates are never changed or deleted';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger slip_template_frozen before update or delete on slip_template
    for each row execute function slip_template_is_frozen();
create trigger slip_template_kept before truncate on slip_template
    for each statement execute function slip_template_is_frozen();
"""


def upgrade() -> None:
    op.create_table(
        "slip_template",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("legal_set", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("based_on", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("hands", sa.JSON(), server_default="[]", nullable=False),
        *_deed("made"),
        *_deed("updated"),
        sa.Column("published_by", sa.BigInteger(), nullable=True),
        sa.Column("published_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        *_references(
            agency_id="agency.id",
            based_on="slip_template.id",
            made_by="account.id",
            updated_by="account.id",
            published_by="account.id",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_template")),
    )
    for name, columns, which in (
        ("draft", (), "state = 'draft'"),
        ("published", (), "state = 'published'"),
        ("number", ("number",), "number > 0"),
    ):
        op.create_index(
            f"uq_slip_template_{name}",
            "slip_template",
            ["kind", "legal_set", "agency_id", *columns],
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=sa.text(which),
        )
    op.execute(FROZEN)


def _deed(word: str) -> list[sa.Column[object]]:
    return [
        sa.Column(f"{word}_by", sa.BigInteger(), nullable=False),
        sa.Column(f"{word}_by_name", sa.Text(), nullable=False),
        sa.Column(f"{word}_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _references(**targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [target], name=op.f(f"fk_slip_template_{column}"), ondelete="RESTRICT"
        )
        for column, target in targets.items()
    ]


def downgrade() -> None:
    op.drop_table("slip_template")
    op.execute("drop function slip_template_is_frozen()")
