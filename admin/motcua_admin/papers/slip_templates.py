"""Templates of slips: the list by legal set and place, a place with its versions, two compared, a file out and in (B-09)."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.papers.slip_kinds import LEGAL_SETS, SET_TITLES, LegalSet
from motcua.domain.text import Text
from motcua.services.papers import (
    slip_template_file,
    slip_template_places,
    slip_template_publication,
    slip_templates,
)
from motcua.services.papers.slip_templates import Place, SlipTemplateOpenError
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua.web.keys import record_key
from motcua.web.office.typed import Typed
from motcua_admin import bp

PLACE: Final = "/mau-phieu/<legal_set>/<kind>/<int:agency_id>"


@bp.get("/mau-phieu")
@open_to("staff")
def slip_templates_list() -> ResponseReturnValue:
    """The slips of a legal set (`bo`) as a place (`co-quan`) uses them."""
    with new_work() as work:
        standing: str = work.house.profile.slip_set
        wanted = request.args.get("bo", "")
        legal_set = cast(LegalSet, wanted if wanted in LEGAL_SETS else standing)
        shown = slip_template_places.listing(
            work, actor(), legal_set, request.args.get("co-quan", None, type=record_key)
        )
    return render_template(
        "studio/slip_templates.html",
        shown=shown,
        legal_set=legal_set,
        standing=standing,
        sets=[(key, SET_TITLES[key]) for key in LEGAL_SETS],
    )


@bp.get(PLACE)
@open_to("staff")
def slip_place(legal_set: str, kind: str, agency_id: int) -> ResponseReturnValue:
    """The template of a place: what is used, its versions, and the ways to begin the next."""
    return _page(legal_set, kind, agency_id, Typed({}))


@bp.post(f"{PLACE}/ban-thao")
@open_to("staff")
def begin_slip_draft(legal_set: str, kind: str, agency_id: int) -> ResponseReturnValue:
    """A draft: of what is used now, of the legal set's own (`source=0`), of a version, or of the file that was sent."""
    source = request.form.get("source", "", str)
    sent = request.files.get("file")
    try:
        with new_work() as work:
            place = _place(work, legal_set, kind, agency_id)
            draft_id = slip_templates.begin(work, actor(), place, now(), **_beginning(place, source, sent))
    except SlipTemplateOpenError as problem:
        flash(say(problem.message), "info")
        return redirect(url_for("studio.slip_editor", draft_id=problem.draft_id), 303)
    except InputError as problem:
        # A template's faults name their blocks; there is no field for them here.
        told = Typed({}, {}, say(problem.message))
        return _page(legal_set, kind, agency_id, told), status_of(problem)
    return redirect(url_for("studio.slip_editor", draft_id=draft_id), 303)


@bp.post(f"{PLACE}/ngung")
@open_to("staff")
def withdraw_slip(legal_set: str, kind: str, agency_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    try:
        with new_work() as work:
            place = _place(work, legal_set, kind, agency_id)
            slip_template_publication.withdraw(work, actor(), place, reason, now())
    except (InputError, ConflictError) as problem:
        typed = Typed({"reason": reason}).with_problem(problem)
        return _page(legal_set, kind, agency_id, typed), status_of(problem)
    flash(_("Đã ngừng dùng mẫu riêng. Phiếu lập từ nay theo mẫu của cấp trên."), "ok")
    return redirect(url_for("studio.slip_place", legal_set=legal_set, kind=kind, agency_id=agency_id), 303)


@bp.get(f"{PLACE}/so-sanh")
@open_to("staff")
def compare_slips(legal_set: str, kind: str, agency_id: int) -> ResponseReturnValue:
    """Two templates of the kind in words (`cu`, `moi`; 0 is the legal set's own)."""
    with new_work() as work:
        place = _place(work, legal_set, kind, agency_id)
        page = slip_template_places.page(work, actor(), place, now())
        old = request.args.get("cu", 0, type=record_key)
        new = request.args.get("moi", page.in_force.id if page.in_force else 0, type=record_key)
        found = slip_template_places.compared(work, actor(), place, old, new)
    return render_template("studio/compare_slips.html", page=page, found=found, chosen=(old, new))


@bp.get(f"{PLACE}/tai-ve/<int:template_id>")
@open_to("staff")
def export_slip(legal_set: str, kind: str, agency_id: int, template_id: int) -> ResponseReturnValue:
    """A template as a file for another installation; 0 is the legal set's own."""
    with new_work() as work:
        place = _place(work, legal_set, kind, agency_id)
        told = slip_template_file.written(work, actor(), place, template_id)
    answer = Response(json.dumps(told, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{legal_set}-{kind}-{template_id}.json"'
    return answer


def _beginning(place: Place, source: str, sent: Any) -> dict[str, Any]:
    """What a draft begins with, as `begin` is told."""
    if sent is not None:
        if not sent.filename:
            raise InputError(Text("Hãy chọn tệp.", "Choose a file."))
        return {"body": slip_template_file.read(place, sent.stream.read(slip_template_file.LARGEST + 1))}
    if source.isdecimal() and len(source) < 19:
        return {"source_id": int(source)}
    return {}


def _place(work: Work, legal_set: str, kind: str, agency_id: int) -> Place:
    return slip_templates.place_of(work, kind, legal_set, agency_id or None)


def _page(legal_set: str, kind: str, agency_id: int, typed: Typed) -> str:
    with new_work() as work:
        place = _place(work, legal_set, kind, agency_id)
        page = slip_template_places.page(work, actor(), place, now())
    return render_template("studio/slip_place.html", page=page, typed=typed)
