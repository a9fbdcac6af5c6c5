"""The designer of a draft: its page, the drawing it loads and saves, and the check beside it (A-10, A-11)."""

from __future__ import annotations

import json

from flask import current_app, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.process import model_rights, process_drafts
from motcua.services.process.draft_choices import choices
from motcua.services.process.draft_condition import fields_at
from motcua.services.process.examination import source_of
from motcua.services.process.process_drafts import DraftChangedError
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.keys import record_key
from motcua_admin import bp
from motcua_admin.condition_answer import answer, question
from motcua_admin.process.designer_facts import examined_facts, page_facts

MAX_BYTES = 4 * 1024 * 1024


@bp.app_template_test("served")
def is_served(endpoint: str) -> bool:
    """Whether this installation has the screen, so that a link to it leads somewhere."""
    return endpoint in current_app.view_functions


@bp.get("/ban-thao/<int:draft_id>")
@open_to("staff")
def designer(draft_id: int) -> ResponseReturnValue:
    """The drawing of a draft; whoever may only see it, and a draft that was sent on, cannot change it here."""
    with new_work() as work:
        row = process_drafts.get(work, actor(), draft_id)
        may_edit = model_rights.may_edit(work, actor(), row.field, row.owner_id)
        chosen = choices(work, row, process_drafts.examined(work, row).model)
    is_read_only = not may_edit or row.state != "draft"
    facts = json.dumps(page_facts(row, chosen, is_read_only=is_read_only), ensure_ascii=False)
    return render_template("studio/designer.html", draft=row, facts=facts, is_read_only=is_read_only)


@bp.get("/ban-thao/<int:draft_id>/bpmn")
@open_to("staff")
def draft_bpmn(draft_id: int) -> ResponseReturnValue:
    """The file as it is stored."""
    with new_work() as work:
        row = process_drafts.get(work, actor(), draft_id)
    return make_response(bytes(row.bpmn), {"Content-Type": "application/xml; charset=utf-8"})


@bp.put("/ban-thao/<int:draft_id>/bpmn")
@open_to("staff")
def save_bpmn(draft_id: int) -> ResponseReturnValue:
    """Keep the drawing that was made from `revision`; 409 tells who saved another in the meantime."""
    revision = request.args.get("revision", 0, type=record_key)
    with new_work() as work:
        process_drafts.opened(work, actor(), draft_id)
        try:
            saved = process_drafts.save(work, actor(), draft_id, _drawing(), revision, now())
        except DraftChangedError as error:
            return jsonify(message=say(error.message), by=error.by, at=error.at.isoformat()), 409
    return jsonify(revision=saved.revision, at=now().isoformat(), **examined_facts(saved.examined))


@bp.get("/ban-thao/<int:draft_id>/kiem-tra")
@open_to("staff")
def draft_check(draft_id: int) -> ResponseReturnValue:
    """What is wrong with the stored drawing."""
    with new_work() as work:
        row = process_drafts.get(work, actor(), draft_id)
        return jsonify(**examined_facts(process_drafts.examined(work, row)))


@bp.post("/ban-thao/<int:draft_id>/dieu-kien")
@open_to("staff")
def draft_condition(draft_id: int) -> ResponseReturnValue:
    """A condition at an element (`at`), given as `text` or as `join` and `rows`: both of them, and its sentence."""
    with new_work() as work:
        row = process_drafts.get(work, actor(), draft_id)
        given = question()
        examined = process_drafts.examined(work, row)
        forms = source_of(work, bytes(row.bpmn), row.field, row.forms).forms
    fields = fields_at(examined, forms, str(given.get("at", "")))
    return jsonify(**answer(given, fields))


@bp.post("/ban-thao/<int:draft_id>/ban-sao")
@open_to("staff")
def copy_draft(draft_id: int) -> ResponseReturnValue:
    """Keep a drawing that could not be saved as a draft of its own."""
    with new_work() as work:
        process_drafts.opened(work, actor(), draft_id)
        copy_id = process_drafts.copy(work, actor(), draft_id, _drawing(), now())
    return jsonify(url=url_for("studio.designer", draft_id=copy_id)), 201


def _drawing() -> bytes:
    content = request.get_data()
    if 0 < len(content) <= MAX_BYTES:
        return content
    raise InputError(Text("Bản vẽ trống hoặc lớn hơn 4 MB.", "The drawing is empty or larger than 4 MB."))
