"""Delegation and absence: every officer for himself, managers for their people (J-14, D-11)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.people.permissions import account_id
from motcua.services.agencies.agencies import ZONE
from motcua.services.people import absences, delegations, reach
from motcua.store.accounts import account as accounts
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.office import bp
from motcua.web.office.typed import Typed, number_of, required_day_of


@bp.get("/uy-quyen")
@open_to("staff")
def delegations_page() -> ResponseReturnValue:
    """What is in force and to come, and the two forms."""
    return _page(Typed({}), Typed({}))


@bp.post("/uy-quyen")
@open_to("staff")
def delegate() -> ResponseReturnValue:
    """Let a colleague work for oneself, or for somebody of one's people."""
    try:
        starts, ends = _period()
        with new_work() as work:
            delegations.delegate(
                work,
                actor(),
                number_of(request.form, "to") or 0,
                starts,
                ends,
                request.form.get("reason", ""),
                now(),
                number_of(request.form, "from"),
            )
    except (InputError, ConflictError) as error:
        return _page(Typed(request.form).with_problem(error), Typed({})), 422
    flash(_("Đã ghi ủy quyền. Hết thời gian, ủy quyền tự kết thúc."), "ok")
    return redirect(url_for("office.delegations_page"), 303)


@bp.post("/vang-mat")
@open_to("staff")
def announce_absence() -> ResponseReturnValue:
    """Note an absence of one's own, or of somebody of one's people."""
    try:
        starts, ends = _period()
        person = number_of(request.form, "person") or account_id(actor())
        with new_work() as work:
            absences.announce(work, actor(), person, starts, ends, request.form.get("reason", ""), now())
    except (InputError, ConflictError) as error:
        return _page(Typed({}), Typed(request.form).with_problem(error)), 422
    flash(_("Đã ghi vắng mặt. Khi bắt đầu, việc đang giữ trở về nhóm."), "ok")
    return redirect(url_for("office.delegations_page"), 303)


@bp.post("/uy-quyen/<int:delegation_id>/ket-thuc")
@open_to("staff")
def end_delegation(delegation_id: int) -> ResponseReturnValue:
    with new_work() as work:
        delegations.end(work, actor(), delegation_id, now())
    flash(_("Đã kết thúc ủy quyền."), "ok")
    return redirect(url_for("office.delegations_page"), 303)


@bp.post("/vang-mat/<int:absence_id>/ket-thuc")
@open_to("staff")
def end_absence(absence_id: int) -> ResponseReturnValue:
    with new_work() as work:
        absences.end(work, actor(), absence_id, now())
    flash(_("Đã kết thúc vắng mặt."), "ok")
    return redirect(url_for("office.delegations_page"), 303)


def _page(typed: Typed, absent: Typed) -> str:
    at = now()
    with new_work() as work:
        given = delegations.listed(work, actor(), at)
        away = absences.listed(work, actor(), at)
        managed = accounts.staff_of(work.connection, reach.of(work, actor(), delegations.RIGHT))
        colleagues = delegations.colleagues(work, actor())
        endable = {row.id for row in given if delegations.may_end(work, actor(), row)}
    return render_template(
        "office/delegations.html",
        typed=typed,
        absent=absent,
        given=given,
        away=away,
        endable=endable,
        people=[(row.id, row.display_name) for row in managed if row.is_active and row.id != actor().id],
        colleagues=[(row.id, f"{row.display_name}, {row.title}".rstrip(", ")) for row in colleagues],
        at=at,
    )


def _period() -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last; one that begins today begins now."""
    first, last = required_day_of(request.form, "starts"), required_day_of(request.form, "ends")
    starts = datetime.combine(first, time(), ZONE)
    ends = datetime.combine(last + timedelta(days=1), time(), ZONE)
    at = now()
    return (at if starts < at < ends else starts), ends
