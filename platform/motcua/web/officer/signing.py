"""Signing at a step: the document, whose key, what was signed; and many documents with one unlocking (A-14, F-13)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.services.papers.files import Upload
from motcua.services.signing import order_work, orders, signing, signing_page
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.office.typed import Typed, number_of
from motcua.web.officer.papers import file_address


@open_to("staff")
def page(code: str, task_id: str) -> ResponseReturnValue:
    """What the step signs, by whose authority, and how far that is done."""
    return _show(code, task_id)


@open_to("staff")
def sign(code: str, task_id: str) -> ResponseReturnValue:
    """Sign the document of the step now; what a slow service leaves is taken up by the worker."""

    def act(work: Work) -> int:
        key_id, secret = number_of(request.form, "key_id") or 0, request.form.get("secret", "")
        return orders.begin(
            work, actor(), _key(), [(code, task_id)], key_id, secret, now(), is_carried_out=True
        )

    try:
        with new_work() as work:
            run_id = act(work)
    except (InputError, ConflictError) as error:
        return _refused(code, task_id, error)
    order_work.carry_out(house(), run_id, now())
    with new_work() as work:
        found = orders.page(work, actor(), run_id)
    if found.signed:
        flash(_("Đã ký số. Bản đã ký thay bản trước; bản trước vẫn được giữ."), "ok")
    return redirect(url_for("officer.sign_page", code=code, task_id=task_id), 303)


@open_to("staff")
def attach(code: str, task_id: str) -> ResponseReturnValue:
    """Hand in the PDF that is to be signed."""
    return _with_upload(code, task_id, signing.attach, _("Đã nộp tệp. Xem lại rồi ký."))


@open_to("staff")
def returned(code: str, task_id: str) -> ResponseReturnValue:
    """Take in the copy that was signed outside."""
    return _with_upload(code, task_id, signing.returned, _("Đã nhận bản ký ngoài. Chữ ký hợp lệ."))


@open_to("staff")
def many() -> ResponseReturnValue:
    """The dossiers ticked in the list: what can be signed with one key, and what cannot."""
    items = request.form.getlist("item")
    if not items:
        flash(_("Chưa chọn hồ sơ nào."), "warn")
        return redirect(url_for("officer.work"), 303)
    return _show_many(items)


@open_to("staff")
def sign_many() -> ResponseReturnValue:
    """Order them all to be signed with one key, which the worker unlocks once."""
    items = request.form.getlist("item")
    try:
        with new_work() as work:
            key_id, secret = number_of(request.form, "key_id") or 0, request.form.get("secret", "")
            run_id = orders.begin(work, actor(), _key(), _pairs(items), key_id, secret, now())
    except (InputError, ConflictError) as error:
        return _show_many(items, Typed(request.form).with_problem(error), status_of(error))
    return redirect(url_for("officer.signature_run", signing_run=run_id), 303)


@open_to("staff")
def runs() -> ResponseReturnValue:
    """The officer's own runs, the newest first."""
    with new_work() as work:
        found = orders.listed(work, actor())
    return make_response(render_template("officer/signature_runs.html", runs=found))


@open_to("staff")
def run(signing_run: int) -> ResponseReturnValue:
    """How far the run is, and each document that was not signed with the reason."""
    with new_work() as work:
        found = orders.page(work, actor(), signing_run)
    return make_response(render_template("officer/signature_run.html", run=found))


@open_to("staff")
def call_off(signing_run: int) -> ResponseReturnValue:
    """Stop what is not signed yet."""
    with new_work() as work:
        orders.call_off(work, actor(), signing_run, now())
    flash(_("Đã dừng. Văn bản đã ký thì vẫn giữ chữ ký."), "ok")
    return redirect(url_for("officer.signature_run", signing_run=signing_run), 303)


def _show(code: str, task_id: str, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    with new_work() as work:
        found = signing_page.page(work, actor(), code, task_id, now())
    file = found.task.wanted.file
    return make_response(
        render_template(
            "officer/signing.html",
            page=found,
            wanted=found.task.wanted,
            code=code,
            task_id=task_id,
            typed=typed or Typed({}),
            key=request.form.get("key") or str(uuid.uuid4()),
            view_url=file_address(code, file.id) if file is not None else "",
            content_url=url_for("officer.file", code=code, file_id=file.id) if file is not None else "",
            megabytes=house().upload_limit // (1024 * 1024),
        ),
        status,
    )


def _refused(code: str, task_id: str, error: InputError | ConflictError) -> ResponseReturnValue:
    return _show(code, task_id, Typed(request.form).with_problem(error), status_of(error))


def _with_upload(code: str, task_id: str, act: Callable[..., None], said: str) -> ResponseReturnValue:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        with new_work() as work:
            signing.task_of(work, actor(), code, task_id)
        flash(_("Chưa chọn tệp PDF."), "warn")
        return redirect(url_for("officer.sign_page", code=code, task_id=task_id), 303)
    try:
        with new_work() as work:
            act(work, actor(), code, task_id, Upload(sent.filename, sent.read()), now())
    except (InputError, ConflictError) as error:
        return _refused(code, task_id, error)
    flash(said, "ok")
    return redirect(url_for("officer.sign_page", code=code, task_id=task_id), 303)


def _show_many(items: Sequence[str], typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    with new_work() as work:
        found = signing_page.many(work, actor(), _pairs(items), now())
    body = render_template(
        "officer/sign_many.html",
        many=found,
        typed=typed or Typed({}),
        key=request.form.get("key") or str(uuid.uuid4()),
        refused=[(code, say(words)) for code, words in found.refused],
    )
    return make_response(body, status)


def _pairs(items: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, task) for code, _between, task in (item.partition("/") for item in items)]


def _key() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("key", ""))
    except ValueError:
        return uuid.uuid4()
