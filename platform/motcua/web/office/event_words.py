"""The decisions about an agency in words, with the values before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from motcua.domain.people.agency import KINDS
from motcua.store.base import Record
from motcua.web.context import say
from motcua.web.filters import named


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One decision: what, since when, by which document, who entered it; `called_off` says who undid it and why."""

    id: int

    on: date
    what: str
    document: str
    who: str
    at: datetime
    is_waiting: bool
    called_off: str
    changes: list[Change]


def told(row: Record, agencies: Mapping[int, Record]) -> Told:
    """An event of the history as the page shows it; `agencies` by id give the names."""
    return Told(
        id=row.id,
        on=row.on_date,
        what=_what(row, agencies),
        document=row.document,
        who=row.actor_name,
        at=row.at,
        is_waiting=row.done_at is None,
        called_off=_called_off(row),
        changes=_changes(row, agencies) if row.kind in ("change", "rename", "move") else [],
    )


def _called_off(row: Record) -> str:
    said = row.detail.get("called_off")
    return str(_("Đã hủy: %(document)s (%(who)s)", document=said["document"], who=said["by"])) if said else ""


def _what(row: Record, agencies: Mapping[int, Record]) -> str:
    others = _listed(row.detail.get("from"), agencies)
    into = _listed([row.detail.get("into")], agencies)
    parts = _listed(row.detail.get("parts"), agencies)
    texts = {
        "add": _("Thành lập"),
        "change": _("Sửa thông tin"),
        "rename": _("Đổi tên hoặc mã"),
        "move": _("Chuyển cơ quan cấp trên"),
        "merge": _("Sáp nhập vào %(name)s", name=into),
        "joined": _("Nhận sáp nhập từ %(names)s", names=others),
        "split": _("Chia tách, lập %(names)s", names=parts),
        "dissolve": _("Giải thể"),
    }
    return str(texts.get(row.kind, row.kind))


def _listed(ids: object, agencies: Mapping[int, Record]) -> str:
    found = [agencies[one] for one in ids if one in agencies] if isinstance(ids, list) else []
    return ", ".join(named(one) for one in found)


def _changes(row: Record, agencies: Mapping[int, Record]) -> list[Change]:
    before, after = row.detail.get("before", {}), row.detail.get("after", {})
    labels = {
        "code": _("Mã"),
        "name": _("Tên"),
        "name_en": _("Tên tiếng Anh"),
        "level": _("Loại"),
        "place": _("Địa bàn"),
        "place_en": _("Địa bàn, tiếng Anh"),
        "calendar_code": _("Lịch làm việc"),
        "address": _("Địa chỉ"),
        "phone": _("Điện thoại"),
        "email": _("Thư điện tử"),
        "receives": _("Tiếp nhận hồ sơ"),
        "valid_from": _("Hiệu lực từ"),
        "parent_id": _("Cơ quan cấp trên"),
    }
    return [
        Change(
            str(labels.get(key, key)), _value(key, before.get(key), agencies), _value(key, value, agencies)
        )
        for key, value in after.items()
    ]


def _value(key: str, value: object, agencies: Mapping[int, Record]) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return str(_("có") if value else _("không"))
    if key == "parent_id":
        return _listed([value], agencies)
    return say(KINDS[str(value)]) if key == "level" and value in KINDS else str(value)
