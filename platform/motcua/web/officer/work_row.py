"""One row of the officer's list, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from motcua.domain.process_words import CHANNELS
from motcua.services.worklist import WorkItem
from motcua.web.context import say
from motcua.web.filters import duration, instant, named, remaining, short_day

LEVELS = {"overdue": "bad", "soon": "warn", "none": "ok", "intake": "ok", "result": "ok"}


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


def row_of(item: WorkItem, intake_seconds: int) -> WorkRow:
    """`intake_seconds` is the working time the desk has to accept a dossier."""
    at_desk = not item.task_id or item.state == "sent"
    return WorkRow(
        id=f"{item.code}/{item.task_id}",
        url=url_for("officer.dossier", code=item.code, task=item.task_id or None),
        code=item.code,
        channel=say(CHANNELS[item.channel]) if item.channel in CHANNELS else item.channel,
        remaining=_remaining(item, intake_seconds),
        applicant=item.applicant,
        procedure=named(item, "procedure"),
        step=named(item, "step") if item.step else _desk_step(item),
        position=_("%(number)d trên %(total)d", number=item.number, total=item.steps) if item.step else "",
        holder=_("Bộ phận Một cửa") if at_desk else item.holder,
        since=_("từ %(day)s", day=short_day(item.since)),
    )


def _desk_step(item: WorkItem) -> str:
    return str(_("Trả kết quả cho người nộp") if item.level == "result" else _("Xác nhận có kết quả"))


def _remaining(item: WorkItem, intake_seconds: int) -> Remaining:
    level = LEVELS[item.level]
    due = instant(item.due_at)
    if item.level == "result":
        return Remaining(level, _("đã có kết quả"), 100, _("từ %(at)s", at=instant(item.since)))
    if item.state == "sent":
        return _remaining_of_intake(item, level, intake_seconds)
    words = remaining(item.remaining, item.day_seconds)
    text = _("hạn bước %(at)s", at=due) if item.task_id else _("hạn hồ sơ %(at)s", at=due)
    return Remaining(level, words, item.used_percent, text)


def _remaining_of_intake(item: WorkItem, level: str, intake_seconds: int) -> Remaining:
    """Before acceptance only the desk's own time runs, the applicant's not yet (R-22)."""
    used = round(100 * (intake_seconds - item.remaining) / intake_seconds) if intake_seconds else 100
    if item.remaining > 0:
        words = _("còn %(time)s để tiếp nhận", time=duration(item.remaining))
    else:
        words = _("chậm tiếp nhận %(time)s", time=duration(-item.remaining))
    return Remaining(level, words, max(0, min(100, used)), _("hạn tiếp nhận %(at)s", at=instant(item.due_at)))
