"""Sealing a dossier with the agency's key, its seals and their packages (F-15)."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.services.signing import seal_package, seals
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.errors import status_of
from motcua.web.office.typed import Typed, number_of, words_of


@open_to("staff")
def page(code: str) -> ResponseReturnValue:
    return _show(code)


@open_to("staff")
def seal(code: str) -> ResponseReturnValue:
    try:
        key_id, secret = number_of(request.form, "key_id") or 0, request.form.get("secret", "")
        with new_work() as work:
            number = seals.seal(work, actor(), code, key_id, secret, words_of(request.form, "reason"), now())
    except (InputError, ConflictError) as error:
        return _show(code, Typed({"reason": words_of(request.form, "reason")}).with_problem(error), error)
    flash(_("Đã niêm phong hồ sơ, lần %(number)d.", number=number), "ok")
    return redirect(url_for("officer.seals", code=code), 303)


@open_to("staff")
def package(code: str, number: int) -> ResponseReturnValue:
    with new_work() as work:
        found = seal_package.of_dossier(work, actor(), code, number, now())
    response = make_response(found.content)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


def _show(
    code: str, typed: Typed | None = None, error: InputError | ConflictError | None = None
) -> ResponseReturnValue:
    with new_work() as work:
        found = seals.page(work, actor(), code, now())
    body = render_template("officer/seals.html", page=found, row=found.row, typed=typed or Typed({}))
    return make_response(body, 200 if error is None else status_of(error))
