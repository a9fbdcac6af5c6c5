"""Where a dossier stands, in words and pictures for the public and its own applicant: no names (R-30)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from flask_babel import gettext as _
from markupsafe import Markup

from motcua.domain.dossier.dossier import STATE_NAMES
from motcua.domain.process import positions
from motcua.domain.time.explain import explain_deadline
from motcua.services.desk.awaited import Awaited
from motcua.services.desk.lookup import Passage, Track
from motcua.services.dossier.conversation import Letter
from motcua.store.base import Record
from motcua.web import diagram
from motcua.web.awaited import caption_of, state_of
from motcua.web.awaited import captions as awaited_captions
from motcua.web.context import language, say
from motcua.web.diagram import DiagramRow
from motcua.web.filters import duration, instant, named, weekday_instant
from motcua.web.why_date import WhyDate, why_date

Level = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Event:
    """One row of `macros/timeline.html`."""

    state: Literal["done", "now", "hold", "next"]
    what: str
    at: datetime
    when: str
    who: str = ""
    detail: str = ""

    @property
    def when_iso(self) -> str:
        return self.at.isoformat(timespec="minutes")


@dataclass(frozen=True)
class Tracking:
    """A dossier as its page shows it. `chip` is state, icon and words; `remaining` level and words."""

    track: Track
    chip: tuple[str, str, str]
    remaining: tuple[Level, str] | None
    why: WhyDate | None
    drawing: Markup
    rows: tuple[DiagramRow, ...]
    events: tuple[Event, ...]


def tracking(track: Track) -> Tracking:
    """Everything the page shows of one dossier, in the language of this request."""
    model, captions = track.version.model, _captions(track) | awaited_captions(track.awaited)
    rows = diagram.rows(model, track.positions, captions, language())
    due = track.deadline or track.expected
    return Tracking(
        track=track,
        chip=chip_of(track, rows),
        remaining=remaining_of(track),
        why=why_date(explain_deadline(due, track.stops))
        if due is not None and not track.row.outcome
        else None,
        drawing=diagram.render(model, track.positions, captions, language()),
        rows=rows,
        events=tuple(_events(track)),
    )


def with_talk(events: Iterable[Event], letters: Iterable[Letter]) -> list[Event]:
    """The timeline of the applicant's own page, with what was written in between; newest first (C-20)."""
    written = [
        _done(_("Bạn hỏi cơ quan") if one.row.is_applicants else _("Cơ quan trả lời bạn"), one.row.written_at)
        for one in letters
    ]
    return sorted([*events, *written], key=lambda event: event.at, reverse=True)


def with_slips(
    events: Iterable[Event], slips: Iterable[Record], names: Mapping[str, str], url: Callable[[int], str]
) -> list[Event]:
    """The same with the slips addressed to the applicant, each with its file (Điều 14.5); newest first."""
    attached = [
        replace(
            _done(_("Có phiếu gửi cho bạn: %(name)s", name=names[one.slot]), one.uploaded_at),
            detail=Markup('<a href="{}">{}</a>').format(url(one.id), _("Xem phiếu")),
        )
        for one in slips
    ]
    return sorted([*events, *attached], key=lambda event: event.at, reverse=True)


def chip_of(track: Track, rows: tuple[DiagramRow, ...] | None = None) -> tuple[str, str, str]:
    """The state in words: "Đang xử lý, bước 3 trên 7"."""
    state = track.row.state
    if state == "sent":
        return "info", "send", _("Chờ Bộ phận Một cửa tiếp nhận")
    if state in ("waiting_supplement", "returned_for_supplement"):
        return "warn", "pause-fill", say(STATE_NAMES[state])
    if state in ("refused_at_intake", "refused", "stopped", "withdrawn"):
        return "plain", "x-circle", say(STATE_NAMES[state])
    if state == "waiting_payment":
        return "warn", "pause-fill", say(STATE_NAMES[state])
    if state in ("accepted", "processing"):
        if rows is None:
            rows = diagram.rows(track.version.model, track.positions, None, language())
        here = [row.number for row in rows if row.state == "now"]
        if len(here) == 1:
            words = _("Đang xử lý, bước %(step)d trên %(total)d", step=here[0], total=len(rows))
        else:
            words = _("Đang xử lý")
        return "info", "arrow-right-circle", words
    icon = "check-circle-fill" if state == "returned" else "check-circle"
    return "ok", icon, say(STATE_NAMES[state])


def remaining_of(track: Track) -> tuple[Level, str] | None:
    """How much time is left, or how the result came against its date; None before acceptance."""
    if track.deadline is None:
        return None
    if track.row.outcome:
        return None
    if track.row.result_at is not None:
        words = {
            "early": _("Có kết quả trước hạn"),
            "on_time": _("Có kết quả đúng hạn"),
            "overdue": _("Có kết quả quá hạn"),
        }
        kind = track.timeliness or "on_time"
        return ("bad" if kind == "overdue" else "ok"), words[kind]
    day, left = track.deadline.calendar.day_seconds, track.remaining or 0
    if track.timeliness == "overdue" and left > 0:
        return "bad", _("Đã hẹn lại, tính là quá hạn; còn %(time)s làm việc", time=duration(left, day))
    if track.timeliness == "overdue":
        late = duration(max(-left, 0), day)
        return "bad", _("Quá hạn %(time)s làm việc", time=late) if left else _("Vừa quá hạn")
    words_left = _("Còn %(time)s làm việc đến hạn xử lý", time=duration(left, day))
    return ("warn" if left < day else "ok"), words_left


def _captions(track: Track) -> dict[str, str]:
    """Under each step its time and who does it; the position, never the person."""
    captions = {}
    for step in track.version.model.steps:
        budget = track.version.budgets[step.id].in_seconds()
        captions[step.id] = f"{duration(budget)}\n{say(positions.of_step(step))}"
    return captions


def _events(track: Track) -> Iterator[Event]:
    """Newest first: what goes on now, then what has happened."""
    row = track.row
    yield from (_going_on(track, one) for one in track.passages if one.left_at is None)
    yield from (_awaited(one) for one in track.awaited if one.left_at is None)
    happened = [
        _passed(track, one, one.left_at) for one in reversed(track.passages) if one.left_at is not None
    ]
    milestones = (
        (row.returned_at, _("Đã trả kết quả"), ""),
        (*_end(track), ""),
        (row.accepted_at, _("Đã tiếp nhận hồ sơ"), named(row, "agency_name")),
        (row.submitted_at, _("Đã gửi hồ sơ"), ""),
    )
    happened = [_done(what, at, who) for at, what, who in milestones if at is not None] + happened
    happened += [
        _done(say(one.name), one.left_at, caption_of(one))
        for one in track.awaited
        if one.left_at is not None and one.outcome != "withdrawn"
    ]
    yield from sorted(happened, key=lambda event: event.at, reverse=True)


def _end(track: Track) -> tuple[datetime | None, str]:
    """When and how the dossier came to its end: the result, or the name of the end without one."""
    row = track.row
    if not row.outcome:
        return row.result_at, _("Đã có kết quả")
    return row.result_at or row.closed_at, say(STATE_NAMES[row.outcome])


def _going_on(track: Track, passage: Passage) -> Event:
    since = _("từ %(time)s", time=instant(passage.arrived_at))
    if track.row.state == "waiting_supplement":
        return Event(
            "hold", _("Chờ người nộp bổ sung giấy tờ"), passage.arrived_at, "", _name(track, passage)
        )
    if not passage.is_running and track.row.accepted_at is not None:
        words = _("Đang chuyển đến cơ quan, chờ xác nhận đã nhận")
        return Event("now", _name(track, passage), passage.arrived_at, since, _who(track, passage, words))
    if not passage.is_running:
        due = weekday_instant(track.row.intake_due_at, inside=True)
        what, who = _("Bộ phận Một cửa đang kiểm tra hồ sơ"), _("Muộn nhất %(time)s", time=due)
        return Event("now", what, passage.arrived_at, since, who)
    spent = _("đã dùng %(used)s trong %(budget)s", **_times(passage))
    return Event("now", _name(track, passage), passage.arrived_at, since, _who(track, passage, spent))


def _passed(track: Track, passage: Passage, left_at: datetime) -> Event:
    spent = _("hết %(used)s trong %(budget)s", **_times(passage))
    return _done(_name(track, passage), left_at, _who(track, passage, spent))


def _awaited(one: Awaited) -> Event:
    """What is waited for besides people: state and times only (R-30)."""
    since = _("từ %(time)s", time=instant(one.arrived_at))
    return Event(state_of(one), say(one.name), one.arrived_at, since, caption_of(one))


def _done(what: str, at: datetime, who: str = "") -> Event:
    return Event("done", what, at, instant(at), who)


def _times(passage: Passage) -> dict[str, str]:
    return {"used": duration(passage.used), "budget": duration(passage.budget)}


def _name(track: Track, passage: Passage) -> str:
    step = track.version.model.step_by_id.get(passage.step_id)
    return named(step) if step is not None else passage.name


def _who(track: Track, passage: Passage, spent: str) -> str:
    """The position and the time it took: "Văn thư · hết 3 giờ trong 2 giờ, quá 1 giờ"; the agency where there are several."""
    step = track.version.model.step_by_id.get(passage.step_id)
    if passage.used > passage.budget:
        spent = _("%(spent)s, quá %(over)s", spent=spent, over=duration(passage.used - passage.budget))
    position = say(positions.of_step(step)) if step is not None else ""
    agency = track.agencies.get(passage.agency_id)
    where = named(agency) if agency is not None else ""
    return " · ".join(words for words in (where, position, spent) if words)
