"""Accounts of the subtree: found, looked at, withdrawn, locked; whoever lost his telephone is helped (J-06, J-15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError, NotAllowedError, ValidationError
from motcua.services.accounts import account_requests, incidents, second_factor, staff_accounts
from motcua.services.people import roles
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.keys import record_key
from motcua.web.office import bp

LONGEST_QUERY = 100


@bp.get("/tai-khoan")
@open_to("staff")
def accounts() -> ResponseReturnValue:
    """The staff of the subtree, with the state of each account."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    agency_id = request.args.get("agency", type=record_key)
    with new_work() as work:
        listed = staff_accounts.listed(work, actor(), query, agency_id)
        places = staff_accounts.places(work, actor())
    rows = [(row, staff_accounts.state_of(row, now())) for row in listed]
    return render_template("office/accounts.html", rows=rows, query=query, agency_id=agency_id, places=places)


@bp.get("/tai-khoan/<int:account_id>")
@open_to("staff")
def account(account_id: int) -> ResponseReturnValue:
    return _page(account_id)


@bp.post("/tai-khoan/<int:account_id>/thu-hoi")
@open_to("staff")
def withdraw_account(account_id: int) -> ResponseReturnValue:
    """Withdraw at once, or ask for it where the right is only to ask."""
    reason = request.form.get("reason", "")

    def act(work: Work) -> str:
        known = staff_accounts.known(work, actor(), account_id)
        if "account.approve" in known.may:
            account_requests.withdraw(work, actor(), account_id, reason, now())
            return str(_("Đã thu hồi tài khoản. Mọi phiên đăng nhập kết thúc ngay."))
        account_requests.ask_withdrawal(work, actor(), account_id, reason, now())
        return str(_("Đã gửi đề nghị thu hồi. Người có quyền duyệt sẽ quyết định."))

    return _done(account_id, act)


@bp.post("/tai-khoan/<int:account_id>/khoa")
@open_to("staff")
def block_account(account_id: int) -> ResponseReturnValue:
    """Report loss or misuse for the holder: locked at once, an incident is opened."""

    def act(work: Work) -> str:
        kind, words = request.form.get("kind", ""), request.form.get("words", "")
        incidents.report_for(work, actor(), account_id, kind, words, now())
        return str(_("Đã khóa tài khoản và mở một sự cố."))

    return _done(account_id, act)


@bp.post("/tai-khoan/<int:account_id>/go-xac-thuc")
@open_to("staff")
def reset_factor(account_id: int) -> ResponseReturnValue:
    """Take the second factor away from somebody who lost telephone and codes."""

    def act(work: Work) -> str:
        second_factor.reset(work, actor(), account_id, now())
        return str(_("Đã gỡ lớp xác thực thứ hai. Người dùng được báo và sẽ cài lại khi đăng nhập."))

    return _done(account_id, act)


def _done(account_id: int, act: Callable[[Work], str]) -> ResponseReturnValue:
    """Do it and say so; what is wrong is said on the page, at its field."""
    try:
        with new_work() as work:
            message = act(work)
    except ValidationError as error:
        found = [(one.pointer.removeprefix("/"), say(one.message)) for one in error.errors]
        return _page(account_id, found), 422
    except (InputError, ConflictError, NotAllowedError) as error:
        return _page(account_id, [("", say(error.message))]), status_of(error)
    flash(message, "ok")
    return redirect(url_for("office.account", account_id=account_id), 303)


def _page(account_id: int, errors: Sequence[tuple[str, str]] = ()) -> str:
    with new_work() as work:
        known = staff_accounts.known(work, actor(), account_id)
        givable = roles.givable(work, actor(), known.agency.id) if "role.grant" in known.may else ()
    return render_template(
        "office/account.html",
        known=known,
        state=staff_accounts.state_of(known.row, now()),
        givable=givable,
        kinds=[(key, say(label)) for key, label in incidents.KINDS.items()],
        errors=errors,
        typed=request.form,
        is_self=known.row.id == actor().id,
    )
