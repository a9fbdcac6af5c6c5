"""Beginning a draft: a file to read, a usual shape, a copy of another procedure, the next version of one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import FieldError, InputError, ValidationError
from motcua.domain.people.agency import KINDS
from motcua.domain.text import Text
from motcua.services.papers.files import Upload
from motcua.services.process import (
    draft_room,
    new_drafts,
    process_drafts,
    process_shapes,
    process_upload,
)
from motcua.services.process.new_drafts import Wanted
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.keys import record_key
from motcua.web.office.typed import Typed, words_of
from motcua_admin import bp

LARGEST = 10 * 1024 * 1024
PAGES = {"table": "studio.new_table", "bundle": "studio.new_file", "bpmn": "studio.new_file"}


@bp.route("/moi", methods=["GET", "POST"])
@open_to("staff")
def new() -> ResponseReturnValue:
    """The ways to begin; sent, a draft of a usual shape, or a copy of the version that the address names."""
    version_id = request.args.get("tu", type=record_key)
    typed = Typed(request.form if request.method == "POST" else _first_values(version_id))
    if request.method == "POST":
        try:
            with new_work() as work:
                draft_id = _begin(work, version_id)
                tell_if_known(work, draft_id)
            return redirect(url_for("studio.designer", draft_id=draft_id), 303)
        except InputError as problem:
            typed = typed.with_problem(problem)
    return _page(typed, version_id), 400 if typed.summary else 200


@bp.post("/moi/tep")
@open_to("staff")
def new_upload() -> ResponseReturnValue:
    """Keep the file and go on with what it is by its content."""
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise InputError(Text("Hãy chọn tệp.", "Choose a file."))
        upload = Upload(sent.filename, sent.stream.read(LARGEST + 1))
        with new_work() as work:
            upload_id, kind = process_upload.keep(work, actor(), upload, now())
    except InputError as problem:
        return _page(Typed({}, {"file": say(problem.message)}), None), 400
    return redirect(url_for(PAGES[kind], upload_id=upload_id), 303)


@bp.post("/phien-ban/<int:version_id>/ban-thao")
@open_to("staff")
def next_draft(version_id: int) -> ResponseReturnValue:
    """A draft of the procedure's next version, beginning where this one stands."""
    with new_work() as work:
        draft_id = new_drafts.next_version(work, actor(), version_id, now())
    flash(_("Đã mở bản thảo cho phiên bản mới. Hồ sơ đang giải quyết vẫn theo phiên bản cũ."), "ok")
    return redirect(url_for("studio.designer", draft_id=draft_id), 303)


def wanted_of_form() -> Wanted:
    """What the fields of `studio/draft_fields.html` say."""
    owner = request.form.get("owner", "")
    return Wanted(
        code=words_of(request.form, "code"),
        name=words_of(request.form, "name"),
        field=request.form.get("field", ""),
        level=request.form.get("level", ""),
        owner_id=record_key(owner) if owner.isdecimal() else None,
        form=_form(request.form.get("field", "")),
    )


def levels() -> list[tuple[str, Text]]:
    """The levels of procedures in the order in which they are offered."""
    return [(key, KINDS[key]) for key in ("xa", "tinh", "so", "nganh_doc", "phong", "chi_nhanh", "dich_vu")]


def _form(field: str) -> str:
    """The chosen form's key: the list names "field/key". Raises ValidationError for one of another field."""
    of, _sep, key = request.form.get("form", "").partition("/")
    if key and field and of != field:
        other = Text(
            "Biểu mẫu này của lĩnh vực khác. Chọn biểu mẫu của lĩnh vực đã chọn, hoặc để trống.",
            "This form is of another field. Choose one of the chosen field, or none.",
        )
        raise ValidationError([FieldError("/form", "other_field", other)])
    return key if of == field else ""


def tell_if_known(work: Work, draft_id: int) -> None:
    """Say so when the code is that of a procedure of the catalogue: the draft is its next version."""
    row = process_drafts.get(work, actor(), draft_id)
    if row.procedure_id is not None:
        said = _(
            "Mã %(code)s đã có trong danh mục nên bản thảo là phiên bản mới của thủ tục ấy.", code=row.code
        )
        flash(said, "warn")


def _begin(work: Work, version_id: int | None) -> int:
    if version_id is not None:
        return new_drafts.copy(work, actor(), version_id, wanted_of_form(), now())
    shape = request.form.get("shape", "")
    if not shape:
        raise InputError(Text("Hãy chọn một mẫu quy trình.", "Choose a usual shape."))
    return new_drafts.of_shape(work, actor(), shape, wanted_of_form(), now())


def _first_values(version_id: int | None) -> dict[str, object]:
    return {} if version_id is None else _of_copied(_copied(version_id))


def _copied(version_id: int) -> Record:
    with new_work() as work:
        return new_drafts.version_of(work, actor(), version_id)[1]


def _of_copied(procedure: Record) -> dict[str, object]:
    return {"field": procedure.field, "level": procedure.level, "owner": str(procedure.owner_id or "")}


def _page(typed: Typed, version_id: int | None) -> str:
    copied = _copied(version_id) if version_id is not None else None
    with new_work() as work:
        room = draft_room.room(work, actor())
    return render_template(
        "studio/new.html",
        typed=typed,
        copied=copied,
        room=room,
        levels=levels(),
        shapes=process_shapes.shapes(),
    )
