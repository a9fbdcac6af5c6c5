"""What the addresses of approval name: a draft that was sent, and a version that waits for its day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fixtures_dossier import PDF
from fixtures_house import NOW

from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.work import Work
from motcua.store.process import process_draft as process_drafts
from motcua.store.version import version_life


def life_things(
    work: Work, draft_id: int, procedure_id: int, bpmn: bytes, forms: Mapping[str, Any]
) -> dict[str, object]:
    """A draft that waits for approval, and a version that waits for its day, each with its scanned decision."""
    connection, found = work.connection, {}
    row = process_drafts.by_id(connection, draft_id)
    assert row is not None
    values = {
        key: value
        for key, value in row._mapping.items()
        if key not in ("id", "state", "forms", "submitted_by", "submitted_at")
    }
    for key, state in (("submitted", "submitted"), ("waiting", "approved")):
        found[f"{key}_draft"] = made = process_drafts.add(
            connection,
            **values,
            state=state,
            forms=forms,
            submitted_by=row.author_id,
            submitted_at=NOW,
        )
        found[f"{key}_file"] = files.keep(
            work,
            Upload("quyet-dinh.pdf", PDF),
            NOW,
            uploaded_by=row.author_id,
            process_draft_id=made,
            slot="decision",
        )
    found["waiting_version"] = version_life.add(
        connection,
        procedure_id,
        bpmn=bpmn,
        forms=forms,
        digest="waiting",
        released_at=NOW,
        author_id=row.author_id,
        approver_id=row.author_id,
        effective_at=NOW + timedelta(days=30),
        draft_id=found["waiting_draft"],
    )
    return found
