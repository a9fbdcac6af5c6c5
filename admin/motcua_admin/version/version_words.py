"""What was done to drafts and versions, in the reader's words: states as chips, deeds as lines of a history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from motcua.domain.process.publication import Decision
from motcua.store.base import Record
from motcua.web.context import language, say
from motcua.web.filters import file_size, instant

CHIPS: Mapping[str, tuple[str, str | None]] = {
    "active": ("ok", "check-circle-fill"),
    "waiting": ("info", "clock-history"),
    "replaced": ("plain", None),
    "abolished": ("plain", "x-circle"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the history as `macros/timeline` draws it."""

    state: str
    what: str
    who: str
    when: str
    when_iso: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """A file as `macros/files` lists it."""

    name: str
    size_text: str
    url: str


def state_words(row: Record) -> str:
    """Where a version stands; one that never came into force was called off or passed over."""
    if row.activated_at is None and row.state in ("abolished", "replaced"):
        return str(_("Không kích hoạt"))
    return {
        "active": str(_("Đang dùng")),
        "waiting": str(_("Chờ kích hoạt")),
        "replaced": str(_("Đã thay")),
        "abolished": str(_("Bãi bỏ")),
    }[row.state]


def chip_of(row: Record) -> tuple[str, str | None, str]:
    """State, icon and words of a version's chip."""
    return (*CHIPS[row.state], state_words(row))


def decision_words(row: Record) -> str:
    """How the decision of a version or draft is cited; empty when there is none."""
    decision = Decision.from_dict(row.decision)
    return say(decision.words) if decision is not None else ""


def history(events: Sequence[Record]) -> list[Line]:
    """The deeds, newest first."""
    return [
        Line("done", _what(one), one.actor_name, instant(one.at), one.at.isoformat(), _detail(one))
        for one in reversed(events)
    ]


def scans(files: Sequence[Record], url: str) -> list[Scan]:
    """`url` is the address of file 0 without its number."""
    return [Scan(one.name, file_size(one.size), f"{url}{one.id}") for one in files]


def _what(event: Record) -> str:
    return {
        "submit": str(_("Gửi phê duyệt")),
        "withdraw": str(_("Rút lại để sửa")),
        "send_back": str(_("Trả lại")),
        "decision": str(_("Ghi quyết định")),
        "approve": str(_("Phê duyệt")),
        "confirm": str(_("Cho kích hoạt")),
        "schedule": str(_("Đổi ngày có hiệu lực")),
        "hold": str(_("Chưa kích hoạt được")),
        "activate": str(_("Kích hoạt")),
        "supersede": str(_("Bỏ qua vì đã có phiên bản sau")),
        "call_off": str(_("Hủy, không kích hoạt")),
        "abolish": str(_("Bãi bỏ thủ tục")),
        "warn_soon": str(_("Nhắc sắp hết hạn kích hoạt")),
        "warn_late": str(_("Nhắc đã quá hạn kích hoạt")),
    }.get(str(event.kind), str(event.kind))


def _detail(event: Record) -> str:
    told = event.detail
    if event.kind in ("approve", "abolish", "decision"):
        kept = told.get("after", {}) if event.kind == "decision" else told.get("decision", {})
        decision = Decision.from_dict(kept)
        return say(decision.words) if decision is not None else ""
    if event.kind == "activate":
        words = [str(_("%(count)s cơ quan nhận được", count=told.get("agencies", 0)))]
        if told.get("gaps"):
            words.append(str(_("%(count)s cơ quan còn thiếu người", count=told["gaps"])))
        return "; ".join(words)
    if event.kind == "hold" and language() == "en":
        return str(told.get("reason_en", ""))
    return str(told.get("reason") or told.get("last_day") or "")
