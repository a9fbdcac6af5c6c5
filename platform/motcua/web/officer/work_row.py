"""The rows of the officer's list, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for
from flask_babel import gettext as _

from motcua.domain.process.process_words import CHANNELS
from motcua.domain.text import Text
from motcua.domain.time.duration import duration_words, remaining_words
from motcua.services.desk.worklist import WorkItem
from motcua.web.context import language
from motcua.web.filters import instant, remaining, short_day

LEVELS = {
    "overdue": "bad",
    "delayed": "bad",
    "soon": "warn",
    "supplement": "hold",
    "payment": "hold",
    "paused": "hold",
}
# Where the code of a dossier goes in the address of its page: building fifty addresses takes longer than one.
CODE = "--code--"


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


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of a page's rows in the reader's language, and the address of a dossier, made once for all rows.

    Some hold places to be filled in.
    """

    language: str
    address: str
    position: str
    since: str
    since_instant: str
    desk: str
    closing: str
    returning: str
    confirming: str
    has_result: str
    returned: str
    late_step: str
    step_due: str
    dossier_due: str
    supplement: str
    payment: str
    paused: str
    running: str
    resumed: str
    to_accept: str
    late_intake: str
    intake_due: str
    classes: Mapping[str, str]

    def url(self, item: WorkItem) -> str:
        url = self.address.replace(CODE, quote(item.code, safe=""))
        return f"{url}?task={quote(item.task_id, safe='')}" if item.task_id else url

    def say(self, text: Text) -> str:
        return text.in_(self.language)

    def remaining(self, item: WorkItem) -> str:
        return self.say(remaining_words(item.remaining, item.day_seconds))


def rows_of(items: Iterable[WorkItem]) -> list[WorkRow]:
    """The rows of a page, in their order."""
    words = _words()
    return [_row_of(item, words) for item in items]


def _words() -> Words:
    return Words(
        language=language(),
        address=url_for("officer.dossier", code=CODE),
        position=_("%(number)d trên %(total)d"),
        since=_("từ %(day)s"),
        since_instant=_("từ %(at)s"),
        desk=_("Bộ phận Một cửa"),
        closing=_("Kết thúc hồ sơ"),
        returning=_("Trả kết quả cho người nộp"),
        confirming=_("Xác nhận có kết quả"),
        has_result=_("đã có kết quả"),
        returned=_("đã trả, chờ kết thúc"),
        late_step=_("bước %(left)s"),
        step_due=_("hạn bước %(at)s"),
        dossier_due=_("hạn hồ sơ %(at)s"),
        supplement=_("chờ người nộp bổ sung"),
        payment=_("chờ người nộp thanh toán"),
        paused=_("tạm dừng"),
        running=_("%(left)s, đồng hồ vẫn chạy"),
        resumed=_("%(left)s khi chạy lại"),
        to_accept=_("còn %(time)s để tiếp nhận"),
        late_intake=_("chậm tiếp nhận %(time)s"),
        intake_due=_("hạn tiếp nhận %(at)s"),
        classes={"early": _("trước hạn"), "on_time": _("đúng hạn"), "overdue": _("quá hạn")},
    )


def _row_of(item: WorkItem, words: Words) -> WorkRow:
    at_desk = not item.task_id or item.state == "sent"
    return WorkRow(
        id=f"{item.code}/{item.task_id}",
        url=words.url(item),
        code=item.code,
        channel=words.say(CHANNELS[item.channel]) if item.channel in CHANNELS else item.channel,
        remaining=_remaining(item, words),
        applicant=item.applicant,
        procedure=words.say(Text(item.procedure, item.procedure_en or item.procedure)),
        step=words.say(Text(item.step, item.step_en or item.step)) if item.step else _desk_step(item, words),
        position=words.position % {"number": item.number, "total": item.steps} if item.step else "",
        holder=words.desk if at_desk and not item.holder else item.holder,
        since=words.since % {"day": short_day(item.since)},
    )


def _desk_step(item: WorkItem, words: Words) -> str:
    if item.list == "closing":
        return words.closing
    return words.returning if item.list == "result" else words.confirming


def _remaining(item: WorkItem, words: Words) -> Remaining:
    level = LEVELS.get(item.list, "ok")
    if item.list in ("result", "closing"):
        said = words.has_result if item.list == "result" else words.returned
        if item.timeliness is not None:
            said = f"{said}, {words.classes[item.timeliness]}"
        return Remaining(level, said, 100, words.since_instant % {"at": instant(item.since)})
    if level == "hold":
        return _held(item, words)
    if item.state == "sent":
        return _of_intake(item, level, words)
    left = words.remaining(item)
    said = words.late_step % {"left": left} if item.list == "delayed" else left
    due = words.step_due if item.is_step_due else words.dossier_due
    return Remaining(level, said, item.used_percent, due % {"at": instant(item.due_at)})


def _held(item: WorkItem, words: Words) -> Remaining:
    """The clock stands, or waits for the applicant: why, and what is left when it goes on."""
    reasons = {"supplement": words.supplement, "payment": words.payment, "paused": words.paused}
    if item.due_at is None:
        text = None
    elif item.stopped_by is None:
        text = words.running % {"left": words.remaining(item)}
    elif item.remaining < 0:
        text = words.remaining(item)
    else:
        text = words.resumed % {"left": words.remaining(item)}
    return Remaining("hold", reasons[item.list], item.used_percent, text)


def when_resumed(seconds: int, day_seconds: int | None = None) -> str:
    """What is left when the clock goes on; what is late is late now."""
    left = remaining(seconds, day_seconds)
    return left if seconds < 0 else str(_("%(left)s khi chạy lại", left=left))


def _of_intake(item: WorkItem, level: str, words: Words) -> Remaining:
    """Before acceptance only the desk's own time runs, the applicant's not yet (R-22)."""
    pattern = words.to_accept if item.remaining > 0 else words.late_intake
    said = pattern % {"time": words.say(duration_words(abs(item.remaining)))}
    return Remaining(level, said, item.used_percent, words.intake_due % {"at": instant(item.due_at)})
