"""Roles: who holds what in the subtree, given and taken; and the catalogue of what each role may do (J-09, J-19)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, NotAllowedError
from motcua.domain.people.permissions import lacking, may_anywhere
from motcua.domain.people.rights import RIGHTS
from motcua.services.accounts import staff_accounts
from motcua.services.people import role_catalogue
from motcua.services.people import roles as services
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.keys import record_key
from motcua.web.office import bp


@bp.get("/vai-tro")
@open_to("staff")
def roles() -> ResponseReturnValue:
    return _page()


@bp.post("/vai-tro")
@open_to("staff")
def grant_role() -> ResponseReturnValue:
    """Give a role, from the account's page or from this one."""
    form = request.form
    try:
        with new_work() as work:
            services.grant(
                work,
                actor(),
                form.get("account", 0, type=record_key),
                form.get("role", ""),
                form.get("agency", 0, type=record_key),
                now(),
            )
    except (ConflictError, NotAllowedError) as error:
        return _page([("", say(error.message))]), status_of(error)
    flash(_("Đã giao vai trò."), "ok")
    return _back()


@bp.post("/vai-tro/<int:grant_id>/thu-hoi")
@open_to("staff")
def revoke_role(grant_id: int) -> ResponseReturnValue:
    try:
        with new_work() as work:
            services.revoke(work, actor(), grant_id, now())
    except (ConflictError, NotAllowedError) as error:
        return _page([("", say(error.message))]), status_of(error)
    flash(_("Đã thu hồi vai trò."), "ok")
    return _back()


@bp.get("/vai-tro/danh-muc")
@open_to("staff")
def role_list() -> ResponseReturnValue:
    """Every role with its rights; those who may change them."""
    return _catalogue()


@bp.post("/vai-tro/danh-muc/<key>")
@open_to("staff")
def change_role(key: str) -> ResponseReturnValue:
    try:
        with new_work() as work:
            changed = role_catalogue.change(work, actor(), key, request.form.getlist("right"), now())
    except (ConflictError, NotAllowedError) as error:
        return _catalogue([(f"role-{key}", say(error.message))]), status_of(error)
    flash(_("Đã lưu vai trò. Có hiệu lực ngay.") if changed else _("Vai trò không thay đổi."), "ok")
    return redirect(url_for("office.role_list", _anchor=f"role-{key}"), 303)


def _back() -> ResponseReturnValue:
    account_id = request.form.get("back", type=record_key)
    if account_id:
        return redirect(url_for("office.account", account_id=account_id), 303)
    return redirect(url_for("office.roles"), 303)


def _page(errors: Sequence[tuple[str, str]] = ()) -> str:
    if not may_anywhere(actor(), "role.grant"):
        raise lacking("role.grant")
    with new_work() as work:
        places = staff_accounts.places(work, actor(), "role.grant")
        held = services.held(work, actor())
    return render_template("office/roles.html", held=held, places=places, errors=errors)


def _catalogue(errors: Sequence[tuple[str, str]] = ()) -> str:
    with new_work() as work:
        listed = role_catalogue.listed(work, actor())
    return render_template(
        "office/role_list.html",
        roles=listed,
        rights=[(key, say(label)) for key, label in RIGHTS.items()],
        may_change=may_anywhere(actor(), "role.manage"),
        errors=errors,
    )
