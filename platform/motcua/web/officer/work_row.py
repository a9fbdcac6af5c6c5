"""One row of the officer's list, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from motcua.domain.process_words import CHANNELS
from motcua.services.worklist import WorkItem
from motcua.web.context import say
from motcua.web.filters import duration, instant, named, remaining, short_day

LEVELS = {
    "overdue": "bad",
    "delayed": "bad",
    "soon": "warn",
    "supplement": "hold",
    "payment": "hold",
    "paused": "hold",
}


@dataclass(frozen=True, slots=True)
class Remaining:
    """What `macros/remaining.html` draws."""

    level: str
    words: str
    percent: int
    due_text: str | None


@dataclass(frozen=True, slots=True)
class WorkRow:
    """What `macros/work_list.html` draws in one row; neither identity numbers nor telephone numbers (M-14)."""

    id: str
    url: str
    code: str
    channel: str
    remaining: Remaining
    applicant: str
    procedure: str
    step: str
    position: str
    holder: str
    since: str
    contact: str = ""
    ticked: bool = False


def row_of(item: WorkItem) -> WorkRow:
    at_desk = not item.task_id or item.state == "sent"
    return WorkRow(
        id=f"{item.code}/{item.task_id}",
        url=url_for("officer.dossier", code=item.code, task=item.task_id or None),
        code=item.code,
        channel=say(CHANNELS[item.channel]) if item.channel in CHANNELS else item.channel,
        remaining=_remaining(item),
        applicant=item.applicant,
        procedure=named(item, "procedure"),
        step=named(item, "step") if item.step else _desk_step(item),
        position=_("%(number)d trên %(total)d", number=item.number, total=item.steps) if item.step else "",
        holder=_("Bộ phận Một cửa") if at_desk and not item.holder else item.holder,
        since=_("từ %(day)s", day=short_day(item.since)),
    )


def _desk_step(item: WorkItem) -> str:
    if item.list == "closing":
        return str(_("Kết thúc hồ sơ"))
    return str(_("Trả kết quả cho người nộp") if item.list == "result" else _("Xác nhận có kết quả"))


def _remaining(item: WorkItem) -> Remaining:
    level = LEVELS.get(item.list, "ok")
    if item.list in ("result", "closing"):
        words = _("đã có kết quả") if item.list == "result" else _("đã trả, chờ kết thúc")
        return Remaining(level, words, 100, _("từ %(at)s", at=instant(item.since)))
    if level == "hold":
        return _held(item)
    if item.state == "sent":
        return _of_intake(item, level)
    due = instant(item.due_at)
    left = remaining(item.remaining, item.day_seconds)
    words = _("bước %(left)s", left=left) if item.list == "delayed" else left
    text = _("hạn bước %(at)s", at=due) if item.is_step_due else _("hạn hồ sơ %(at)s", at=due)
    return Remaining(level, words, item.used_percent, text)


def _held(item: WorkItem) -> Remaining:
    """The clock stands, or waits for the applicant: why, and what is left when it goes on."""
    reasons = {
        "supplement": _("chờ người nộp bổ sung"),
        "payment": _("chờ người nộp thanh toán"),
        "paused": _("tạm dừng"),
    }
    if item.due_at is None:
        text = None
    elif item.stopped_by is not None:
        text = when_resumed(item.remaining, item.day_seconds)
    else:
        text = _("%(left)s, đồng hồ vẫn chạy", left=remaining(item.remaining, item.day_seconds))
    return Remaining("hold", reasons[item.list], item.used_percent, text)


def when_resumed(seconds: int, day_seconds: int | None = None) -> str:
    """What is left when the clock goes on; what is late is late now."""
    left = remaining(seconds, day_seconds)
    return left if seconds < 0 else str(_("%(left)s khi chạy lại", left=left))


def _of_intake(item: WorkItem, level: str) -> Remaining:
    """Before acceptance only the desk's own time runs, the applicant's not yet (R-22)."""
    if item.remaining > 0:
        words = _("còn %(time)s để tiếp nhận", time=duration(item.remaining))
    else:
        words = _("chậm tiếp nhận %(time)s", time=duration(-item.remaining))
    return Remaining(level, words, item.used_percent, _("hạn tiếp nhận %(at)s", at=instant(item.due_at)))
