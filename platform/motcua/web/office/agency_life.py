"""Agencies moved, merged, split and dissolved, each on a page that says what will come of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError, ValidationError
from motcua.services.agencies import agencies as agency_services
from motcua.services.agencies import agency_call_off, agency_life, agency_tree
from motcua.services.agencies.agency_life import Division, Merger, Part
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.filters import named
from motcua.web.office import bp
from motcua.web.office.agencies import choices, facts_of
from motcua.web.office.typed import Typed, number_of, numbers_of, required_day_of, words_of


@bp.route("/co-quan/<int:agency_id>/chuyen", methods=["GET", "POST"])
@open_to("staff")
def move_agency(agency_id: int) -> ResponseReturnValue:
    """Put the agency under another parent."""

    def act(work: Work) -> int:
        parent_id = number_of(request.form, "parent_id") or 0
        agency_services.move(work, actor(), agency_id, parent_id, now(), words_of(request.form, "document"))
        return agency_id

    return _acted(agency_id, "office/agency_move.html", act, _("Đã chuyển cơ quan."))


@bp.route("/co-quan/<int:agency_id>/sap-nhap", methods=["GET", "POST"])
@open_to("staff")
def merge_agency(agency_id: int) -> ResponseReturnValue:
    """Merge the agency with others, into one of them or a new one."""

    def act(work: Work) -> int:
        form = request.form
        is_new = form.get("heir") == "new"
        plan = Merger(
            sources=(agency_id, *numbers_of(form, "others")),
            on=required_day_of(form, "on"),
            document=words_of(form, "document"),
            into=None if is_new else number_of(form, "into"),
            new=facts_of() if is_new else None,
            moves_accounts="accounts" in form,
            moves_dossiers="dossiers" in form,
        )
        return agency_life.merge(work, actor(), plan, now())

    start = Typed({"heir": "into", "accounts": "yes", "dossiers": "yes", "receives": "yes", "level": "xa"})
    return _acted(agency_id, "office/agency_merge.html", act, _("Đã ghi việc sáp nhập."), start)


@bp.route("/co-quan/<int:agency_id>/chia-tach", methods=["GET", "POST"])
@open_to("staff")
def split_agency(agency_id: int) -> ResponseReturnValue:
    """Divide off a new agency, with the staff that go to it."""

    def act(work: Work) -> int:
        form = request.form
        plan = Division(
            source=agency_id,
            parts=(Part(facts_of(), numbers_of(form, "people")),),
            on=required_day_of(form, "on"),
            document=words_of(form, "document"),
            keeps_source="keeps" in form,
        )
        return agency_life.split(work, actor(), plan, now())[0]

    start = Typed({"keeps": "yes", "receives": "yes", "level": "xa"})
    return _acted(agency_id, "office/agency_split.html", act, _("Đã ghi việc chia tách."), start)


@bp.route("/co-quan/<int:agency_id>/giai-the", methods=["GET", "POST"])
@open_to("staff")
def dissolve_agency(agency_id: int) -> ResponseReturnValue:
    """End the agency."""

    def act(work: Work) -> int:
        on, document = required_day_of(request.form, "on"), words_of(request.form, "document")
        agency_life.dissolve(work, actor(), agency_id, on, document, now())
        return agency_id

    return _acted(agency_id, "office/agency_dissolve.html", act, _("Đã ghi việc giải thể."))


@bp.post("/co-quan/<int:agency_id>/quyet-dinh/<int:event_id>/huy")
@open_to("staff")
def call_off_decision(agency_id: int, event_id: int) -> ResponseReturnValue:
    """Call a decision off before its date."""
    try:
        with new_work() as work:
            document = words_of(request.form, "document")
            agency_call_off.call_off(work, actor(), agency_id, event_id, document, now())
    except ValidationError as error:
        flash(say(error.errors[0].message), "bad")
    except ConflictError as error:
        flash(say(error.message), "bad")
    else:
        flash(_("Đã hủy quyết định. Mọi việc giữ như trước."), "ok")
    return redirect(url_for("office.agency", agency_id=agency_id), 303)


def _acted(
    agency_id: int, template: str, act: Callable[[Work], int], done: str, start: Typed | None = None
) -> ResponseReturnValue:
    """Show the page, or do what it asks and go to the agency that comes of it; a problem stands on the page."""
    typed = start or Typed({})
    if request.method == "POST":
        typed = Typed(request.form)
        try:
            with new_work() as work:
                shown = act(work)
            flash(done, "ok")
            return redirect(url_for("office.agency", agency_id=shown), 303)
        except (InputError, ConflictError) as error:
            typed = typed.with_problem(error)
    with new_work() as work:
        agency_services.restructured(work, actor(), agency_id)
        page = agency_tree.page(work, actor(), agency_id)
        others = [one.row for one in agency_tree.tree(work, actor()) if one.row.valid_to is None]
        shown_form = render_template(
            template,
            page=page,
            row=page.row,
            typed=typed,
            others=_options(others, agency_id),
            chosen_ids=set(request.form.getlist("others") + request.form.getlist("people")),
            **choices(work, page.row.parent_id),
        )
    return shown_form, 422 if typed.summary else 200


def _options(rows: Sequence[Record], agency_id: int) -> list[tuple[int, str]]:
    return [(row.id, f"{named(row)} ({row.code})") for row in rows if row.id != agency_id]
