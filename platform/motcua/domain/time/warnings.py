"""When and of what officers are warned: before and after each limit (Quảng Trị 29/2020, Điều 20; E-05, E-22 to E-25)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.timeliness import WarningLevel, warning_level

Limit = Literal["intake", "dossier", "appointment", "step", "agency"]
LATE_NOTICE: Final = "late_notice"
"""The kind of the notice to the applicant that his dossier will not be ready (E-26)."""

SENTENCES: Final[Mapping[str, Text]] = {
    "intake_soon": Text(
        "Hồ sơ {code} chờ tiếp nhận, hạn lúc {limit}.", "Dossier {code} waits to be accepted by {limit}."
    ),
    "intake_overdue": Text(
        "Hồ sơ {code} quá hạn tiếp nhận lúc {limit}.", "The time to accept dossier {code} ended at {limit}."
    ),
    "dossier_soon": Text(
        "Hồ sơ {code} sắp đến hạn giải quyết lúc {limit}.", "Dossier {code} is due soon, at {limit}."
    ),
    "dossier_overdue": Text(
        "Hồ sơ {code} quá hạn giải quyết từ {limit}.", "Dossier {code} has been overdue since {limit}."
    ),
    "appointment_overdue": Text(
        "Hồ sơ {code} quá hẹn trả kết quả từ {limit}. Lập phiếu xin lỗi và hẹn lại.",
        "The appointment of dossier {code} passed at {limit}. Prepare an apology with a new one.",
    ),
    "step_soon": Text(
        "Hồ sơ {code}: bước “{step}” sắp đến hạn lúc {limit}.",
        "Dossier {code}: the step “{step}” is due soon, at {limit}.",
    ),
    "step_overdue": Text(
        "Hồ sơ {code}: bước “{step}” quá hạn từ {limit}.",
        "Dossier {code}: the step “{step}” has been overdue since {limit}.",
    ),
    "agency_soon": Text(
        "Hồ sơ {code}: thời gian của {agency} sắp hết, lúc {limit}.",
        "Dossier {code}: the time of {agency} ends soon, at {limit}.",
    ),
    "agency_overdue": Text(
        "Hồ sơ {code}: {agency} quá hạn chuyển từ {limit}.",
        "Dossier {code}: {agency} should have passed it on by {limit}.",
    ),
    "transfer_late": Text(
        "Hồ sơ {code} đã tiếp nhận nhưng chưa chuyển, hạn chuyển lúc {limit}.",
        "Dossier {code} has been accepted but not passed on by {limit}.",
    ),
    "missing_late": Text(
        "Hồ sơ {code}: báo thiếu giấy tờ muộn, hạn báo là {limit}.",
        "Dossier {code}: the desk was told of missing papers too late; the limit was {limit}.",
    ),
    LATE_NOTICE: Text(
        "Hồ sơ {code} chưa có kết quả, hẹn lúc {limit}. Xác nhận gửi thông báo trễ hẹn cho người nộp.",
        "Dossier {code} has no result for its appointment at {limit}. Confirm the notice to the applicant.",
    ),
}
"""What officers read, by the kind of the warning."""


def threshold(calendar: WorkCalendar, minutes: int | None, budget: int) -> int:
    """How many working seconds before a limit a message is sent (E-23, X-35).

    The province's minutes, else one working day; but never more than half of the time there is, or a short step
    would be warned of the moment it begins.
    """
    set_ = calendar.day_seconds if minutes is None else minutes * 60
    return min(set_, budget // 2)


def kind_of(limit: Limit, calendar: WorkCalendar, due_at: datetime, now: datetime, before: int) -> str:
    """The warning that is to be given now; empty when there is none."""
    level: WarningLevel = warning_level(calendar, due_at, now, before)
    return "" if level == "none" else f"{limit}_{level}"


def transfer_due(calendar: WorkCalendar, accepted_at: datetime, grace_minutes: int) -> datetime:
    """By when an accepted dossier is to be passed on: what comes late in the day may wait until morning (D-03)."""
    return calendar.add(accepted_at, grace_minutes * 60)


def notify_due(calendar: WorkCalendar, arrived_at: datetime) -> datetime:
    """By when a missing paper is to be told of: the end of the session after the one of arrival (BR–VT 2018, Điều 11.2)."""
    session = calendar.session_of(calendar.start(arrived_at))
    following = calendar.next_opening_after(session[0] if session else arrived_at)
    after = calendar.session_of(following)
    return after[1] if after else following
