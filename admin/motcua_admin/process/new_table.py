"""From a decision's table to a draft: what was read, what is in doubt, the answers, the draft (A-11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from motcua.domain.errors import FieldError, InputError, ValidationError
from motcua.domain.step_table.step_table import TableProcedure
from motcua.domain.step_table.step_table_answers import answered, budget_of, shown_time
from motcua.domain.step_table.step_table_columns import Chosen, ColumnChoiceError
from motcua.domain.step_table.step_table_times import sum_of
from motcua.domain.text import Text
from motcua.services.process import draft_room, new_drafts, process_upload, table_import
from motcua.services.process.draft_room import Room
from motcua.services.process.table_import import Look
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web import diagram
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.office.typed import Typed
from motcua_admin import bp
from motcua_admin.process import new_table_page
from motcua_admin.process.new_draft import levels, tell_if_known, wanted_of_form
from motcua_admin.process.new_table_page import ROLES, Review

MAX_ROWS = 300
"""Rows of one procedure that a page can show with their fields."""


@dataclass(frozen=True)
class Reading:
    """An upload as it is read with the columns chosen; `problem` says why the choice could not be taken."""

    upload: Record
    look: Look
    choice: tuple[int, Chosen] | None
    problem: str
    room: Room
    made: Mapping[str, int]


@bp.route("/moi/bang/<int:upload_id>", methods=["GET", "POST"])
@open_to("staff")
def new_table(upload_id: int) -> ResponseReturnValue:
    """One procedure of the file to look through; several to choose from; none, and the columns to be chosen."""
    with new_work() as work:
        reading = _read(work, upload_id)
    found = reading.look.procedures
    deed = request.form.get("do", "")
    if deed == "all":
        return _create_ticked(reading)
    place = _place(reading)
    if place:
        _require_short(found[place - 1])
    if not found or not place:
        return _list_page(reading) if len(found) > 1 else _columns_page(reading)
    if deed == "create":
        return _create(reading, place)
    code = 400 if reading.problem else 200
    return _review_page(reading, place, keeps_steps=deed == "sum"), code


def _read(work: Work, upload_id: int) -> Reading:
    upload, content = process_upload.opened(work, actor(), upload_id, "table")
    room = draft_room.room(work, actor())
    choice = new_table_page.chosen_of(request.form) or new_table_page.chosen_of(request.args)
    known = tuple(room.positions)
    look, problem = table_import.look(content, known=known), ""
    if choice is not None:
        chosen = table_import.chosen_for(look.grids, *choice)
        try:
            look = table_import.look(content, known=known, chosen=chosen)
        except ColumnChoiceError as error:
            problem = say(error.message)
    return Reading(upload, look, choice, problem, room, process_upload.made_of(work, upload))


def _place(reading: Reading) -> int:
    """Which procedure is meant, 1 the first; 0 when none is yet."""
    found = reading.look.procedures
    if len(found) == 1:
        return 1
    place = request.values.get("so", 0, type=int)
    return place if 0 < place <= len(found) else 0


def _require_short(procedure: TableProcedure) -> None:
    if len(procedure.rows) > MAX_ROWS:
        count = len(procedure.rows)
        raise InputError(
            Text(
                f"Thủ tục này có {count} dòng, nhiều hơn {MAX_ROWS}. Hãy tách bảng thành từng thủ tục rồi nhập lại.",
                f"This procedure has {count} rows, more than {MAX_ROWS}. Divide the table by procedure and import it.",
            )
        )


def _create(reading: Reading, place: int) -> ResponseReturnValue:
    procedure = reading.look.procedures[place - 1]
    try:
        put_right = _answered(reading, procedure)
        with new_work() as work:
            draft_id = new_drafts.of_table(work, actor(), put_right, wanted_of_form(), now())
            process_upload.give(work, reading.upload, draft_id)
            tell_if_known(work, draft_id)
    except InputError as problem:
        typed = Typed(request.form).with_problem(problem)
        return _review_page(reading, place, typed=typed, keeps_steps=True), 400
    if len(reading.look.procedures) == 1:
        return redirect(url_for("studio.designer", draft_id=draft_id), 303)
    flash(_("Đã tạo bản thảo “%(name)s”.", name=put_right.name), "ok")
    return redirect(_address(reading), 303)


def _answered(reading: Reading, procedure: TableProcedure) -> TableProcedure:
    """The procedure put right; every wrong field at once, those of the draft too."""
    errors: dict[str, FieldError] = {}
    put_right = procedure
    try:
        answers = new_table_page.answers_of(request.form, len(procedure.steps))
        put_right = answered(procedure, answers, reading.room.positions)
    except ValidationError as problem:
        errors |= {one.pointer: one for one in problem.errors}
    try:
        with new_work() as work:
            new_drafts.checked(work, wanted_of_form())
    except ValidationError as problem:
        errors = {one.pointer: one for one in problem.errors} | errors
    if errors:
        raise ValidationError(list(errors.values()))
    return put_right


def _create_ticked(reading: Reading) -> ResponseReturnValue:
    """A draft of each procedure that was ticked, as it was read: its doubts become notes of the draft."""
    ticked = [
        (place, procedure)
        for place, procedure in enumerate(reading.look.procedures, start=1)
        if str(place) in request.form.getlist("take")
    ]
    try:
        _require_whole(ticked)
        with new_work() as work:
            for _place_in_file, procedure in ticked:
                named = replace(wanted_of_form(), code=procedure.code, name=procedure.name, form="")
                draft_id = new_drafts.of_table(work, actor(), procedure, named, now())
                process_upload.give(work, reading.upload, draft_id)
    except InputError as problem:
        return _list_page(reading, Typed(request.form).with_problem(problem)), 400
    flash(ngettext("Đã tạo %(num)d bản thảo.", "Đã tạo %(num)d bản thảo.", len(ticked)), "ok")
    return redirect(url_for("studio.home", **{"trang-thai": "draft"}), 303)  # type: ignore[arg-type]


def _require_whole(ticked: list[tuple[int, TableProcedure]]) -> None:
    """Something is ticked, and the file names all of it; raises ValidationError naming the procedure."""
    if not ticked:
        raise InputError(Text("Đánh dấu ít nhất một thủ tục.", "Tick at least one procedure."))
    errors = [
        FieldError(
            f"/take-{place}",
            "unnamed",
            Text(
                f"Thủ tục thứ {place} chưa có tên hoặc mã trong tệp. Hãy mở “Xem lại” để điền.",
                f"Procedure {place} has no name or code in the file. Open “Look through” and enter them.",
            ),
        )
        for place, procedure in ticked
        if not procedure.name or not procedure.code
    ]
    if errors:
        raise ValidationError(errors)


def _review_page(reading: Reading, place: int, *, typed: Typed | None = None, keeps_steps: bool) -> str:
    procedure = reading.look.procedures[place - 1]
    typed = typed or Typed(request.form if request.form else _first_values(procedure))
    steps = new_table_page.typed_steps(request.form, len(procedure.steps)) if keeps_steps else {}
    total = str(typed.values.get("total", ""))
    shown = new_table_page.review(place, procedure, reading.look.grids[procedure.table - 1], steps, total)
    return render_template(
        "studio/new_table.html",
        reading=reading,
        shown=shown,
        typed=replace(typed, general=typed.general or reading.problem),
        drawing=_drawing(reading, shown),
        levels=levels(),
        roles=ROLES,
        address=_address(reading),
    )


def _first_values(procedure: TableProcedure) -> dict[str, object]:
    """What the file says, and of a procedure that the catalogue has, what it says."""
    values: dict[str, object] = {
        "code": procedure.code,
        "name": procedure.name,
        "total": shown_time(procedure.stated_total) if procedure.stated_total else "",
    }
    with new_work() as work:
        known = new_drafts.known(work, procedure.code) if procedure.code else None
    if known is not None:
        values |= {"field": known.field, "level": known.level, "owner": str(known.owner_id or "")}
    return values


def _drawing(reading: Reading, shown: Review) -> dict[str, Any]:
    """The diagram as it would be drafted with what the fields say now."""
    answers = {row.marked.step: row.answer for row in shown.rows if row.answer is not None}
    steps = [
        replace(
            step,
            work=answer.work,
            position_key=answer.position_key if answer.position_key in reading.room.positions else "",
            budget=budget_of(answer.time),
        )
        for place, step in enumerate(shown.procedure.steps, start=1)
        if (answer := answers.get(place)) is not None and answer.is_kept
    ]
    model = table_import.model_of(replace(shown.procedure, steps=steps))
    if model is None:
        return {}
    captions = {step.id: shown_time(step.budget) for step in model.steps}
    return {
        "svg": diagram.render(model, {}, captions, language()),
        "rows": diagram.rows(model, {}, captions, language()),
    }


def _list_page(reading: Reading, typed: Typed | None = None) -> str:
    return render_template(
        "studio/new_table_list.html",
        reading=reading,
        typed=typed or Typed({}),
        sums=[shown_time(sum_of([step.budget for step in one.steps])) for one in reading.look.procedures],
        stated=[shown_time(one.stated_total) if one.stated_total else "" for one in reading.look.procedures],
        levels=levels(),
        address=_address,
    )


def _columns_page(reading: Reading) -> str:
    """No table was understood: one of them, with a choice for each column."""
    grids = reading.look.grids
    table = request.values.get("bang", 0, type=int)
    table = table if 0 < table <= len(grids) else _largest(reading)
    chosen = reading.choice[1] if reading.choice is not None and reading.choice[0] == table else Chosen((), 1)
    roles = dict(enumerate(chosen.roles))
    return render_template(
        "studio/new_table_columns.html",
        reading=reading,
        table=table,
        grid=grids[table - 1],
        columns=new_table_page.columns(grids[table - 1], roles, chosen.heading),
        heading=chosen.heading,
        roles=ROLES,
        preview=new_table_page.PREVIEW,
    )


def _largest(reading: Reading) -> int:
    sizes = [len(grid.rows) for grid in reading.look.grids]
    return sizes.index(max(sizes)) + 1


def _address(reading: Reading, **more: object) -> str:
    kept = new_table_page.kept_in_address(reading.choice)
    return url_for("studio.new_table", upload_id=reading.upload.id, **{**kept, **more})  # type: ignore[arg-type]
