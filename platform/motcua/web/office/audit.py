"""“Nhật ký an ninh”: the log of every action for the security role, and its export (J-18, N-20)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.services.audit import audit as logs
from motcua.services.audit.audit import Entry, Filters
from motcua.services.audit.audit_words import GROUPS
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now, say
from motcua.web.filters import ZONE
from motcua.web.office import bp

LONGEST = 100
# A cell that begins with one of these is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@bp.get("/nhat-ky")
@open_to("staff")
def audit() -> ResponseReturnValue:
    """A page of the log; the filters are in the address, `truoc` is the row behind which it begins."""
    given = request.args
    with new_work() as work:
        page = logs.log(work, actor(), _filters(given), now(), _number(given.get("truoc")))
        proof = logs.last_proof(work, actor())
    return render_template(
        "office/audit.html",
        page=page,
        proof=proof,
        groups=GROUPS,
        given=given,
        chosen={key: value for key, value in given.items() if value and key != "truoc"},
        problem=_problem(given),
        lang=language(),
    )


@bp.post("/nhat-ky/ket-xuat")
@open_to("staff")
def export_audit() -> ResponseReturnValue:
    """The rows that the filters find, as a spreadsheet's CSV."""
    at = now()
    with new_work() as work:
        entries = logs.export(work, actor(), _filters(request.form), at)
    response = make_response(_csv(entries))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    name = f"nhat-ky-{at.astimezone(ZONE):%Y%m%d-%H%M}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _filters(given: Mapping[str, str]) -> Filters:
    return Filters(
        since=_day(given.get("tu")),
        until=_day(given.get("den")),
        account=given.get("tai_khoan", "").strip()[:LONGEST],
        group=given.get("nhom", ""),
        agency_id=_number(given.get("co_quan")),
        code=given.get("ho_so", "").strip()[:LONGEST],
    )


def _day(text: str | None) -> date | None:
    """A day of a date field; None when it is none, or lies where no log can be."""
    try:
        day = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 10 else None


def _problem(given: Mapping[str, str]) -> str:
    """What cannot be read in the address, in words."""
    if any(given.get(key) and _day(given.get(key)) is None for key in ("tu", "den")):
        return str(_("Ngày chưa đúng nên chưa được lọc. Viết như 2026-12-31."))
    since, until = _day(given.get("tu")), _day(given.get("den"))
    if since is not None and until is not None and since > until:
        return str(_("“Từ ngày” sau “Đến ngày” nên không có dòng nào."))
    return ""


def _csv(entries: Sequence[Entry]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Số"),
            _("Thời điểm"),
            _("Tài khoản"),
            _("Họ và tên"),
            _("Cơ quan"),
            _("Hành động"),
            _("Nội dung"),
            _("Hồ sơ"),
            _("Đối tượng"),
            _("Chi tiết"),
        ]
    )
    writer.writerows(map(_line, entries))
    return out.getvalue().encode("utf-8-sig")


def _line(entry: Entry) -> list[str]:
    row = entry.row
    cells = [
        str(row.id),
        row.at.astimezone(ZONE).isoformat(sep=" ", timespec="milliseconds"),
        row.login or "",
        row.actor_name,
        row.agency_name or "",
        row.action,
        say(entry.sentence),
        row.code or "",
        row.subject,
        json.dumps(row.detail, ensure_ascii=False),
    ]
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
