"""The panel „Các cơ quan”: who has the dossier, since when, with what time, in words and never by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from motcua.domain.dossier.dossier_states import STATE_NAMES
from motcua.services.desk.dossiers import DossierPage
from motcua.services.desk.involved import Involved
from motcua.services.exchange.sub_dossiers import Family
from motcua.store.base import Record
from motcua.web.context import say
from motcua.web.filters import duration, instant, named
from motcua.web.officer.exchanges import Chip

Level = Literal["ok", "warn", "bad", "hold"]


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency: its part, its state as a chip, and the time it has had, each in words.

    `percent` of the budget is used; None where there is none. `late` says what is past its time.
    """

    name: str
    part: str
    chip: Chip
    since: str
    until: str
    time: str
    due: str
    percent: int | None
    level: Level
    late: str


def rows_of(shown: DossierPage, found: Sequence[Involved]) -> list[AgencyRow]:
    """The rows of the panel, in the order in which the dossier came to the agencies."""
    return [_row(shown, one) for one in found]


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A dossier that this one opened: where it is, its state in words, its own appointment."""

    code: str
    agency: str
    procedure: str
    chip: Chip
    due: str


def children_of(family: Family) -> list[ChildRow]:
    """The dossiers that this one waits for, in the order they were opened."""
    return [_child(row) for row in family.children]


def _child(row: Record) -> ChildRow:
    state = say(STATE_NAMES[row.state])
    chip = Chip("info", "arrow-right-circle", state)
    if row.outcome:
        chip = Chip("bad", "x-circle", state)
    elif row.result_at is not None:
        chip = Chip("ok", "check-circle", state)
    due = instant(row.appointment_at) if row.appointment_at is not None and row.result_at is None else ""
    return ChildRow(row.code, named(row, "agency_name"), named(row, "procedure_name"), chip, due)


def _row(shown: DossierPage, one: Involved) -> AgencyRow:
    is_opinion = one.standing in ("asked", "answered")
    until = instant(one.until) if one.until is not None else _("đến nay")
    return AgencyRow(
        name=named(one.agency),
        part=_("Cơ quan chủ trì")
        if one.is_lead
        else _("Được lấy ý kiến")
        if is_opinion
        else _("Cơ quan phối hợp"),
        chip=_chip(one),
        since=instant(one.since),
        until="" if one.standing == "on_the_way" else until,
        time=_time(one),
        due=instant(one.due_at) if one.due_at is not None and one.until is None else "",
        percent=round(100 * min(one.used, one.budget) / one.budget) if one.budget else None,
        level="bad" if one.is_late else "hold" if one.standing == "standing" else "ok",
        late=_("Quá hạn ở bước: %(steps)s", steps=", ".join(one.late_steps)) if one.late_steps else "",
    )


def _time(one: Involved) -> str:
    if one.standing == "on_the_way":
        return str(_("Chưa tính giờ; thời gian vẫn tính cho cơ quan chuyển."))
    used = duration(one.used)
    if one.budget is None:
        return str(_("Đã dùng %(used)s làm việc", used=used))
    spent = _("Đã dùng %(used)s trong %(budget)s được giao", used=used, budget=duration(one.budget))
    if one.used > one.budget:
        over = duration(one.used - one.budget)
        return str(_("%(spent)s, quá %(over)s", spent=spent, over=over))
    if one.until is None:
        left = duration(one.budget - one.used)
        return str(_("%(spent)s, còn %(left)s", spent=spent, left=left))
    return str(spent)


def _chip(one: Involved) -> Chip:
    if one.standing == "on_the_way":
        return Chip("warn", "send", _("Đã gửi, chờ xác nhận đã nhận"))
    if one.standing == "standing":
        return Chip("warn", "pause-fill", _("Đang giữ, đồng hồ tạm dừng"))
    late = {
        "working": _("Đang xử lý, quá hạn"),
        "done": _("Đã chuyển đi, quá thời gian được giao"),
        "asked": _("Quá hạn trả lời"),
        "answered": _("Trả lời quá hạn"),
    }
    if one.is_late:
        icon = "exclamation-triangle-fill" if one.until is not None else "exclamation-octagon-fill"
        return Chip("warn" if one.until is not None else "bad", icon, late[one.standing])
    words = {
        "working": Chip("info", "arrow-right-circle", _("Đang xử lý")),
        "done": Chip("ok", "check-circle", _("Đã chuyển đi")),
        "asked": Chip("info", "clock-history", _("Chờ trả lời")),
        "answered": Chip("ok", "check-circle", _("Đã trả lời")),
    }
    return words[one.standing]
