"""“Giám sát”: what is late or was asked for twice, and who enters nothing, in one place (C-12, D-03, D-19, E-25, E-26)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ValidationError
from motcua.domain.people.permissions import may_anywhere, may_work
from motcua.services.forms import answer_export
from motcua.services.intake import outages
from motcua.services.numbers import control_report, oversight
from motcua.services.numbers.control_report import Report
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.filters import named
from motcua.web.office import sheets
from motcua.web.office.typed import number_of, skipped

MOST_LINES = 200


@open_to("staff")
def page() -> ResponseReturnValue:
    """All lists with their counters."""
    with new_work() as work:
        skips = {name: skipped(request.args, name) for name in oversight.LISTS}
        found = oversight.watched(work, actor(), now(), skips)
    return render_template(
        "officer/oversight.html",
        found=found,
        may_control=may_anywhere(actor(), control_report.RIGHT),
        may_enter=may_work(actor(), "dossier.receive"),
        may_export=answer_export.may_export(actor()),
        number=outages.words,
    )


@open_to("staff")
def entries() -> ResponseReturnValue:
    """The control report of the last `days` days; `agency` narrows its lines to one agency."""
    text = request.args.get("days", str(control_report.DAYS)).strip()
    errors: list[tuple[str, str]] = []
    with new_work() as work:
        try:
            days = int(text) if text.isdecimal() and len(text) < 6 else 0
            found = control_report.report(work, actor(), days, now())
        except ValidationError as error:
            errors = [("days", say(one.message)) for one in error.errors]
            found = control_report.report(work, actor(), control_report.DAYS, now())
    agency_id = number_of(request.args, "agency")
    lines = [line for line in found.lines if agency_id in (None, line.row.agency_id)]
    body = render_template(
        "officer/control_report.html",
        found=found,
        lines=lines[:MOST_LINES],
        hidden=max(len(lines) - MOST_LINES, 0),
        agency_id=agency_id,
        days=text,
        errors=errors,
    )
    return make_response(body, 422 if errors else 200)


@open_to("staff")
def entries_file() -> ResponseReturnValue:
    """Every pair that stands out as .csv, with the rule's counts."""
    text = request.args.get("days", "")
    with new_work() as work:
        days = int(text) if text.isdecimal() and len(text) < 6 else control_report.DAYS
        found = control_report.report(work, actor(), days, now())
    return sheets.given(_rows(found), "kiem-soat-nhap-ho-so", "csv")


def _rows(found: Report) -> Sequence[Sequence[str]]:
    """A line for each agency, then each procedure of one, that stands out."""
    words = {"none": _("Không có hồ sơ"), "few": _("Ít bất thường")}
    head = [
        _("Cơ quan"),
        _("Mã thủ tục"),
        _("Thủ tục"),
        _("%(days)s ngày gần đây", days=found.days),
        _("Kỳ trước"),
        _("Nhận xét"),
    ]
    units = [
        [named(one.agency, "agency_name"), "", "", str(one.now), str(one.earlier), words[one.verdict]]
        for one in found.silent
    ]
    lines = [
        [
            named(one.row, "agency_name"),
            one.row.procedure_code,
            named(one.row, "procedure_name"),
            str(one.row.now),
            str(one.row.earlier),
            words[one.verdict],
        ]
        for one in found.lines
    ]
    return [head, *units, *lines]
