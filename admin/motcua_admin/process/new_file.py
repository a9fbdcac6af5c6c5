"""A bundle from another installation, or a process drawn elsewhere: looked at, named, and made a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motcua.domain.errors import InputError, NotFoundError
from motcua.domain.process.process import Finding, ProcedureFacts
from motcua.services.process import bundles, draft_room, foreign_process, new_drafts, process_upload
from motcua.services.process.bundles import Bundle, BundleForm
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.office.typed import Typed
from motcua_admin import bp
from motcua_admin.process.new_draft import levels, wanted_of_form


@dataclass(frozen=True)
class Arrived:
    """What came: the bundle, None for a bare BPMN file; what our platform misses in it; its forms against ours."""

    upload: Record
    content: bytes
    bundle: Bundle | None
    facts: ProcedureFacts | None
    findings: Sequence[Finding]
    forms: Sequence[BundleForm] = ()


@bp.route("/moi/tep/<int:upload_id>", methods=["GET", "POST"])
@open_to("staff")
def new_file(upload_id: int) -> ResponseReturnValue:
    """What the file holds and lacks, with the fields of its procedure; sent, a draft."""
    with new_work() as work:
        arrived = _arrived(work, upload_id)
    typed = Typed(request.form if request.method == "POST" else _first_values(arrived))
    if request.method == "POST":
        try:
            with new_work() as work:
                draft_id = _take(work, arrived)
                process_upload.give(work, arrived.upload, draft_id)
            return redirect(url_for("studio.designer", draft_id=draft_id), 303)
        except InputError as problem:
            typed = typed.with_problem(problem)
    with new_work() as work:
        room = draft_room.room(work, actor())
    page = render_template("studio/new_file.html", arrived=arrived, typed=typed, room=room, levels=levels())
    return page, 400 if typed.summary else 200


def _arrived(work: Work, upload_id: int) -> Arrived:
    try:
        upload, content = process_upload.opened(work, actor(), upload_id, "bundle")
    except NotFoundError:
        upload, content = process_upload.opened(work, actor(), upload_id, "bpmn")
        facts, findings = foreign_process.look(work, content)
        return Arrived(upload, content, None, facts, findings)
    bundle = bundles.opened(content)
    facts, findings = foreign_process.look(work, bundle.bpmn, bundle)
    field = request.form.get("field") or (facts.field if facts else "")
    return Arrived(upload, content, bundle, facts, findings, bundles.compared(work, bundle, field))


def _take(work: Work, arrived: Arrived) -> int:
    if arrived.bundle is not None:
        theirs = [form.key for form in arrived.forms if request.form.get(f"form-{form.key}") == "theirs"]
        return bundles.take(work, actor(), arrived.bundle, wanted_of_form(), theirs, now())
    notes = [new_drafts.note_of(finding) for finding in arrived.findings]
    return new_drafts.of_file(work, actor(), arrived.content, wanted_of_form(), now(), notes=notes)


def _first_values(arrived: Arrived) -> dict[str, object]:
    facts = arrived.facts
    if facts is None:
        return {}
    return {
        "code": facts.code,
        "name": facts.name,
        "field": facts.field,
        "level": facts.level,
        "form": f"{facts.field}/{facts.form}" if facts.form else "",
    }
