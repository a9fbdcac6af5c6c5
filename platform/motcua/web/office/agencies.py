"""The tree of agencies: found, looked at, added to and changed (A-25, N-18)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.people.agency import KINDS, AgencyFacts
from motcua.services.agencies import agencies as agency_services
from motcua.services.agencies import agency_call_off, agency_tree
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.office import bp
from motcua.web.office.event_words import Told, told
from motcua.web.office.typed import Typed, day_of, words_of

LONGEST_QUERY = 100


@bp.get("/co-quan")
@open_to("staff")
def agencies() -> ResponseReturnValue:
    """The tree, or what a query finds in it."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    with new_work() as work:
        branches = agency_tree.tree(work, actor(), query)
    if not branches and not query:
        agency_services.require_manager(actor())
    unmanaged = [one for one in branches if not one.administrators and one.row.valid_to is None]
    return render_template(
        "office/agencies.html", branches=branches, query=query, kinds=KINDS, unmanaged=unmanaged
    )


@bp.get("/co-quan/<int:agency_id>")
@open_to("staff")
def agency(agency_id: int) -> ResponseReturnValue:
    """One agency with its people, units and past."""
    with new_work() as work:
        page = agency_tree.page(work, actor(), agency_id)
    possible = {row.id for row in page.events if agency_call_off.is_possible(row, now())}
    open_ = possible if page.may_restructure else set()
    return render_template(
        "office/agency.html", page=page, kinds=KINDS, events=_events(page), may_call_off=open_
    )


@bp.route("/co-quan/<int:agency_id>/them", methods=["GET", "POST"])
@open_to("staff")
def add_agency(agency_id: int) -> ResponseReturnValue:
    """A new unit under this agency."""
    typed = Typed({"level": "phong", "receives": "yes"})
    if request.method == "POST":
        typed = Typed(request.form)
        try:
            with new_work() as work:
                document = words_of(request.form, "document")
                facts = facts_of()
                made = agency_services.add(work, actor(), agency_id, facts, now(), document)
            flash(_("Đã thêm %(name)s.", name=facts.name), "ok")
            return redirect(url_for("office.agency", agency_id=made), 303)
        except (InputError, ConflictError) as error:
            typed = typed.with_problem(error)
    with new_work() as work:
        row, _lineage = agency_services.managed(work, actor(), agency_id)
        return _form(work, row, typed, _("Thêm đơn vị trực thuộc"), is_new=True)


@bp.route("/co-quan/<int:agency_id>/sua", methods=["GET", "POST"])
@open_to("staff")
def change_agency(agency_id: int) -> ResponseReturnValue:
    """What is written about the agency, brought up to date."""
    typed = None
    if request.method == "POST":
        typed = Typed(request.form)
        try:
            with new_work() as work:
                document = words_of(request.form, "document")
                changed = agency_services.change(work, actor(), agency_id, facts_of(), now(), document)
            flash(_("Đã lưu thay đổi.") if changed else _("Không có gì thay đổi."), "ok")
            return redirect(url_for("office.agency", agency_id=agency_id), 303)
        except (InputError, ConflictError) as error:
            typed = typed.with_problem(error)
    with new_work() as work:
        row, _lineage = agency_services.managed(work, actor(), agency_id)
        known = {key: getattr(row, key) for key in AgencyFacts.__dataclass_fields__}
        known["receives"] = "yes" if row.receives else ""
        return _form(work, row, typed or Typed(known), _("Sửa thông tin cơ quan"), is_new=False)


def facts_of() -> AgencyFacts:
    """The agency as the form describes it."""
    form = request.form
    return AgencyFacts(
        code=form.get("code", "").strip(),
        name=words_of(form, "name"),
        name_en=words_of(form, "name_en"),
        level=form.get("level", ""),
        place=words_of(form, "place"),
        place_en=words_of(form, "place_en"),
        calendar_code=form.get("calendar_code", "").strip(),
        address=words_of(form, "address"),
        phone="".join(words_of(form, "phone").split()).replace(".", ""),
        email=words_of(form, "email"),
        receives=bool(form.get("receives")),
        valid_from=day_of(form, "valid_from"),
    )


def choices(work: Work, agency_id: int | None = None) -> dict[str, Any]:
    """What the selects of an agency's form offer, for one that exists or its new unit."""
    kinds = [(key, say(label)) for key, label in KINDS.items()]
    return {"kinds": kinds, "calendars": list(agency_tree.calendar_names(work, agency_id).items())}


def _form(work: Work, row: Record, typed: Typed, title: str, *, is_new: bool) -> ResponseReturnValue:
    body = render_template(
        "office/agency_form.html",
        row=row,
        typed=typed,
        page_title=title,
        is_new=is_new,
        **choices(work, row.id),
    )
    return body, 422 if typed.summary else 200


def _events(page: agency_tree.AgencyPage) -> list[Told]:
    return [told(one, page.names) for one in page.events]
