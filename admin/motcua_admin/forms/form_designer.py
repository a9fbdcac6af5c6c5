"""The designer of a form: its page, and the schema that it loads and saves (B-01)."""

from __future__ import annotations

import json

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from motcua.services.forms import form_drafts
from motcua.services.process import model_rights
from motcua.services.process.process_drafts import DraftChangedError
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.json_body import json_object
from motcua_admin import bp
from motcua_admin.forms.form_designer_facts import finding_facts, page_facts


@bp.get("/bieu-mau/<int:draft_id>")
@open_to("staff")
def form_designer(draft_id: int) -> ResponseReturnValue:
    """The form as it is drawn; whoever may only see it, and a published draft, cannot change it here."""
    with new_work() as work:
        row = form_drafts.get(work, actor(), draft_id)
        may_edit = model_rights.may_edit(work, actor(), row.field, None)
        is_read_only = not may_edit or row.state != "draft"
        facts = page_facts(work, row, is_read_only=is_read_only)
    return render_template(
        "studio/form_designer.html",
        row=row,
        facts=json.dumps(facts, ensure_ascii=False),
        is_read_only=is_read_only,
    )


@bp.get("/bieu-mau/<int:draft_id>/luoc-do")
@open_to("staff")
def form_schema(draft_id: int) -> ResponseReturnValue:
    """The schema as it is stored, in its own order."""
    with new_work() as work:
        row = form_drafts.get(work, actor(), draft_id)
    text = json.dumps({"schema": row.schema, "revision": row.revision}, ensure_ascii=False)
    return text, 200, {"Content-Type": "application/json"}


@bp.put("/bieu-mau/<int:draft_id>/luoc-do")
@open_to("staff")
def save_form_schema(draft_id: int) -> ResponseReturnValue:
    """Keep the schema that was made from `revision`; 409 tells who saved another in the meantime."""
    sent = json_object() or {}
    revision = sent.get("revision")
    with new_work() as work:
        try:
            saved = form_drafts.save(
                work, actor(), draft_id, sent.get("schema"), revision if type(revision) is int else 0, now()
            )
        except DraftChangedError as error:
            return jsonify(message=say(error.message), by=error.by, at=error.at.isoformat()), 409
    return jsonify(revision=saved.revision, at=now().isoformat(), findings=finding_facts(saved.findings))
