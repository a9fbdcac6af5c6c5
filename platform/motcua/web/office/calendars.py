"""Working calendars: the year at a glance, changes with a preview of the dossiers they move (E-01, R-12)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.time.calendar_entries import WEEKDAYS
from motcua.domain.time.worksession import time_words
from motcua.services.agencies import agencies as agency_services
from motcua.services.time import calendar_admin, calendar_preview
from motcua.services.time.calendar_admin import CalendarPage
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.office import bp, calendar_forms
from motcua.web.office.calendar_forms import Form
from motcua.web.office.calendar_year import cell_of, months_of, sessions_words
from motcua.web.office.typed import Typed, words_of

FORMS: dict[str, Callable[[Form], dict[str, Any]]] = {
    "nghi": calendar_forms.days_off,
    "lam-bu": calendar_forms.swap_day,
    "gio": calendar_forms.hours,
}
TEMPLATES = {"nghi": "days_off", "lam-bu": "swap", "gio": "hours", "de-xuat": "proposed"}
YEARS = range(2020, 2101)


@bp.get("/lich")
@open_to("staff")
def calendars() -> ResponseReturnValue:
    """All calendars, and whose they are."""
    with new_work() as work:
        kept = calendar_admin.overview(work, actor(), now())
    return render_template("office/calendars.html", kept=kept)


@bp.get("/lich/<code>")
@open_to("staff")
def calendar(code: str) -> ResponseReturnValue:
    """One calendar through a year; `day` in the address opens one day."""
    with new_work() as work:
        page = calendar_admin.page(work, actor(), code, _year(), now())
    chosen = _chosen(page)
    exceptions = [day for day in page.days if day.kind in ("day_off", "make_up")]
    return render_template(
        "office/calendar.html",
        page=page,
        months=months_of(page.calendar, page.days),
        today=agency_services.today(now()),
        chosen=chosen,
        chosen_cell=cell_of(page.calendar, chosen) if chosen else None,
        exceptions=[(day, cell_of(page.calendar, day)) for day in exceptions],
        sessions_words=sessions_words,
        undecided=sum(day.kind == "day_off" and not day.document for day in page.days),
    )


@bp.route("/lich/<code>/<any('nghi', 'lam-bu', 'gio', 'de-xuat'):what>", methods=["GET", "POST"])
@open_to("staff")
def change_calendar(code: str, what: str) -> ResponseReturnValue:
    """A change typed in; sent, its preview."""
    with new_work() as work:
        page = calendar_admin.page(work, actor(), code, _year(), now())
    typed = Typed(_start(page, what))
    if request.method == "POST":
        typed = Typed(request.form)
        try:
            if what == "de-xuat":
                names = {off.date: off.name for off in page.proposal.days_off}
                return _preview(code, calendar_forms.proposed(request.form, names))
            return _preview(code, FORMS[what](request.form))
        except (InputError, ConflictError) as error:
            typed = typed.with_problem(error)
    body = render_template(
        f"office/calendar_{TEMPLATES[what]}.html",
        page=page,
        typed=typed,
        ticked=set(request.form.getlist("days")) if request.method == "POST" else None,
    )
    return body, 422 if typed.summary else 200


@bp.post("/lich/<code>/bo")
@open_to("staff")
def clear_day(code: str) -> ResponseReturnValue:
    """A day off or make-up day taken back: its preview."""
    try:
        return _preview(code, {"cleared": request.form.getlist("day")[:31]})
    except InputError as error:
        flash(Typed({}).with_problem(error).general, "bad")
        return redirect(url_for("office.calendar", code=code, nam=_year()), 303)


@bp.post("/lich/<code>/luu")
@open_to("staff")
def save_calendar(code: str) -> ResponseReturnValue:
    """Save what was previewed."""
    text = request.form.get("revision", "")
    revision = int(text) if text.isdecimal() and len(text) < 10 else 0
    change = calendar_forms.carried(request.form)
    with new_work() as work:
        dates = calendar_admin.save(work, actor(), code, change, now(), revision)
    flash(
        ngettext(
            "Đã lưu lịch, %(num)d ngày đổi giờ. Hồ sơ bị ảnh hưởng đang được tính lại.",
            "Đã lưu lịch, %(num)d ngày đổi giờ. Hồ sơ bị ảnh hưởng đang được tính lại.",
            dates,
        ),
        "ok",
    )
    return redirect(url_for("office.calendar", code=code, nam=_year()), 303)


@bp.route("/lich/rieng", methods=["GET", "POST"])
@open_to("staff")
def own_calendar() -> ResponseReturnValue:
    """A calendar of an agency's own, laid over the one it lives by."""
    typed = Typed(request.form if request.method == "POST" else {})
    if request.method == "POST":
        try:
            agency_id = int(request.form["agency_id"]) if request.form.get("agency_id", "").isdecimal() else 0
            with new_work() as work:
                code = calendar_admin.lay_over(
                    work,
                    actor(),
                    agency_id,
                    request.form.get("code", ""),
                    words_of(request.form, "name"),
                    now(),
                )
            flash(_("Đã mở lịch riêng. Bây giờ sửa những chỗ khác với lịch cấp trên."), "ok")
            return redirect(url_for("office.calendar", code=code), 303)
        except (InputError, ConflictError) as error:
            typed = typed.with_problem(error)
    with new_work() as work:
        rows = calendar_admin.agencies_of(work, actor())
    body = render_template("office/calendar_own.html", typed=typed, agencies=rows)
    return body, 422 if typed.summary else 200


def _preview(code: str, change: dict[str, Any]) -> ResponseReturnValue:
    with new_work() as work:
        found = calendar_preview.preview(work, actor(), code, change, now())
    draft = found.draft
    days = [(day, draft.before.day(day), draft.after.day(day)) for day in draft.dates[:60]]
    return render_template(
        "office/calendar_preview.html",
        found=found,
        code=code,
        change=json.dumps(change, ensure_ascii=False),
        days=days,
        sessions_words=sessions_words,
        year=days[0][0].year if days else _year(),
    )


def _year() -> int:
    text = request.values.get("nam", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    return year if year in YEARS else agency_services.today(now()).year


def _chosen(page: CalendarPage) -> Any:
    try:
        day = date.fromisoformat(request.args.get("ngay", ""))
    except ValueError:
        return None
    return page.calendar.day(day) if day.year == page.year else None


def _start(page: CalendarPage, what: str) -> dict[str, str]:
    """What a form begins with: the hours in force, or the day that was clicked."""
    day = request.args.get("ngay", "")
    if what == "nghi":
        return {"from": day, "to": day}
    if what == "lam-bu":
        return {"worked": day, **_typed_sessions("swap", page.calendar.weekly[0])}
    today = agency_services.today(now())
    season = next((one for one in page.calendar.seasons if one.holds(today)), None)
    usual = season.weekly if season else page.calendar.weekly
    week: dict[str, str] = {}
    for name, sessions in zip(WEEKDAYS, usual, strict=True):
        week |= _typed_sessions(name, sessions)
    return week


def _typed_sessions(prefix: str, sessions: Any) -> dict[str, str]:
    found = {}
    for number, one in enumerate(sessions[: calendar_forms.SESSIONS]):
        found[f"{prefix}-{number}-opens"] = time_words(one.opens)
        found[f"{prefix}-{number}-closes"] = time_words(one.closes)
    return found
