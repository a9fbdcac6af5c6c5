"""The editor of a slip template: its page, what it saves, its conditions, and the preview beside it (B-09)."""

from __future__ import annotations

import json

from flask import Response, jsonify, make_response, render_template
from flask.typing import ResponseReturnValue

from motcua.domain.errors import ConflictError, InputError, NotAllowedError, NotFoundError
from motcua.domain.papers.slip_template import SlipTemplateError
from motcua.services.papers import slip_preview, slip_template_places, slip_templates
from motcua.services.papers.slip_preview import Wish
from motcua.services.process.process_drafts import DraftChangedError
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.json_body import json_object
from motcua.web.security import content_policy
from motcua_admin import bp
from motcua_admin.condition_answer import answer, question
from motcua_admin.papers.slip_editor_facts import condition_fields, page_facts, problem_facts

DRAFT = "/mau-phieu/ban-thao/<int:draft_id>"


@bp.get(DRAFT)
@open_to("staff")
def slip_editor(draft_id: int) -> ResponseReturnValue:
    """The template block by block; whoever may only see it, and what is no draft any more, cannot change it here."""
    with new_work() as work:
        row = slip_templates.get(work, actor(), draft_id)
        is_read_only = row.state != "draft" or not slip_templates.may_edit(work, actor(), row.agency_id)
        place = slip_template_places.names_of(work, [row])[row.agency_id]
    facts = page_facts(row, is_read_only=is_read_only)
    page = render_template(
        "studio/slip_editor.html",
        row=row,
        place=place,
        facts=json.dumps(facts, ensure_ascii=False),
        is_read_only=is_read_only,
    )
    answer = make_response(page)
    # The preview comes as the answer to a request of the script, not from an address.
    answer.headers["Content-Security-Policy"] = content_policy().replace(
        "img-src 'self'", "img-src 'self' blob:"
    )
    return answer


@bp.put(f"{DRAFT}/noi-dung")
@open_to("staff")
def save_slip_body(draft_id: int) -> ResponseReturnValue:
    """Keep the template that was made from `revision`; 409 tells who saved another in the meantime."""
    sent = json_object() or {}
    revision = sent.get("revision")
    with new_work() as work:
        try:
            saved = slip_templates.save(
                work, actor(), draft_id, sent.get("schema"), revision if type(revision) is int else 0, now()
            )
        except DraftChangedError as error:
            return jsonify(message=say(error.message), by=error.by, at=error.at.isoformat()), 409
    return jsonify(revision=saved.revision, at=now().isoformat(), findings=problem_facts(saved.problems))


@bp.post(f"{DRAFT}/xem-thu")
@open_to("staff")
def slip_preview_page(draft_id: int) -> ResponseReturnValue:
    """The first page of the `template` that was sent, with samples or with a dossier (`code`); JSON says why there is none."""
    sent = json_object() or {}
    code = sent.get("code")
    wish = Wish(
        "en" if sent.get("language") == "en" else "vi", code.strip()[:100] if isinstance(code, str) else ""
    )
    try:
        with new_work() as work:
            content = slip_preview.picture(work, actor(), draft_id, sent.get("template"), wish, now())
    except SlipTemplateError as problem:
        return jsonify(message=say(problem.message), findings=problem_facts(problem.errors)), 422
    except (InputError, ConflictError, NotAllowedError, NotFoundError) as problem:
        return jsonify(message=say(problem.message), code=problem.code), status_of(problem)
    return Response(content, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


@bp.post(f"{DRAFT}/dieu-kien")
@open_to("staff")
def slip_condition(draft_id: int) -> ResponseReturnValue:
    """A condition of a block, given as `text` or as `join` and `rows`: both of them, and its sentence."""
    with new_work() as work:
        row = slip_templates.get(work, actor(), draft_id)
    return jsonify(**answer(question(), condition_fields(row.kind)))
