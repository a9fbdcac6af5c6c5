"""Agencies' digital seals: registered from what a signing service holds, given to named accounts, taken back (F-13)."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError, NotFoundError
from motcua.services.signing import agency_seals, keys
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.filters import named
from motcua.web.office import bp
from motcua.web.office.typed import Typed, number_of, words_of


@bp.get("/con-dau-so")
@open_to("staff")
def agency_seals_home() -> ResponseReturnValue:
    """The seals of the chosen agency, of the actor's own at first."""
    with new_work() as work:
        found = agency_seals.agencies_for(work, actor())
    mine = next((one.id for one in found if one.id == actor().agency_id), found[0].id)
    return redirect(url_for("office.agency_seals", agency_id=request.args.get("agency", mine, int)))


@bp.get("/con-dau-so/<int:agency_id>", endpoint="agency_seals")
@open_to("staff")
def of_agency(agency_id: int) -> ResponseReturnValue:
    return _show(agency_id)


@bp.post("/con-dau-so/<int:agency_id>")
@open_to("staff")
def register_seal(agency_id: int) -> ResponseReturnValue:
    """Register a certificate of the agency, by the decision named."""

    def act(work: Work) -> None:
        service, reason = words_of(request.form, "service"), words_of(request.form, "reason")
        reference = words_of(request.form, "reference")
        keys.register(work, actor(), service, reference, now(), agency_id=agency_id, reason=reason)

    return _done(agency_id, act, _("Đã đăng ký con dấu số."))


@bp.post("/con-dau-so/<int:agency_id>/<int:seal_id>/giao")
@open_to("staff")
def give_seal(agency_id: int, seal_id: int) -> ResponseReturnValue:
    def act(work: Work) -> None:
        login, reason = words_of(request.form, "login"), words_of(request.form, "reason")
        agency_seals.give(work, actor(), seal_id, login, reason, now())

    return _done(agency_id, act, _("Đã giao con dấu số."))


@bp.post("/con-dau-so/<int:agency_id>/<int:seal_id>/thu-lai")
@open_to("staff")
def take_back_seal(agency_id: int, seal_id: int) -> ResponseReturnValue:
    def act(work: Work) -> None:
        person = number_of(request.form, "person") or 0
        agency_seals.take_back(work, actor(), seal_id, person, words_of(request.form, "reason"), now())

    return _done(agency_id, act, _("Đã thu lại con dấu số."))


@bp.post("/con-dau-so/<int:agency_id>/<int:seal_id>/thu-hoi")
@open_to("staff")
def withdraw_seal(agency_id: int, seal_id: int) -> ResponseReturnValue:
    def act(work: Work) -> None:
        keys.withdraw(work, actor(), seal_id, words_of(request.form, "reason"), now())

    return _done(agency_id, act, _("Đã thu hồi con dấu số. Văn bản đã ký vẫn giữ chữ ký."))


def _done(agency_id: int, act: Callable[[Work], None], said: str) -> ResponseReturnValue:
    try:
        with new_work() as work:
            act(work)
    except (InputError, ConflictError, NotFoundError) as error:
        return _show(agency_id, Typed(request.form).with_problem(error), status_of(error))
    flash(said, "ok")
    return redirect(url_for("office.agency_seals", agency_id=agency_id), 303)


def _show(agency_id: int, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    with new_work() as work:
        agencies = [
            (row.id, f"{named(row)} ({row.code})") for row in agency_seals.agencies_for(work, actor())
        ]
        rows = agency_seals.seals(work, actor(), agency_id)
        offered, silent = keys.everything_offered(work, actor(), agency_id)
        titles = {one.key: say(one.title) for one in keys.services(work)}
    body = render_template(
        "office/agency_seals.html",
        agency_id=agency_id,
        agencies=agencies,
        seals=rows,
        offered=[one for one in offered if not one.is_registered],
        silent=[say(words) for words in silent],
        titles=titles,
        typed=typed or Typed({}),
        now=now(),
    )
    return make_response(body, status)
