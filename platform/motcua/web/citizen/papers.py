"""The papers of a dossier: attached one by one to a draft, looked at, taken off again."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.services import drafts, files
from motcua.services.drafts import Draft
from motcua.services.files import FileError, Upload
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.citizen import parts
from motcua.web.citizen.section import LATER, put_aside, sent_url
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.file_response import send_stored, wanted_form
from motcua.web.filters import named

REMOVE = "remove"
LONGEST_ID = 18

Refused = list[tuple[str, str]]
"""(paper key, why) of each file that was not taken."""


@open_to("citizen")
def page(draft_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
    if url := sent_url(draft):
        return redirect(url)
    return _page(draft, _missing(draft) if "review" in request.args else [])


@open_to("citizen")
def submit(draft_id: UUID) -> ResponseReturnValue:
    removed = request.form.get(REMOVE, "")
    with new_work() as work:
        refused = _attach(work, drafts.get(work, actor(), draft_id))
        if removed.isascii() and removed.isdigit() and len(removed) <= LONGEST_ID:
            drafts.detach(work, actor(), draft_id, int(removed), now())
        draft = drafts.get(work, actor(), draft_id)
    if refused:
        return _page(draft, refused), 422
    if removed:
        return redirect(url_for("citizen.papers", draft_id=draft_id), 303)
    if LATER in request.form:
        return put_aside()
    if missing := _missing(draft):
        return _page(draft, missing), 422
    return redirect(parts.url_after(draft, parts.PAPERS), 303)


@open_to("citizen")
def file(draft_id: UUID, file_id: int) -> ResponseReturnValue:
    with new_work() as work:
        opened = drafts.file_content(work, actor(), draft_id, file_id, wanted_form())
    return send_stored(opened)


def _attach(work: Work, draft: Draft) -> Refused:
    """Keep every good file that came; the others are named with what would do."""
    refused: Refused = []
    for paper in draft.papers:
        for sent in request.files.getlist(f"paper-{paper.key}"):
            if not sent.filename:
                continue
            upload = Upload(sent.filename, sent.read())
            try:
                drafts.attach(work, actor(), draft.id, paper.key, upload, now())
            except FileError as error:
                refused.append((paper.key, say(error.message)))
    return refused


def _missing(draft: Draft) -> Refused:
    return [
        (paper.key, _("Đính kèm giấy tờ này trước khi tiếp tục.")) for paper in drafts.missing_papers(draft)
    ]


def _page(draft: Draft, problems: Refused) -> str:
    names = {paper.key: named(paper) for paper in draft.papers}
    return render_template(
        "citizen/papers.html",
        draft=draft,
        way=parts.way(draft, parts.PAPERS),
        errors=[(f"paper-{key}", f"{names[key]}: {why}") for key, why in problems],
        by_paper=dict(reversed(problems)),
        accept=",".join(files.KINDS),
        limit_megabytes=house().upload_limit // (1024 * 1024),
        later=LATER,
        remove=REMOVE,
    )
