"""The information sheet of a draft: filled in by inputs alone, saved beside the drawing (A-02, A-16, A-21)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ValidationError
from motcua.services.process import draft_room, procedure_sheet
from motcua.services.process.process_drafts import DraftChangedError
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say
from motcua.web.filters import instant
from motcua.web.keys import LARGEST
from motcua_admin import bp
from motcua_admin.process.sheet_entry import Entry, entry_of_facts, entry_of_form
from motcua_admin.process.sheet_facts import facts_of
from motcua_admin.process.sheet_page import SheetPage

ACTION = "_action"


@bp.get("/ban-thao/<int:draft_id>/thu-tuc")
@open_to("staff")
def sheet(draft_id: int) -> ResponseReturnValue:
    """The sheet as it is stored; whoever may only see the draft cannot change it."""
    return _page(draft_id)


@bp.post("/ban-thao/<int:draft_id>/thu-tuc")
@open_to("staff")
def save_sheet(draft_id: int) -> ResponseReturnValue:
    """Add, remove or move a row without saving, or save everything; what was typed is never lost."""
    entry, mark = entry_of_form(request.form), request.form.get("mark", "")
    changed = entry.row_action(request.form.get(ACTION, ""))
    if changed is not None:
        return _page(draft_id, changed, mark)
    try:
        with new_work() as work:
            found = procedure_sheet.opened(work, actor(), draft_id)
            facts = facts_of(entry, found.facts)
            procedure_sheet.save(work, actor(), draft_id, facts, mark, _owner(entry), now())
    except ValidationError as error:
        errors = {one.pointer.removeprefix("/"): say(one.message) for one in error.errors}
        return _page(draft_id, entry, mark, errors, status=422)
    except DraftChangedError as error:
        return _page(draft_id, entry, notice=_changed(error), status=409)
    flash(_("Đã lưu bảng thông tin thủ tục."), "ok")
    return redirect(url_for("studio.sheet", draft_id=draft_id), 303)


def _changed(error: DraftChangedError) -> str:
    if error.state != "draft":
        return say(error.message)
    return str(
        _(
            "%(who)s đã lưu bảng thông tin này lúc %(at)s, sau khi bạn mở. Những gì bạn gõ còn nguyên dưới đây và chưa lưu."
            " Bấm Lưu lần nữa để thay bằng bảng của bạn, hoặc mở lại trang để xem bảng của người kia.",
            who=error.by,
            at=instant(error.at),
        )
    )


def _owner(entry: Entry) -> int | None:
    text = entry.values["owner_id"]
    return int(text) if text.isascii() and text.isdigit() and int(text[:19]) <= LARGEST else None


def _page(
    draft_id: int,
    entry: Entry | None = None,
    mark: str = "",
    errors: Mapping[str, str] | None = None,
    notice: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """The page as it was sent, or as it is stored."""
    with new_work() as work:
        found = procedure_sheet.opened(work, actor(), draft_id)
        entry = entry or entry_of_facts(found.shown, found.row.owner_id)
        room = draft_room.room(work, actor()) if found.may_change else None
        form = procedure_sheet.form_of(work, found.row, entry.values["field"], entry.values["form"])
    page = SheetPage(
        sheet=found,
        entry=entry,
        room=room,
        form=form,
        mark=mark or found.mark,
        scheme=house().profile.service_level_scheme,
        errors=errors or {},
        notice=notice,
    )
    return make_response(render_template("studio/sheet.html", page=page, draft=found.row), status)
