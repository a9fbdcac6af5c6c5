"""Filing for another person: who owns the dossier, by what right, and the paper that says so (C-06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ValidationError
from motcua.services.intake import drafts, on_behalf
from motcua.services.intake.on_behalf import Owner
from motcua.services.papers.files import KINDS as FILE_KINDS
from motcua.services.papers.files import FileError, Upload
from motcua.web.access import open_to
from motcua.web.citizen.section import sent_url
from motcua.web.context import actor, new_work, now, say

MYSELF = "myself"


@open_to("citizen")
def page(draft_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
        owner = on_behalf.of_draft(work, draft)
    if url := sent_url(draft):
        return redirect(url)
    return _page(draft, owner or Owner())


@open_to("citizen")
def submit(draft_id: UUID) -> ResponseReturnValue:
    given = Owner.from_dict(request.form)
    sent = request.files.get("authorisation")
    upload = Upload(sent.filename, sent.read()) if sent is not None and sent.filename else None
    errors: Mapping[str, str] = {}
    had_own = False
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
        try:
            if MYSELF in request.form:
                on_behalf.clear(work, actor(), draft_id, now())
            else:
                had_own = on_behalf.save(work, actor(), draft_id, given, upload, now())
        except ValidationError as error:
            errors = {one.pointer.removeprefix("/"): say(one.message) for one in error.errors}
        except FileError as error:
            errors = {"authorisation": say(error.message)}
    if errors:
        return _page(draft, given, errors), 422
    flash(_("Đã ghi người đứng tên hồ sơ."), "ok")
    if had_own:
        flash(say(on_behalf.TAKEN_BACK), "info")
    return redirect(url_for("citizen.check", draft_id=draft_id), 303)


def _page(draft: drafts.Draft, owner: Owner, errors: Mapping[str, str] | None = None) -> str:
    return render_template(
        "citizen/behalf.html",
        draft=draft,
        owner=asdict(owner),
        errors=errors or {},
        kinds=[(key, say(text)) for key, text in on_behalf.KINDS.items()],
        papers=on_behalf.papers_of(draft),
        accept=",".join(FILE_KINDS),
        myself=MYSELF,
    )
