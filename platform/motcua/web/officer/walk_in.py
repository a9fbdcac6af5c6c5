"""The counter: an officer enters a dossier for the person before him, on one page, and accepts it at once (C-04, C-08)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.declaration.declaration import DECLARATION
from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.process.service_manner import RESULT_WAYS
from motcua.services.desk import visitor
from motcua.services.forms import prefill
from motcua.services.intake import assisted, drafts, visitor_prefill, walk_in
from motcua.services.intake.walk_in import WalkIn
from motcua.services.papers.files import FileError
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.file_response import send_stored, wanted_form
from motcua.web.forms.view import ACTION
from motcua.web.keys import LARGEST
from motcua.web.officer.actions import INSTEAD
from motcua.web.officer.given import upload_of, uploads_of
from motcua.web.officer.walk_in_page import FILE, WalkInPage, drawn_again, entry_of, page_of

DO = "do"
RECEIVE, LATER, REUSE = "receive", "later", "reuse"
ASSIST, ASSIST_CODE = "assist", "assist_code"
REMOVE = "remove"


@open_to("staff")
def new() -> ResponseReturnValue:
    """The procedures of the officer's desk, with what he has begun before."""
    return _choose()


@open_to("staff")
def begin() -> ResponseReturnValue:
    code = request.form.get("procedure", "")
    if not code:
        return _choose(_("Chọn thủ tục."), 422)
    try:
        with new_work() as work:
            draft_id = walk_in.begin(work, actor(), code, now())
    except ConflictError as error:
        return _choose(say(error.message), 409)
    return redirect(url_for("officer.walk_in", draft_id=draft_id), 303)


@open_to("staff")
def form(draft_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        found = walk_in.get(work, actor(), draft_id)
        sources = prefill.sources(work, found.draft)
    if found.draft.dossier_code:
        return redirect(url_for("officer.intake_receipt", code=found.draft.dossier_code))
    g.field_sources = {pointer: say(text) for pointer, text in sources.items()}
    return _page(page_of(found))


@open_to("staff")
def submit(draft_id: UUID) -> ResponseReturnValue:
    """Keep everything that was sent, then do what the button says; what stands in the way is said at its place."""
    with new_work() as work:
        found = walk_in.get(work, actor(), draft_id)
        if found.draft.dossier_code:
            return redirect(url_for("officer.intake_receipt", code=found.draft.dossier_code), 303)
        page = page_of(found, request.form)
        refused = _take_answers(work, page) + _take_papers(work, found)
        _take_off(work, draft_id)
        redraw = page.apply_action(request.form.get(ACTION))
        found = walk_in.save(work, actor(), draft_id, entry_of(request.form, page), now())
    if redraw or refused or REMOVE in request.form:
        return _page(drawn_again(page, found, refused), 422 if refused else 200)
    return _carry_out(found, request.form.get(DO, ""))


@open_to("staff")
def discard(draft_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        walk_in.get(work, actor(), draft_id)
        drafts.discard(work, actor(), draft_id)
    flash(_("Đã bỏ hồ sơ đang nhập."), "ok")
    return redirect(url_for("officer.walk_in_new"), 303)


@open_to("staff")
def file(draft_id: UUID, file_id: int) -> ResponseReturnValue:
    """A scan attached to what is being entered."""
    with new_work() as work:
        walk_in.get(work, actor(), draft_id)
        opened = drafts.file_content(work, actor(), draft_id, file_id, wanted_form())
    return send_stored(opened)


def _carry_out(found: WalkIn, do: str) -> ResponseReturnValue:
    draft_id = found.draft.id
    if do == RECEIVE:
        return _registered(found, walk_in.receive, _received)
    if do == REUSE:
        return _fill_in(draft_id)
    if do == ASSIST_CODE:
        return _send_code(draft_id)
    if do == ASSIST:
        return _registered(found, _assisted, _filed_for)
    if do in INSTEAD:
        return _registered(found, walk_in.hand_in, lambda code: _go_on(found, do, code))
    flash(_("Đã lưu. Hồ sơ chưa được tiếp nhận."), "ok")
    target = url_for("officer.walk_in_new") if do == LATER else url_for("officer.walk_in", draft_id=draft_id)
    return redirect(target, 303)


def _send_code(draft_id: UUID) -> ResponseReturnValue:
    """A code to the account of the person entered, who reads it out."""
    try:
        with new_work() as work:
            assisted.send_code(work, actor(), draft_id, now())
    except (InputError, ConflictError) as error:
        return _refused(draft_id, error)
    with new_work() as work:
        found = walk_in.get(work, actor(), draft_id)
    flash(_("Đã gửi mã vào thư điện tử của người dân. Mã dùng được trong 15 phút."), "ok")
    return _page(page_of(found), code_sent=True)


def _assisted(work: Work, officer: Actor, draft_id: UUID, at: datetime) -> str:
    code = request.form.get("assisted-code", "")
    return assisted.hand_in(work, officer, draft_id, code, at, declared="assisted-declared" in request.form)


def _filed_for(code: str) -> ResponseReturnValue:
    flash(
        _("Đã gửi hồ sơ %(code)s đứng tên người dân. Kiểm tra và tiếp nhận như hồ sơ trực tuyến.", code=code),
        "ok",
    )
    return redirect(url_for("officer.dossier", code=code), 303)


def _fill_in(draft_id: UUID) -> ResponseReturnValue:
    """What the person gave before, where he agrees."""
    try:
        with new_work() as work:
            count = visitor_prefill.fill(
                work, actor(), draft_id, now(), agreed="reuse_agreed" in request.form
            )
    except ValidationError as error:
        with new_work() as work:
            found = walk_in.get(work, actor(), draft_id)
        return _page(page_of(found, errors=error.errors), 422)
    words = _("Đã điền %(count)d mục từ các hồ sơ trước.", count=count)
    flash(words if count else _("Không có thông tin nào để điền."), "ok" if count else "info")
    return redirect(url_for("officer.walk_in", draft_id=draft_id), 303)


def _registered(
    found: WalkIn,
    register: Callable[..., str],
    then: Callable[[str], ResponseReturnValue],
) -> ResponseReturnValue:
    try:
        with new_work() as work:
            code = register(work, actor(), found.draft.id, now())
    except (InputError, ConflictError) as error:
        return _refused(found.draft.id, error)
    return then(code)


def _refused(draft_id: UUID, error: InputError | ConflictError) -> ResponseReturnValue:
    """The page again with what stands in the way, everything entered on it."""
    with new_work() as work:
        found = walk_in.get(work, actor(), draft_id)
    errors = error.errors if isinstance(error, ValidationError) else ()
    notice = "" if errors else say(error.message)
    return _page(page_of(found, errors=errors, notice=notice), status_of(error))


def _received(code: str) -> ResponseReturnValue:
    flash(_("Đã tiếp nhận hồ sơ %(code)s. In giấy tiếp nhận cho người nộp.", code=code), "ok")
    return redirect(url_for("officer.intake_receipt", code=code), 303)


def _go_on(found: WalkIn, do: str, code: str) -> ResponseReturnValue:
    """To the action that asks for the papers not in order, or refuses."""
    name = say(ACTIONS[do].name)
    flash(
        _("Đã ghi nhận hồ sơ %(code)s, chưa tiếp nhận. Tiếp theo: %(action)s.", code=code, action=name), "ok"
    )
    bad = [paper.key for paper in found.papers if found.entry.marks.get(paper.key) == "bad"]
    return redirect(url_for("officer.act_form", code=code, action_key=do, papers=bad), 303)


def _take_answers(work: Work, page: WalkInPage) -> list[FieldError]:
    """Keep the files that answer questions of the form; those that will not do are named."""
    refused = []
    for view in page.parts:
        for slot in view.file_fields():
            upload = upload_of(request.files.get(slot.upload_name))
            if upload is None:
                continue
            try:
                kept = drafts.attach_answer(work, actor(), page.found.draft.id, slot.pointer, upload, now())
            except FileError as error:
                refused.append(FieldError(slot.pointer, error.code, error.message))
            else:
                view.set_file(slot.pointer, kept, upload.name)
    return refused


def _take_papers(work: Work, found: WalkIn) -> list[FieldError]:
    """Keep the scans of papers; those that will not do are named."""
    refused = []
    for paper in found.papers:
        for upload in uploads_of(request.files.getlist(f"{FILE}{paper.key}")):
            try:
                drafts.attach(work, actor(), found.draft.id, paper.key, upload, now())
            except FileError as error:
                refused.append(FieldError(f"/_papers/{paper.key}", error.code, error.message))
    return refused


def _take_off(work: Work, draft_id: UUID) -> None:
    chosen = request.form.get(REMOVE, "")
    if chosen.isascii() and chosen.isdigit() and int(chosen[:19]) <= LARGEST:
        drafts.detach(work, actor(), draft_id, int(chosen[:19]), now())


def _choose(error: str = "", status: int = 200) -> ResponseReturnValue:
    query = request.values.get("q", "").strip()[:200]
    with new_work() as work:
        found = walk_in.offered(work, actor(), query)
        begun = walk_in.begun(work, actor(), now())
    page = render_template(
        "officer/walk_in_new.html",
        procedures=found,
        is_cut=len(found) == walk_in.MOST_OFFERED,
        begun=begun,
        query=query,
        chosen=request.form.get("procedure", ""),
        error=error,
    )
    return make_response(page, status)


def _page(page: WalkInPage, status: int = 200, *, code_sent: bool = False) -> ResponseReturnValue:
    body = render_template(
        "officer/walk_in.html",
        page=page,
        draft=page.found.draft,
        ways=[(key, say(text)) for key, text in visitor.WAYS.items()],
        arrivals=[(key, say(text)) for key, text in visitor.ARRIVALS.items()],
        declaration=say(DECLARATION),
        code_sent=code_sent,
        receive_ways=[(key, say(text)) for key, text in RESULT_WAYS.items()],
        seen_words=[(key, say(text)) for key, text in walk_in.SEEN.items()],
        upload_megabytes=house().upload_limit // (1024 * 1024),
    )
    return make_response(body, status)
