"""The shared library of fields: the list, one field changed with a preview, forms published anew in one press."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.domain.text import Text
from motcua.services.forms import shared_fields as service
from motcua.services.forms import shared_republication
from motcua.services.forms.shared_fields import SharedFieldChangedError
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now
from motcua.web.errors import status_of
from motcua.web.office.typed import Typed, number_of, numbers_of, words_of
from motcua_admin import bp

WORDS = ("title", "description", "x-example", "x-error")
ENGLISH = ("title", "description", "error")
LONGEST = 20_000


@bp.get("/truong-chung")
@open_to("staff")
def shared_fields() -> ResponseReturnValue:
    """All shared fields, with how many forms use each."""
    with new_work() as work:
        rows = service.listing(work, actor())
        may_change = service.may_change(work, actor())
    return render_template("studio/shared_fields.html", rows=rows, may_change=may_change)


@bp.route("/truong-chung/moi", methods=["GET", "POST"])
@open_to("staff")
def new_shared_field() -> ResponseReturnValue:
    """A new field: its words, its schema, why it is added."""
    typed = Typed(request.form if request.method == "POST" else {"schema": '{"type": "string"}'})
    if request.method == "POST":
        try:
            schema = _schema_of_form()
            with new_work() as work:
                name = words_of(request.form, "name")
                name = service.create(work, actor(), name, schema, request.form.get("reason", ""), now())
            flash(_("Đã thêm trường “%(name)s” vào thư viện.", name=name), "ok")
            return redirect(url_for("studio.shared_field", name=name), 303)
        except InputError as problem:
            typed = typed.with_problem(problem)
    with new_work() as work:
        service.require_change(work, actor())
    return render_template("studio/shared_field_new.html", typed=typed), 422 if typed.summary else 200


@bp.get("/truong-chung/<name>")
@open_to("staff")
def shared_field(name: str) -> ResponseReturnValue:
    """A shared field: its words, where it is used, its versions."""
    return _page(name, None)


@bp.post("/truong-chung/<name>")
@open_to("staff")
def change_shared_field(name: str) -> ResponseReturnValue:
    """`do=look` lists the forms that would change and how; `do=save` keeps the field, with the chosen forms."""
    typed = Typed(request.form)
    try:
        schema = _schema_of_form()
        if request.form.get("do") != "save":
            return _page(name, typed, schema)
        number, reason = number_of(request.form, "number") or 0, request.form.get("reason", "")
        chosen = numbers_of(request.form, "form")
        with new_work() as work:
            if not chosen:
                service.publish(work, actor(), name, schema, number, reason, now())
                flash(_("Đã lưu. Các biểu mẫu chưa đổi cho tới khi công bố lại."), "ok")
                return redirect(url_for("studio.shared_field", name=name), 303)
            run_id = shared_republication.start(
                work, actor(), name, chosen, reason, now(), schema=schema, number=number
            )
    except SharedFieldChangedError as problem:
        return _page(name, typed.with_problem(problem)), 409
    except (InputError, ConflictError) as problem:
        return _page(name, typed.with_problem(problem), _readable()), status_of(problem)
    return redirect(url_for("studio.shared_run", run_id=run_id), 303)


@bp.post("/truong-chung/<name>/cong-bo")
@open_to("staff")
def republish_shared(name: str) -> ResponseReturnValue:
    """Publish the chosen forms anew with the field as it stands."""
    try:
        with new_work() as work:
            chosen, reason = numbers_of(request.form, "form"), request.form.get("reason", "")
            run_id = shared_republication.start(work, actor(), name, chosen, reason, now())
    except InputError as problem:
        return _page(name, None, problem=problem), status_of(problem)
    return redirect(url_for("studio.shared_run", run_id=run_id), 303)


@bp.get("/truong-chung/lan/<int:run_id>")
@open_to("staff")
def shared_run(run_id: int) -> ResponseReturnValue:
    """How far a run is, and what each form became."""
    with new_work() as work:
        run = shared_republication.page(work, actor(), run_id)
        field = service.found(work, run.row.name)
    return render_template("studio/shared_run.html", run=run, field=field)


def _page(
    name: str,
    typed: Typed | None,
    schema: Mapping[str, Any] | None = None,
    *,
    problem: InputError | None = None,
) -> str:
    """The field; with `schema` also the forms that it would change."""
    with new_work() as work:
        page = service.get(work, actor(), name)
        planned = shared_republication.preview(work, actor(), name, now(), schema)
    general = Typed({"reason": request.form.get("reason", "")})
    if problem is not None:
        general = general.with_problem(problem)
    return render_template(
        "studio/shared_field.html",
        page=page,
        row=page.row,
        typed=typed or Typed(_values_of(page.row)),
        general=general,
        planned=planned,
        is_preview=schema is not None,
    )


def _values_of(row: Record) -> dict[str, object]:
    """The words of a field as they stand in the inputs; the rest of its schema as JSON."""
    english = row.schema.get("x-en", {})
    rest = {key: value for key, value in row.schema.items() if key not in (*WORDS, "x-en")}
    left = {key: value for key, value in english.items() if key not in ENGLISH}
    if left:
        rest["x-en"] = left
    return {
        **{word: row.schema.get(word, "") for word in WORDS},
        **{f"en-{word}": english.get(word, "") for word in ENGLISH},
        "schema": json.dumps(rest, ensure_ascii=False, indent=2),
        "number": row.number,
    }


def _schema_of_form() -> dict[str, Any]:
    """The snippet that was typed: the JSON of the rest with the words laid over it. Raises ValidationError."""
    try:
        rest = json.loads(request.form.get("schema", "")[:LONGEST] or "{}")
    except (ValueError, RecursionError) as problem:
        line = getattr(problem, "lineno", 1)
        words = Text(
            f"Phần kỹ thuật không phải JSON hợp lệ, xem dòng {line}.",
            f"The technical part is not valid JSON, see line {line}.",
        )
        raise ValidationError([FieldError("/schema", "json", words)]) from None
    if not isinstance(rest, dict):
        words = Text("Phần kỹ thuật phải là một đối tượng JSON.", "The technical part must be a JSON object.")
        raise ValidationError([FieldError("/schema", "json", words)])
    kept = rest.get("x-en")
    english = dict(kept) if isinstance(kept, dict) else {}
    words_vi = {word: words_of(request.form, word) for word in WORDS}
    english |= {word: text for word in ENGLISH if (text := words_of(request.form, f"en-{word}"))}
    schema = {key: value for key, value in rest.items() if key not in (*WORDS, "x-en")}
    first = {"type": schema.pop("type")} if "type" in schema else {}
    said = {word: text for word, text in words_vi.items() if text}
    return {**first, **said, **schema, **({"x-en": english} if english else {})}


def _readable() -> dict[str, Any] | None:
    """The snippet that was typed, where it can be previewed."""
    try:
        return service.checked(_schema_of_form())
    except InputError:
        return None
