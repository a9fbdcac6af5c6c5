"""Slips by the API: drafted for a deed, which then names them by `slip_id`, and fetched as PDF or Word."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from motcua.services.papers import slip_drafts, slip_prints
from motcua.services.papers.slip_drafts import Asked
from motcua.services.papers.slip_prints import Form
from motcua.web.access import open_to
from motcua.web.api import body
from motcua.web.api.given import given_of
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.file_response import send_stored


@open_to("staff")
def draft(code: str, action_key: str) -> ResponseReturnValue:
    """Make the slip of an action out of what it will be sent with; nothing else is done yet."""
    sent = body.read()
    action = slip_drafts.action_of(action_key)
    with new_work() as work:
        asked = Asked(action, given_of(sent), body.text(sent, "task_id"), language())
        slip_id = slip_drafts.draft(work, actor(), code, asked, now())
        made = slip_prints.line(work, slip_id)
    slip = {"id": slip_id, "kind": made.row.kind, "name": say(made.name), "number": made.number or None}
    return jsonify(slip=slip), 201


@open_to("staff")
def file(code: str, slip_id: int) -> ResponseReturnValue:
    """A slip of the dossier, as Word where `format` says docx; the printing is written down."""
    kind: Form = "docx" if request.args.get("format") == "docx" else "pdf"
    with new_work() as work:
        found = slip_prints.printed(work, actor(), code, slip_id, kind, now())
    return send_stored(found)
