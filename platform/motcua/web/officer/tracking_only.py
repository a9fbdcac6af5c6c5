"""Dossiers that are only tracked: begun, and their state written down by hand (C-14)."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.dossier.dossier import STATE_NAMES
from motcua.domain.errors import InputError
from motcua.services.dossier import tracking_only as services
from motcua.services.dossier.tracking_only import Tracked
from motcua.services.exchange import tracking_agencies
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.filters import named
from motcua.web.office.typed import Typed, instant_of, number_of, skipped, words_of


@open_to("staff")
def tracked() -> ResponseReturnValue:
    """The tracked dossiers of the reader's agencies, and the form to begin one where he may."""
    return _list(Typed({}))


@open_to("staff")
def begin() -> ResponseReturnValue:
    form = request.form
    try:
        wanted = Tracked(
            agency_id=number_of(form, "agency") or actor().agency_id or 0,
            procedure_code=form.get("procedure", ""),
            name=words_of(form, "name"),
            received_at=instant_of(form, "received_at"),
            outside_code=words_of(form, "outside_code"),
        )
        with new_work() as work:
            code = services.begin(work, actor(), wanted, now())
    except InputError as error:
        return make_response(_list(Typed(form).with_problem(error)), 422)
    flash(_("Đã ghi hồ sơ theo dõi %(code)s.", code=code), "ok")
    return redirect(url_for("officer.tracked_dossier", code=code), 303)


@open_to("staff")
def dossier(code: str) -> ResponseReturnValue:
    return _page(code, Typed({}))


@open_to("staff")
def write_down(code: str) -> ResponseReturnValue:
    form = request.form
    try:
        at = instant_of(form, "at")
        with new_work() as work:
            state, note = form.get("state", ""), form.get("note", "")
            services.write_down(work, actor(), code, state, at, note, now())
    except InputError as error:
        return make_response(_page(code, Typed(form).with_problem(error)), 422)
    flash(_("Đã ghi trạng thái của hồ sơ %(code)s.", code=code), "ok")
    return redirect(url_for("officer.tracked_dossier", code=code), 303)


def _list(typed: Typed) -> str:
    with new_work() as work:
        found = services.listed(work, actor(), skipped(request.args, "skip"))
        places = tracking_agencies.own(work, actor())
        procedures = services.choices(work) if places else ()
    return render_template(
        "officer/tracked.html",
        found=found,
        places=[(row.id, named(row)) for row in places],
        procedures=[(row.code, named(row)) for row in procedures],
        typed=typed,
        states=STATE_NAMES,
    )


def _page(code: str, typed: Typed) -> str:
    with new_work() as work:
        shown = services.shown(work, actor(), code, now())
    return render_template(
        "officer/tracked_dossier.html",
        shown=shown,
        row=shown.row,
        following=[(state, say(STATE_NAMES[state])) for state in shown.next_states],
        typed=typed,
        states=STATE_NAMES,
    )
