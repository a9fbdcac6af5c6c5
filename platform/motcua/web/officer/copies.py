"""Certified copies at the desk: of a scan of the original, or of a result that the same person was issued (F-17)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError, ValidationError
from motcua.domain.papers.issued_result import number_words
from motcua.services.desk import dossiers
from motcua.services.papers import certified_copies, result_search
from motcua.services.papers import copy_book as book
from motcua.services.papers.certified_copies import Wanted
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say, today
from motcua.web.errors import status_of
from motcua.web.keys import record_key
from motcua.web.officer.given import upload_of

LONGEST_SECRET = 200
FIRST_YEAR = 2020


@open_to("staff")
def certify_form(code: str) -> ResponseReturnValue:
    """What is certified, for which paper, with which seal; and the copies made so far."""
    return _page(code)


@open_to("staff")
def certify(code: str) -> ResponseReturnValue:
    try:
        with new_work() as work:
            certified_copies.certify(work, actor(), code, _wanted(), now())
    except ValidationError as error:
        return _page(code, {one.pointer.strip("/"): say(one.message) for one in error.errors}, 422)
    except (InputError, ConflictError) as error:
        field = "secret" if error.code in ("wrong_signing_secret", "too_many") else "scan"
        return _page(code, {field: say(error.message)}, status_of(error))
    flash(
        _(
            "Đã chứng thực và ký số. Bản sao nằm trong hồ sơ, và trong kho giấy tờ của người nộp có tài khoản."
        ),
        "ok",
    )
    return redirect(url_for("officer.certify", code=code), 303)


@open_to("staff")
def copy_book() -> ResponseReturnValue:
    """The book of the officer's agency, of this year unless another is asked for."""
    this_year = today().year
    year = request.args.get("year", this_year, type=int)
    if not FIRST_YEAR <= year <= this_year:
        year = this_year
    with new_work() as work:
        made = book.of_year(work, actor(), year, now())
    return render_template(
        "officer/copy_book.html", made=made, year=year, this_year=this_year, number=number_words
    )


def _wanted() -> Wanted:
    form = request.form
    return Wanted(
        title=form.get("title", ""),
        kind=form.get("kind", ""),
        book=form.get("book", ""),
        place=form.get("place", ""),
        key_id=form.get("key", 0, type=record_key),
        secret=form.get("secret", "")[:LONGEST_SECRET],
        scan=upload_of(request.files.get("scan")),
        result_id=form.get("result", None, type=record_key),
        compared="compared" in form,
    )


def _page(code: str, errors: Mapping[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject="certify")
        certified_copies.require_desk(actor(), shown)
        own = result_search.certifiable(work, shown)
        seals = certified_copies.seals(work, actor(), shown, now())
        made = certified_copies.of_dossier(work, shown.row.id)
    body = render_template(
        "officer/certify.html",
        row=shown.row,
        results=own,
        seals=seals,
        made=made,
        kinds={key: say(text) for key, text in certified_copies.kinds().items()},
        typed=request.form,
        errors=dict(errors or {}),
        number=number_words,
    )
    return make_response(body, status)
