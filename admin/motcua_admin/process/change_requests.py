"""Requests of units to change a procedure: filed, opinions asked and given, decided, carried out (A-17)."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import InputError
from motcua.domain.process.change_request import KINDS, STATES, number_of
from motcua.services.papers.files import Upload
from motcua.services.process import change_request_rights, change_requests
from motcua.services.process.change_requests import NewRequest
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.file_response import send_stored
from motcua.web.filters import ZONE
from motcua.web.office.typed import Typed, numbers_of, words_of
from motcua_admin import bp

LONGEST = 8000


@bp.app_template_filter("request_number")
def request_number(request_id: int) -> str:
    """The number under which drafts and versions cite a request."""
    return number_of(request_id)


@bp.get("/yeu-cau", endpoint="change_requests")
@open_to("staff")
def listing() -> ResponseReturnValue:
    """The requests that the reader sees, open ones unless "xong" is asked for."""
    is_open = "xong" not in request.args
    with new_work() as work:
        rows = change_request_rights.listing(work, actor(), is_open=is_open)
    return render_template(
        "studio/change_requests.html",
        rows=rows,
        is_open=is_open,
        kinds=KINDS,
        states=STATES,
        owner=house().profile.change_request_owner,
    )


@bp.get("/yeu-cau/moi")
@open_to("staff")
def new_change_request() -> ResponseReturnValue:
    return _form(Typed({"code": request.args.get("thu-tuc", "")[:40]}))


@bp.post("/yeu-cau/moi")
@open_to("staff")
def file_change_request() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in ("code", "kind", "title", "content")}
    wanted = NewRequest(
        words_of(request.form, "code"),
        typed["kind"],
        words_of(request.form, "title"),
        typed["content"].strip()[:LONGEST],
        _uploads(),
    )
    try:
        with new_work() as work:
            request_id = change_requests.file(work, actor(), wanted, now())
    except InputError as error:
        return make_response(_form(Typed(typed).with_problem(error)), status_of(error))
    flash(_("Đã gửi đề nghị %(number)s.", number=number_of(request_id)), "ok")
    return redirect(url_for("studio.change_request", request_id=request_id), 303)


@bp.get("/yeu-cau/<int:request_id>")
@open_to("staff")
def change_request(request_id: int) -> ResponseReturnValue:
    return _page(request_id)


@bp.post("/yeu-cau/<int:request_id>/y-kien")
@open_to("staff")
def ask_opinions(request_id: int) -> ResponseReturnValue:
    """Ask the units that were ticked."""
    chosen = numbers_of(request.form, "agency")
    return _done(
        request_id,
        lambda work: change_requests.ask_opinion(work, actor(), request_id, chosen, now()),
        _("Đã gửi xin ý kiến."),
    )


@bp.post("/yeu-cau/<int:request_id>/tra-loi")
@open_to("staff")
def give_opinion(request_id: int) -> ResponseReturnValue:
    agrees = {"yes": True, "no": False}.get(request.form.get("agrees", ""))
    text = request.form.get("opinion", "").strip()[:LONGEST]
    return _done(
        request_id,
        lambda work: change_requests.give_opinion(work, actor(), request_id, agrees, text, now()),
        _("Đã gửi ý kiến."),
    )


@bp.post("/yeu-cau/<int:request_id>/quyet-dinh")
@open_to("staff")
def decide_request(request_id: int) -> ResponseReturnValue:
    approves = request.form.get("do") == "approve"
    answer = request.form.get("answer", "").strip()[:LONGEST]
    return _done(
        request_id,
        lambda work: change_requests.decide(work, actor(), request_id, approves, answer, now()),
        _("Đã ghi quyết định. Người đề nghị đã được báo."),
    )


@bp.post("/yeu-cau/<int:request_id>/ban-thao")
@open_to("staff")
def draw_request(request_id: int) -> ResponseReturnValue:
    """Begin the draft that carries the request out."""
    with new_work() as work:
        draft_id = change_requests.draw(work, actor(), request_id, now())
    return redirect(url_for("studio.designer", draft_id=draft_id), 303)


@bp.get("/yeu-cau/<int:request_id>/tep/<int:file_id>")
@open_to("staff")
def request_file(request_id: int, file_id: int) -> ResponseReturnValue:
    with new_work() as work:
        opened = change_requests.attached(work, actor(), request_id, file_id)
    return send_stored(opened)


def _uploads() -> list[Upload]:
    sent = [one for one in request.files.getlist("files") if one.filename]
    most = house().upload_limit + 1
    return [Upload(one.filename or "", one.stream.read(most)) for one in sent]


def _form(typed: Typed) -> str:
    return render_template(
        "studio/change_request_new.html",
        typed=typed,
        kinds=[(key, say(words)) for key, words in KINDS.items()],
        owner=house().profile.change_request_owner,
        upload_megabytes=house().upload_limit // (1024 * 1024),
    )


def _done(request_id: int, do: Callable[[Work], None], words: str) -> ResponseReturnValue:
    try:
        with new_work() as work:
            do(work)
    except InputError as error:
        kept = {name: request.form.get(name, "") for name in ("opinion", "answer", "agrees")}
        return make_response(_page(request_id, Typed(kept).with_problem(error)), status_of(error))
    flash(words, "ok")
    return redirect(url_for("studio.change_request", request_id=request_id), 303)


def _page(request_id: int, typed: Typed | None = None) -> str:
    with new_work() as work:
        page = change_requests.page(work, actor(), request_id)
        today = now().astimezone(ZONE).date()
        units = change_requests.askable(work, today, page.opinions) if page.may_decide else ()
    return render_template(
        "studio/change_request.html",
        page=page,
        row=page.row,
        units=units,
        typed=typed or Typed({}),
        kind=KINDS[page.row.kind],
        states=STATES,
    )
