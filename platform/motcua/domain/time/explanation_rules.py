"""The rules a date may rest on, with the articles of the regulation they come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from motcua.domain.text import Text
from motcua.domain.time.clock import Reason
from motcua.domain.time.deadlines import Deadline
from motcua.domain.time.explanation import Rule
from motcua.domain.time.explanation_moves import rules_applied
from motcua.domain.time.limits import Budget, CalendarDays, SameDay

# The profile of a fresh installation is Quảng Trị; another province passes its own articles.
_DECISION = Text(
    "Quyết định 29/2020/QĐ-UBND tỉnh Quảng Trị, Điều {number}",
    "Decision 29/2020/QĐ-UBND of Quảng Trị Province, Article {number}",
)
ARTICLES: Mapping[str, Text] = {
    "working_time": _DECISION.format(number="17.2"),
    "next_session_start": _DECISION.format(number="17.3"),
    "extension": _DECISION.format(number="19.2.đ"),
    "apology": _DECISION.format(number="18.1.a"),
    "named_appointment": _DECISION.format(number="18.1.b"),
    "late_apology": _DECISION.format(number="18.1.a"),
    "supplement_slip": _DECISION.format(number="14.3"),
    "calendar_days": Text("Bộ luật Dân sự 2015, Điều 147 và 148", "Civil Code 2015, Articles 147 and 148"),
}

_TEXTS = {
    "working_time": Text(
        "Chỉ tính giờ làm việc, đúng đến giây; việc ngoài giờ tính từ đầu giờ làm việc kế tiếp.",
        "Only working hours count, to the second; anything outside them counts from the next opening.",
    ),
    "next_session_start": Text(
        "Hẹn trả vào đầu buổi làm việc kế tiếp sau khi hết hạn.",
        "The appointment is the start of the next working session after the due time.",
    ),
    "same_as_deadline": Text("Hẹn trả đúng lúc hết hạn.", "The appointment is the due time itself."),
    "same_day": Text(
        "Trả kết quả trong ngày; nhận sau {cutoff} thì trả trong ngày làm việc kế tiếp.",
        "The result is given the same day; received after {cutoff}, the next working day.",
    ),
    "calendar_days": Text(
        "Ngày đầu không tính; ngày cuối rơi vào ngày nghỉ thì chuyển sang ngày làm việc kế tiếp; "
        "hết hạn khi hết giờ làm việc.",
        "The first day is not counted; a last day of rest moves to the next working day; "
        "the limit ends with office hours.",
    ),
    "pauses": Text("Thời gian dừng không tính vào thời hạn.", "Time while stopped does not count."),
    "supplement_slip": Text(
        "Chờ bổ sung tính từ khi có Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.",
        "Waiting for a supplement counts from the slip that asks for it.",
    ),
    "extension": Text(
        "Thời gian gia hạn được duyệt là giờ làm việc, tính tiếp từ hạn cũ (Phiếu gia hạn).",
        "An extension that was approved is working time, counted on from the old due time (extension slip).",
    ),
    "apology": Text(
        "Phiếu xin lỗi và hẹn lại xác nhận trước giờ hẹn thì lịch hẹn chuyển sang thời điểm mới.",
        "An apology slip confirmed before the appointment replaces the appointment.",
    ),
    "named_appointment": Text(
        "Giờ hẹn lại nằm ngoài giờ làm việc thì chuyển sang đầu buổi kế tiếp; hạn là giờ làm việc cuối trước đó.",
        "A new appointment outside hours moves to the next opening; the due time is the last working time before it.",
    ),
    "late_apology": Text(
        "Xin lỗi sau giờ hẹn được ghi nhận nhưng không đổi hạn; hồ sơ quá hạn.",
        "An apology after the appointment is recorded and moves nothing; the dossier is overdue.",
    ),
}


def rule(code: str, articles: Mapping[str, Text] = ARTICLES, **data: object) -> Rule:
    """One rule by its code; without an article of its own it is a setting of the installation."""
    return Rule(code, _TEXTS[code].format(**data), articles.get(code))


def rules_of(
    deadline: Deadline, stopped: Collection[Reason], articles: Mapping[str, Text] = ARTICLES
) -> tuple[Rule, ...]:
    """The rules a deadline rests on, in the order in which they were applied; `stopped` are the reasons of its pauses."""
    found: list[Rule] = []
    match deadline.limit:
        case Budget():
            found.append(rule("working_time", articles))
        case SameDay() as limit:
            found.append(rule("same_day", articles, cutoff=limit.text.removeprefix("same-day@")))
        case CalendarDays():
            found.append(rule("calendar_days", articles))
    if stopped:
        found.append(rule("pauses", articles))
    if Reason.WAITING_SUPPLEMENT in stopped:
        found.append(rule("supplement_slip", articles))
    found += [rule(code, articles) for code in rules_applied(deadline)]
    if not isinstance(deadline.limit, SameDay):
        found.append(rule(deadline.appointment_rule, articles))
    return tuple(found)
