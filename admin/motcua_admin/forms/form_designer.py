"""The designer of a form: its page, and the schema that it loads and saves (B-01)."""

from __future__ import annotations

import json
from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.forms import form_drafts
from motcua.services.forms.form_drafts import MAX_BYTES
from motcua.services.process import model_rights
from motcua.services.process.process_drafts import DraftChangedError
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
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
    with new_work() as work:
        form_drafts.opened(work, actor(), draft_id)
        sent = _sent()
        try:
            saved = form_drafts.save(work, actor(), draft_id, sent["schema"], sent["revision"], now())
        except DraftChangedError as error:
            return jsonify(message=say(error.message), by=error.by, at=error.at.isoformat()), 409
    return jsonify(revision=saved.revision, at=now().isoformat(), findings=finding_facts(saved.findings))


def _sent() -> dict[str, Any]:
    """{schema, revision} of the body; raises InputError."""
    body = request.get_data()
    if len(body) > 2 * MAX_BYTES:
        raise InputError(Text("Biểu mẫu lớn hơn 1 MB.", "The form is larger than 1 MB."))
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if (
        isinstance(given, dict)
        and isinstance(given.get("schema"), dict)
        and type(given.get("revision")) is int
    ):
        return given
    raise InputError(Text("Yêu cầu không đọc được.", "The request cannot be read."))
