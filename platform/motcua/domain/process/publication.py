"""Decisions that announce a process: what is written of them, and by which day the process must be in force.

BR–VT 1487/2018, Điều 11.1 (one day after signing; an unannounced procedure by a written notice); Tây Ninh 2022,
Điều 8.1 (five working days after receipt); Quảng Trị 29/2020, Điều 16.1, 21 (no process without its decision).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from motcua.domain.errors import FieldError
from motcua.domain.profile import Profile
from motcua.domain.text import Text

Standing = Literal["", "in_time", "soon", "late", "done", "done_late"]
LONGEST = 300
EARLIEST = date(1975, 1, 1)
"""No decision in force is older; a day before it is a slip of the finger."""
FARTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision of a process, or a notice in its place (`is_notice`) while `legal`, already in force, is unannounced.

    `received` is when the office had it in hand, None when nobody wrote it down.
    """

    number: str
    signed: date | None
    issuer: str
    received: date | None = None
    is_notice: bool = False
    legal: str = ""

    def to_dict(self) -> dict[str, object]:
        """As it is kept with a version: dates as "YYYY-MM-DD", empty where there is none."""
        return {
            "number": self.number,
            "date": self.signed.isoformat() if self.signed is not None else "",
            "issuer": self.issuer,
            "received": self.received.isoformat() if self.received is not None else "",
            "notice": self.is_notice,
            "legal": self.legal,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> Decision | None:
        """What `to_dict` gave; None when there was no decision."""
        if not kept.get("number"):
            return None
        return cls(
            number=str(kept["number"]),
            signed=_day(kept.get("date")),
            issuer=str(kept.get("issuer", "")),
            received=_day(kept.get("received")),
            is_notice=bool(kept.get("notice")),
            legal=str(kept.get("legal", "")),
        )

    @property
    def words(self) -> Text:
        """How it is cited: "Quyết định số 12/QĐ-UBND ngày 20/11/2026 của UBND tỉnh"."""
        day = f"{self.signed:%d/%m/%Y}" if self.signed is not None else ""
        if self.is_notice:
            return Text(
                f"Thông báo số {self.number} ngày {day} của {self.issuer}, theo {self.legal} (chậm công bố)",
                f"Notice {self.number} of {day} by {self.issuer}, under {self.legal} (announcement late)",
            )
        return Text(
            f"Quyết định số {self.number} ngày {day} của {self.issuer}",
            f"Decision {self.number} of {day} by {self.issuer}",
        )


def decision_problems(decision: Decision, profile: Profile, today: date) -> list[FieldError]:
    """What is missing or cannot be, by the keys of `Decision.to_dict` (A-05, A-06)."""
    found = [
        FieldError(f"/{key}", "missing", message)
        for key, value, message in (
            ("number", decision.number, Text("Ghi số quyết định.", "Write the decision's number.")),
            ("date", decision.signed, Text("Ghi ngày ký.", "Write the day of signing.")),
            ("issuer", decision.issuer, Text("Ghi cơ quan ban hành.", "Write who issued it.")),
        )
        if not str(value or "").strip()
    ]
    found += [
        FieldError(f"/{key}", "long", Text("Ghi ngắn hơn 300 ký tự.", "Write 300 signs at most."))
        for key, value in (
            ("number", decision.number),
            ("issuer", decision.issuer),
            ("legal", decision.legal),
        )
        if len(value) > LONGEST
    ]
    return [*found, *_day_problems(decision, today), *_notice_problems(decision, profile)]


def _day_problems(decision: Decision, today: date) -> list[FieldError]:
    signed, received = decision.signed, decision.received
    found = []
    if signed is not None and signed < EARLIEST:
        found.append(
            FieldError("/date", "day", Text("Xem lại năm của ngày ký.", "Look again at the year of signing."))
        )
    if signed is not None and signed > today:
        found.append(
            FieldError(
                "/date", "future", Text("Ngày ký ở tương lai.", "The day of signing is in the future.")
            )
        )
    if received is not None and (received > today or (signed is not None and received < signed)):
        found.append(
            FieldError(
                "/received",
                "day",
                Text(
                    "Ngày nhận phải từ ngày ký đến hôm nay.",
                    "The day of receipt lies between the day of signing and today.",
                ),
            )
        )
    return found


def effective_problems(day: date, today: date) -> list[FieldError]:
    """Why a process cannot come into force on this day: it is past, or so far off that it must be a slip."""
    if day < today:
        message = Text(
            f"Ngày có hiệu lực {day:%d/%m/%Y} đã qua. Chọn từ {today:%d/%m/%Y} trở đi: "
            "hồ sơ đã nộp giữ quy trình cũ nên quy trình mới không có hiệu lực lùi.",
            f"The effective day {day:%d/%m/%Y} is past. Choose {today:%d/%m/%Y} or later: "
            "dossiers filed keep the old process, so a new one cannot reach back.",
        )
        return [FieldError("/effective", "past", message)]
    if day - today > FARTHEST:
        message = Text(
            f"Ngày có hiệu lực {day:%d/%m/%Y} quá xa. Xem lại năm.",
            f"The effective day {day:%d/%m/%Y} is too far off. Look again at the year.",
        )
        return [FieldError("/effective", "far", message)]
    return []


def _notice_problems(decision: Decision, profile: Profile) -> list[FieldError]:
    if not decision.is_notice:
        return []
    if profile.deploy_require_approval == "decision":
        refused = Text(
            "Quy chế của tỉnh chỉ cho dùng quy trình đã có quyết định phê duyệt, không dùng thông báo thay thế.",
            "The province's regulation takes an approved process only; a notice cannot stand for its decision.",
        )
        return [FieldError("/notice", "notice_refused", refused)]
    if not decision.legal.strip():
        lacking = Text(
            "Ghi văn bản pháp luật đã có hiệu lực mà thủ tục căn cứ vào.",
            "Write the legal document in force that the procedure rests on.",
        )
        return [FieldError("/legal", "missing", lacking)]
    return []


@dataclass(frozen=True, slots=True)
class Term:
    """The time to put a decision into force: from `since` to `last_day`; late from `late_from`, warned of on `warn_on`."""

    since: date
    warn_on: date
    last_day: date
    late_from: date

    def reaching(self, effective: date | None) -> Term:
        """The same, but never late before the day that the decision itself takes effect."""
        if effective is None or effective <= self.last_day:
            return self
        return replace(self, last_day=effective, late_from=max(self.late_from, effective + timedelta(days=1)))


def term_of(profile: Profile, decision: Decision, next_working_date: Callable[[date], date]) -> Term | None:
    """The time that the province allows; None where it sets no limit, or nobody wrote down when it began.

    Of working days, late is the first one after the last that counts: until then nobody could have worked.
    """
    received = decision.received or decision.signed
    since = decision.signed if profile.publish_limit_from == "signed" else received
    if since is None or not profile.publish_limit_days:
        return None
    onward = next_working_date if profile.publish_limit_unit == "working_day" else _tomorrow
    days = [since]
    for _ in range(profile.publish_limit_days + 1):
        days.append(onward(days[-1]))
    return Term(since, days[-3], days[-2], days[-1])


def standing(term: Term | None, done: date | None, today: date) -> Standing:
    """Where a decision stands: `done` is the day on which its process came into force."""
    if done is not None:
        return "done_late" if term is not None and done >= term.late_from else "done"
    if term is None:
        return ""
    if today >= term.late_from:
        return "late"
    return "soon" if today >= term.warn_on else "in_time"


def _tomorrow(day: date) -> date:
    return day + timedelta(days=1)


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
