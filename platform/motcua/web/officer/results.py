"""The store of issued results at the desk: searched, opened, revoked or replaced by decision, taken into dossiers (F-16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain import search
from motcua.domain.errors import ConflictError, InputError, ValidationError
from motcua.domain.papers.issued_result import STATE_NAMES, number_words
from motcua.services.agencies.agencies import ZONE
from motcua.services.desk import dossiers
from motcua.services.papers import result_ending, result_files, result_search
from motcua.services.papers.result_ending import Decision
from motcua.services.signing import verification
from motcua.services.work import Work
from motcua.store.papers.issued_result import Wanted
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say, today
from motcua.web.errors import status_of
from motcua.web.file_response import send_stored, wanted_form
from motcua.web.officer.given import upload_of

LONGEST_QUERY = 200
MOST_PAGES = 200


@open_to("staff")
def results() -> ResponseReturnValue:
    """The search. Names stand in no address: words are posted, the filters of states and days are in the address."""
    typed = {key: request.values.get(key, "").strip()[:LONGEST_QUERY] for key in ("q", "state", "from", "to")}
    page = min(max(request.values.get("page", 1, type=int), 1), MOST_PAGES)
    with new_work() as work:
        found = result_search.search(work, actor(), _wanted(typed), page)
    return render_template(
        "officer/results.html",
        found=found,
        typed=typed,
        page=page,
        states={key: say(text) for key, text in STATE_NAMES.items()},
        number=number_words,
        today=today(),
    )


@open_to("staff")
def result(result_id: int) -> ResponseReturnValue:
    """One result with its signatures, its history and what may be done with it."""
    return _result(result_id)


@open_to("staff")
def result_file(result_id: int) -> ResponseReturnValue:
    with new_work() as work:
        opened = result_search.content(
            work, actor(), result_id, now(), wanted_form(), decision="decision" in request.args
        )
    return send_stored(opened)


@open_to("staff")
def revoke_result(result_id: int) -> ResponseReturnValue:
    def revoke(work: Work) -> int:
        result_ending.revoke(work, actor(), result_id, _decision(), now())
        return result_id

    return _done(result_id, "revoke", revoke, _("Đã thu hồi kết quả và báo cho người được cấp."))


@open_to("staff")
def replace_result(result_id: int) -> ResponseReturnValue:
    def replace(work: Work) -> int:
        corrected = upload_of(request.files.get("corrected"))
        return result_ending.replace(work, actor(), result_id, _decision(), corrected, now())

    return _done(result_id, "replace", replace, _("Đã cấp bản thay thế và báo cho người được cấp."))


@open_to("staff")
def limit_result(result_id: int) -> ResponseReturnValue:
    def limit(work: Work) -> int:
        result_ending.limit(work, actor(), result_id, _day("valid_until"), now())
        return result_id

    return _done(result_id, "limit", limit, _("Đã ghi ngày hết giá trị."))


@open_to("staff")
def attach_result(code: str) -> ResponseReturnValue:
    """The file of a result, handed in before the desk confirms that it is there."""
    upload = upload_of(request.files.get("result_file"))
    try:
        with new_work() as work:
            result_files.attach(work, actor(), code, request.form.get("key", ""), upload, now())
    except ValidationError as error:
        flash(say(error.errors[0].message), "bad")
    except (ConflictError, InputError) as error:
        flash(say(error.message), "bad")
    else:
        flash(_("Đã đính kèm tệp kết quả."), "ok")
    return redirect(url_for("officer.dossier", code=code, _anchor="results"), 303)


@open_to("staff")
def earlier_results(code: str) -> ResponseReturnValue:
    """What the applicant of a dossier was issued before."""
    return _earlier(code)


@open_to("staff")
def take_result(code: str) -> ResponseReturnValue:
    """Put one of them among the papers of the dossier."""
    result_id, paper = request.form.get("result", 0, type=int), request.form.get("paper", "")
    try:
        with new_work() as work:
            result_search.take(work, actor(), code, result_id, paper, now())
    except (InputError, ConflictError) as error:
        said = error.errors[0].message if isinstance(error, ValidationError) else error.message
        return _earlier(code, say(said), status_of(error))
    flash(_("Đã lấy kết quả làm giấy tờ của hồ sơ này."), "ok")
    return redirect(url_for("officer.dossier", code=code, _anchor="papers"), 303)


def _earlier(code: str, error: str = "", status: int = 200) -> ResponseReturnValue:
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject="results")
        found = result_search.of_person(work, shown)
    body = render_template(
        "officer/earlier_results.html",
        row=shown.row,
        results=found,
        papers=shown.version.facts.papers,
        error=error,
        number=number_words,
    )
    return make_response(body, status)


def _done(result_id: int, form: str, deed: Callable[[Work], int], said: str) -> ResponseReturnValue:
    """Do it and show the result it left; with what is wrong at its field otherwise."""
    try:
        with new_work() as work:
            shown = deed(work)
    except ValidationError as error:
        errors = {one.pointer.strip("/"): say(one.message) for one in error.errors}
        return _result(result_id, form, errors, 422)
    except (InputError, ConflictError) as error:
        flash(say(error.message), "bad")
        return redirect(url_for("officer.result", result_id=result_id), 303)
    flash(said, "ok")
    return redirect(url_for("officer.result", result_id=shown), 303)


def _result(
    result_id: int, form: str = "", errors: Mapping[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    with new_work() as work:
        row = result_search.one(work, actor(), result_id, now())
        family = result_search.history(work, row)
        findings = verification.of_file(work, row.sha256, now()) if row.sha256 else ()
        may_end = result_ending.may_end(work, actor(), row)
        reason = work.cipher.open(row.reason_sealed) if row.reason_sealed is not None else ""
    body = render_template(
        "officer/result.html",
        row=row,
        reason=reason,
        findings=findings,
        before=[one for one in family if one.replaced_by_id == row.id],
        after=next((one for one in family if one.id == row.replaced_by_id), None),
        may_end=may_end,
        opened=form,
        errors=dict(errors or {}),
        typed=request.form,
        number=number_words,
        today=today(),
    )
    return make_response(body, status)


def _decision() -> Decision:
    return Decision(
        request.form.get("number", ""),
        _day("day"),
        request.form.get("reason", ""),
        upload_of(request.files.get("document")),
    )


def _wanted(typed: Mapping[str, str]) -> Wanted:
    starts, ends = _date(typed["from"]), _date(typed["to"])
    return Wanted(
        words=search.words(typed["q"]),
        state=typed["state"] if typed["state"] in STATE_NAMES else "",
        starts=_begin(starts) if starts is not None else None,
        ends=_begin(ends + timedelta(days=1)) if ends is not None and ends < date.max else None,
    )


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def _day(name: str) -> date | None:
    return _date(request.form.get(name, "").strip())


def _date(text: str) -> date | None:
    """A day as the browser sends it; nothing for what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
