"""Who drew and approved a version, why and on whose request is never changed; its trail is only added to."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

FROZEN = "procedure_version_is_frozen"
HELD = "procedure_id, number, bpmn, forms, digest, released_at, author_id, approver_id, draft_id, decision, approved_at"
ADDED = "author_name, approver_name, reason, request_id"


def upgrade() -> None:
    _freeze(f"{HELD}, {ADDED}")
    op.execute(
        "create trigger version_event_append_only before update or delete or truncate on version_event"
        " for each statement execute function audit_is_append_only()"
    )


def downgrade() -> None:
    op.execute("drop trigger version_event_append_only on version_event")
    _freeze(HELD)


def _freeze(columns: str) -> None:
    op.execute(f"drop trigger {FROZEN} on procedure_version")
    op.execute(
        f"create trigger {FROZEN} before update of {columns} on procedure_version"
        f" for each row execute function {FROZEN}()"
    )
