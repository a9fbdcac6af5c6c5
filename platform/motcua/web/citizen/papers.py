"""The papers of a dossier: attached one by one to a draft, looked at, joined from photographs, taken off again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError
from motcua.domain.process.process import Paper
from motcua.domain.signing.finding import SignatureFinding
from motcua.services.forms.draft_files import PAPER_SLOT
from motcua.services.intake import drafts
from motcua.services.intake.drafts import Draft
from motcua.services.papers import joined_photos
from motcua.services.papers.files import FileError, Upload
from motcua.services.papers.joined_photos import Page
from motcua.services.signing import verification
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.citizen import parts, reuse
from motcua.web.citizen.section import LATER, put_aside, sent_url
from motcua.web.context import actor, new_work, now, say
from motcua.web.file_response import send_stored, wanted_form
from motcua.web.file_rows import FileRow, file_row
from motcua.web.filters import file_size, named
from motcua.web.keys import LARGEST

REMOVE, PART, JOIN, UPLOAD = "remove", "part", "join", "upload"
"""Names of the buttons that stay on the page."""

Refused = list[tuple[str, str]]
"""(paper key, why) of each file that was not taken."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper with its files; `photos` are those that may be joined, set apart when there are several.

    `signed` are the files, by name, of a paper that must be signed digitally, with what was found about them.
    """

    paper: Paper
    files: Sequence[FileRow]
    photos: Sequence[FileRow]
    accept: str
    kinds: str
    limit: int
    limit_text: str
    error: str
    signed: Sequence[tuple[str, Sequence[SignatureFinding]]] = ()


@open_to("citizen")
def page(draft_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
        if url := sent_url(draft):
            return redirect(url)
        return _page(work, draft, _missing(draft) if "review" in request.args else [])


@open_to("citizen")
def submit(draft_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        refused = _attach(work, drafts.get(work, actor(), draft_id))
        refused += _change(work, draft_id)
        draft = drafts.get(work, actor(), draft_id)
        if refused:
            return _page(work, draft, refused), 422
        if stays := next((name for name in (REMOVE, PART, JOIN, UPLOAD) if request.form.get(name)), ""):
            anchor = f"place-{request.form[stays]}" if stays in {JOIN, UPLOAD} else None
            return redirect(url_for("citizen.papers", draft_id=draft_id, _anchor=anchor), 303)
        if LATER in request.form:
            return put_aside()
        if missing := _missing(draft):
            return _page(work, draft, missing), 422
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


def _change(work: Work, draft_id: UUID) -> Refused:
    """Take a file off, join photographs or take a PDF apart, as the button says."""
    if (removed := _number(request.form.get(REMOVE, ""))) is not None:
        drafts.detach(work, actor(), draft_id, removed, now())
    if (parted := _number(request.form.get(PART, ""))) is not None:
        joined_photos.part(work, actor(), draft_id, parted, now())
    key = request.form.get(JOIN, "")
    if not key:
        return []
    draft = drafts.get(work, actor(), draft_id)
    photos = joined_photos.photos_of([one for one in draft.files if one.slot == f"{PAPER_SLOT}{key}"])
    try:
        joined_photos.join(work, actor(), draft_id, key, _pages([one.id for one in photos]), now())
    except InputError as error:
        return [(key, say(error.message))]
    return []


def _pages(photo_ids: Sequence[int]) -> list[Page]:
    """The photographs in the order of their numbers, without those left out; an equal number stays as it stood."""
    chosen = []
    for place, photo_id in enumerate(photo_ids):
        if f"leave-{photo_id}" not in request.form:
            number = _number(request.form.get(f"page-{photo_id}", ""))
            turn = _number(request.form.get(f"turn-{photo_id}", ""))
            chosen.append((place + 1 if number is None else number, place, Page(photo_id, turn or 0)))
    return [page for _number_of, _place, page in sorted(chosen, key=lambda one: one[:2])]


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if is_number and int(text) <= LARGEST else None


def _missing(draft: Draft) -> Refused:
    return [
        (paper.key, _("Đính kèm giấy tờ này trước khi tiếp tục.")) for paper in drafts.missing_papers(draft)
    ]


def _page(work: Work, draft: Draft, problems: Refused) -> str:
    names = {paper.key: named(paper) for paper in draft.papers}
    by_paper = dict(reversed(problems))
    return render_template(
        "citizen/papers.html",
        draft=draft,
        reuse=reuse.of_page(work, draft),
        way=parts.way(draft, parts.PAPERS),
        errors=[(f"paper-{key}", f"{names.get(key, '')}: {why}") for key, why in problems],
        rows=[_row(work, draft, paper, by_paper.get(paper.key, "")) for paper in draft.papers],
        later=LATER,
        remove=REMOVE,
        part=PART,
    )


def _row(work: Work, draft: Draft, paper: Paper, error: str) -> PaperRow:
    rule = drafts.rule_at(work, draft, f"{PAPER_SLOT}{paper.key}")
    kept = draft.files_for(paper)
    photos = joined_photos.photos_of([one for one in kept if one.slot == f"{PAPER_SLOT}{paper.key}"])
    apart = {one.id for one in photos} if len(photos) > 1 else set()
    made_of = [one.joined_id for one in draft.files if one.joined_id is not None]
    rows = {
        one.id: file_row(
            one,
            partial(url_for, "citizen.draft_file", draft_id=draft.id, file_id=one.id),
            is_removable=True,
            photos=made_of.count(one.id),
        )
        for one in kept
    }
    return PaperRow(
        paper=paper,
        files=[row for file_id, row in rows.items() if file_id not in apart],
        photos=[row for file_id, row in rows.items() if file_id in apart],
        accept=rule.accept,
        kinds=say(rule.said),
        limit=rule.limit,
        limit_text=file_size(rule.limit),
        error=error,
        signed=[(one.name, verification.of_file(work, one.sha256, now())) for one in kept]
        if paper.sign_required
        else (),
    )
