"""Questions to other agencies, instructions, urging notes, the paper file and corrections, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _

from motcua.services.desk.dossiers import DossierPage
from motcua.services.exchange.consulting import Consultation
from motcua.services.exchange.exchanges import Exchanges
from motcua.store.base import Record
from motcua.web.context import say
from motcua.web.filters import duration, instant, named
from motcua.web.officer.papers import StoredFile, stored_file


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as `macros/chips.html` draws it: never by colour alone."""

    kind: str
    icon: str
    text: str


@dataclass(frozen=True)
class Line:
    """One entry: what it is, who and when, its words, files, and where it stands."""

    what: str
    who: str
    at: datetime
    body: str = ""
    more: str = ""
    chip: Chip | None = None
    files: Sequence[StoredFile] = ()


def lines_of(shown: DossierPage, found: Exchanges) -> list[Line]:
    """Every entry, the latest first."""
    lines = [line for one in found.consultations for line in consultation(shown, one)]
    for instruction in found.instructions:
        row = instruction.row
        until = _("Xong trước %(at)s", at=instant(row.until)) if row.until is not None else ""
        what = _("Giao việc cho %(name)s", name=row.to_name)
        lines.append(Line(what, row.by_name, row.at, instruction.text, until))
    lines += [Line(_("Đôn đốc"), note.row.by_name, note.row.at, note.text) for note in found.notes]
    lines += [_paper(row) for row in found.papers]
    lines += [_transfer(row) for row in found.transfers]
    for one in found.corrections:
        changes = "; ".join(_change(shown, one.before, one.after))
        lines.append(Line(_("Sửa sai sót khi tiếp nhận"), one.row.by_name, one.row.at, one.reason, changes))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def consultation(shown: DossierPage, one: Consultation) -> list[Line]:
    """A question, and the answer once there is one."""
    row = one.row
    agency = named(row, "agency_name")
    asked = Line(
        _("Lấy ý kiến %(agency)s", agency=agency),
        row.asked_name,
        row.asked_at,
        one.question,
        _("Hạn trả lời %(at)s", at=instant(row.due_at)) if row.due_at is not None else "",
        _chip(one),
        _files(shown, f"consult:{row.id}"),
    )
    asked = replace(asked, more=_joined(asked.more, document_words(row.document_number, row.document_date)))
    if row.answered_at is None:
        return [asked]
    took = _("Trả lời sau %(time)s làm việc", time=duration(one.used))
    what = _("%(agency)s trả lời", agency=agency)
    files = _files(shown, f"answer:{row.id}")
    took = _joined(took, document_words(row.answer_number, row.answer_date))
    return [asked, Line(what, row.answered_name, row.answered_at, one.answer, took, files=files)]


def document_words(number: str, dated: date | None) -> str:
    """The document that an exchange carried (H-01)."""
    if dated is None:
        return ""
    return str(_("Văn bản số %(number)s ngày %(date)s", number=number, date=f"{dated:%d/%m/%Y}"))


def _joined(*words: str) -> str:
    return "; ".join(one for one in words if one)


def _chip(one: Consultation) -> Chip:
    if one.row.answered_at is not None and one.is_overdue:
        return Chip("warn", "exclamation-triangle-fill", _("Trả lời quá hạn"))
    if one.row.answered_at is not None:
        return Chip("ok", "check-circle", _("Đã trả lời"))
    if one.is_overdue:
        return Chip("bad", "exclamation-octagon-fill", _("Quá hạn trả lời"))
    return Chip("info", "clock-history", _("Chờ trả lời"))


def _transfer(row: Record) -> Line:
    """Handed on until it was acknowledged, or given back with its document (E-13, E-15)."""
    to = named(row, "to_name") if row.to_name is not None else ""
    who = row.sent_name or ""
    if row.kind != "forward":
        why = {
            "returned": _("Không thuộc việc của cơ quan này, hoặc chuyển nhầm"),
            "refused": _("Không đủ điều kiện giải quyết"),
            "supplement": _("Cần người nộp bổ sung giấy tờ"),
        }
        more = _joined(why[row.kind], document_words(row.document_number, row.document_date))
        return Line(_("Trả lại %(agency)s", agency=to), who, row.transferred_at, "", more)
    what = _("Chuyển hồ sơ điện tử đến %(agency)s", agency=to)
    if row.delivered_at is None:
        return Line(
            what, who, row.transferred_at, chip=Chip("warn", "send", _("Đã gửi, chờ xác nhận đã nhận"))
        )
    chip = Chip("ok", "check-circle", _("Đã xác nhận nhận"))
    return Line(what, who, row.transferred_at, "", _("lúc %(at)s", at=instant(row.delivered_at)), chip)


def _paper(row: Record) -> Line:
    if row.missed_at is not None:
        chip = Chip("bad", "x-circle", _("Chưa nhận được"))
        more = _("%(name)s báo lúc %(at)s", name=row.missed_name, at=instant(row.missed_at))
    elif row.received_at is not None:
        chip = Chip("ok", "check-circle", _("Đã nhận"))
        more = _("%(name)s nhận lúc %(at)s", name=row.received_name, at=instant(row.received_at))
    else:
        chip, more = Chip("info", "send", _("Đang chuyển")), ""
    return Line(
        _("Gửi bản giấy từ “%(step)s”", step=row.step_name), row.sent_name, row.sent_at, "", more, chip
    )


def _change(shown: DossierPage, before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Each field with what stood there and what stands there now; lists and groups are named only."""
    found = []
    for key, value in after.items():
        field = shown.form.field_by_key.get(key)
        name = say(field.label) if field is not None else key
        old = before.get(key)
        if isinstance(value, list | dict) or isinstance(old, list | dict):
            found.append(name)
        else:
            found.append(
                _("%(field)s: “%(old)s” thành “%(new)s”", field=name, old=old or "", new=value or "")
            )
    return found


def _files(shown: DossierPage, slot: str) -> list[StoredFile]:
    return [stored_file(shown.row.code, file) for file in shown.files if file.slot == slot]
