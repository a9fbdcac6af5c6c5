"""The trust list: an authority's file is looked at, then believed; hosts that are asked; ended with a reason (F-13)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError, NotFoundError
from motcua.services.signing import trust
from motcua.services.signing.trust import KIND_WORDS, Shown, Wanted
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.filters import ZONE
from motcua.web.office import bp
from motcua.web.office.typed import Typed, day_of, required_day_of, words_of


@bp.get("/tin-cay", endpoint="trust_list")
@open_to("staff")
def listing() -> ResponseReturnValue:
    return _show()


@bp.post("/tin-cay/xem")
@open_to("staff")
def show_trusted() -> ResponseReturnValue:
    """What an uploaded file holds; nothing is believed yet."""
    sent = request.files.get("file")
    content = sent.stream.read(trust.MOST_BYTES + 1) if sent is not None else b""
    try:
        with new_work() as work:
            found = trust.shown(work, actor(), content)
    except InputError as error:
        return _show(Typed({}).with_problem(error), status_of(error))
    return _show(found=found)


@bp.post("/tin-cay")
@open_to("staff")
def add_trusted() -> ResponseReturnValue:
    try:
        certificate = base64.b64decode(request.form.get("certificate", ""), validate=True)
    except (binascii.Error, ValueError):
        certificate = b""
    found: Sequence[Shown] = ()
    try:
        with new_work() as work:
            found = trust.shown(work, actor(), certificate)
            trust.add(work, actor(), _wanted(certificate), now())
    except (InputError, ConflictError) as error:
        return _show(Typed(request.form).with_problem(error), status_of(error), found)
    flash(_("Đã thêm vào danh sách tin cậy."), "ok")
    return redirect(url_for("office.trust_list"), 303)


@bp.post("/tin-cay/<int:anchor_id>/may-chu")
@open_to("staff")
def change_trusted(anchor_id: int) -> ResponseReturnValue:
    """Which hosts may be asked about revocations."""
    hosts = request.form.get("hosts", "").split()
    return _done(
        lambda work: trust.change_hosts(work, actor(), anchor_id, hosts, now()),
        _("Đã lưu nơi tra cứu thu hồi."),
    )


@bp.post("/tin-cay/<int:anchor_id>/bo")
@open_to("staff")
def remove_trusted(anchor_id: int) -> ResponseReturnValue:
    reason = words_of(request.form, "reason")
    return _done(
        lambda work: trust.remove(work, actor(), anchor_id, reason, now()),
        _("Đã bỏ khỏi danh sách tin cậy. Mục cũ vẫn được giữ để đối chiếu."),
    )


def _wanted(certificate: bytes) -> Wanted:
    return Wanted(
        certificate,
        request.form.getlist("kind"),
        required_day_of(request.form, "since"),
        day_of(request.form, "until"),
        request.form.get("hosts", "").split(),
        words_of(request.form, "reason"),
    )


def _done(act: Callable[[Work], None], said: str) -> ResponseReturnValue:
    try:
        with new_work() as work:
            act(work)
    except (InputError, ConflictError, NotFoundError) as error:
        return _show(Typed({}).with_problem(error), status_of(error))
    flash(said, "ok")
    return redirect(url_for("office.trust_list"), 303)


def _show(typed: Typed | None = None, status: int = 200, found: Sequence[Shown] = ()) -> ResponseReturnValue:
    with new_work() as work:
        rows = trust.listing(work, actor())
        may_manage = trust.may_manage(work, actor())
    body = render_template(
        "office/trust_list.html",
        rows=rows,
        may_manage=may_manage,
        found=[(one, base64.b64encode(one.certificate).decode()) for one in found],
        kinds=[(key, say(words)) for key, words in KIND_WORDS.items()],
        kind_words=KIND_WORDS,
        today=_today(),
        now=now(),
        typed=typed or Typed({}),
    )
    return make_response(body, status)


def _today() -> date:
    return now().astimezone(ZONE).date()
