"""Incidents of accounts: who reported what, and the way to open an account again (J-15, J-18)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.accounts import account_joining
from motcua.services.accounts import incidents as services
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.office import bp


@bp.get("/su-co")
@open_to("staff")
def incidents() -> ResponseReturnValue:
    return _page()


@bp.post("/su-co/<int:incident_id>/mo-khoa")
@open_to("staff")
def settle_incident(incident_id: int) -> ResponseReturnValue:
    """Open the account again; its first password is shown once."""
    try:
        with new_work() as work:
            password = services.settle(work, actor(), incident_id, request.form.get("finding", ""), now())
    except ValidationError as error:
        return _page([(f"finding-{incident_id}", say(one.message)) for one in error.errors]), 422
    except (ConflictError, NotAllowedError) as error:
        return _page([(f"finding-{incident_id}", say(error.message))]), status_of(error)
    return _page(password=password, settled_id=incident_id)


@bp.post("/su-co/<int:incident_id>/gop")
@open_to("staff")
def join_accounts(incident_id: int) -> ResponseReturnValue:
    """Give what the account set aside had to the one that proved its number."""
    form = request.form
    try:
        with new_work() as work:
            number, finding = form.get("number", ""), form.get("finding", "")
            login = account_joining.join(work, actor(), incident_id, number, finding, now())
    except ValidationError as error:
        at = [(f"join-{one.pointer.strip('/')}-{incident_id}", say(one.message)) for one in error.errors]
        return _page(at, joining_id=incident_id), 422
    except (ConflictError, NotAllowedError) as error:
        at = [(f"join-number-{incident_id}", say(error.message))]
        return _page(at, joining_id=incident_id), status_of(error)
    flash(_("Đã gộp vào tài khoản %(login)s; hồ sơ đã chuyển sang đó.", login=login), "ok")
    return redirect(url_for("office.incidents"), 303)


def _page(
    errors: Sequence[tuple[str, str]] = (),
    password: str = "",
    settled_id: int | None = None,
    joining_id: int | None = None,
) -> str:
    with new_work() as work:
        listed = services.listed(work, actor())
    return render_template(
        "office/incidents.html",
        waiting=[one for one in listed if one.row.closed_at is None],
        settled=[one for one in listed if one.row.closed_at is not None],
        kinds={key: say(label) for key, label in services.KINDS.items()},
        errors=errors,
        typed=request.form,
        joining_id=joining_id,
        password=password,
        settled_now=next((one for one in listed if one.row.id == settled_id), None),
    )
