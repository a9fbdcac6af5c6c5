"""Requests for accounts: written by one person, decided by another; first passwords are shown once (J-06)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import MotcuaError, ValidationError
from motcua.domain.people.permissions import lacking
from motcua.services.accounts import account_requests as services
from motcua.services.accounts import staff_accounts
from motcua.services.accounts.account_opening import Issued
from motcua.services.accounts.account_wish import Wanted
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.keys import record_key
from motcua.web.office import bp

FIELDS = ("login", "name", "title", "email", "phone")


@bp.get("/de-nghi-tai-khoan")
@open_to("staff")
def account_requests() -> ResponseReturnValue:
    return _page()


@bp.post("/de-nghi-tai-khoan")
@open_to("staff")
def decide_requests() -> ResponseReturnValue:
    """Approve or refuse the ticked requests, each for itself; what could not be decided is named."""
    ids = request.form.getlist("request", type=record_key)
    is_approval = request.form.get("outcome") != "refuse"
    decision = request.form.get("decision", "")
    if not ids:
        return _page([("requests", _("Chọn ít nhất một đề nghị."))]), 422
    issued: list[Issued] = []
    errors: list[tuple[str, str]] = []
    for request_id in ids:
        try:
            with new_work() as work:
                if is_approval:
                    made = services.approve(work, actor(), request_id, decision, now())
                    issued += [made] if made is not None else []
                else:
                    services.refuse(work, actor(), request_id, decision, now())
        except ValidationError as error:
            errors = [(one.pointer.removeprefix("/"), say(one.message)) for one in error.errors]
            break
        except MotcuaError as error:
            errors.append((f"request-{request_id}", say(error.message)))
    if errors or issued:
        return _page(errors, issued), 422 if errors and not issued else 200
    flash(_("Đã quyết định xong."), "ok")
    return redirect(url_for("office.account_requests"), 303)


@bp.get("/de-nghi-tai-khoan/moi")
@open_to("staff")
def request_account() -> ResponseReturnValue:
    return _form()


@bp.post("/de-nghi-tai-khoan/moi")
@open_to("staff")
def request_account_submit() -> ResponseReturnValue:
    agency_id = request.form.get("agency", type=record_key) or 0
    login, name, title, email, phone = (request.form.get(one, "") for one in FIELDS)
    wanted = Wanted(login, name, agency_id, title, email, phone)
    try:
        with new_work() as work:
            services.ask(work, actor(), wanted, request.form.get("reason", ""), now())
    except ValidationError as error:
        return _form([(one.pointer.removeprefix("/"), say(one.message)) for one in error.errors]), 422
    flash(_("Đã gửi đề nghị cấp tài khoản cho %(name)s.", name=name), "ok")
    return redirect(url_for("office.account_requests"), 303)


def _page(errors: Sequence[tuple[str, str]] = (), issued: Sequence[Issued] = ()) -> str:
    with new_work() as work:
        listed = services.listed(work, actor())
        waiting = [(row, services.may_approve(work, actor(), row)) for row in listed if not row.outcome]
    return render_template(
        "office/account_requests.html",
        waiting=waiting,
        decided=[row for row in listed if row.outcome],
        issued=issued,
        errors=errors,
        decision=request.form.get("decision", ""),
        issuer=house().profile.account_issuer_role,
    )


def _form(errors: Sequence[tuple[str, str]] = ()) -> str:
    with new_work() as work:
        places = staff_accounts.places(work, actor(), "account.request", "account.approve")
    if not places:
        raise lacking("account.request")
    return render_template("office/account_request.html", places=places, errors=errors, typed=request.form)
