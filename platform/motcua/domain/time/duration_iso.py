"""ISO 8601 durations ("PT4H", "P15D", "P1Y2M"): time by the clock on the wall, as timers of a model write it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from motcua.domain.errors import InputError
from motcua.domain.text import Text

_SHAPE = re.compile(
    r"P(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?"
    r"(?:T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)
_UNITS = (
    ("năm", "year"),
    ("tháng", "month"),
    ("tuần", "week"),
    ("ngày", "day"),
    ("giờ", "hour"),
    ("phút", "minute"),
    ("giây", "second"),
)


class DurationError(InputError):
    """A text that is no ISO 8601 duration, or one that leads out of the calendar."""

    code = "duration_invalid"


@dataclass(frozen=True, slots=True)
class IsoDuration:
    """A duration in the seven units of ISO 8601, whole numbers each."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0

    def after(self, at: datetime) -> datetime:
        """The instant this long after `at`, in the timezone of `at`.

        Years and months keep the day of the month, or take the last day of a shorter one (31/01 + 1 month is
        28/02); weeks and days keep the time of day; hours, minutes and seconds pass as they do. Raises
        DurationError beyond the year 9999.
        """
        try:
            month = at.month - 1 + self.months
            year, month = at.year + self.years + month // 12, month % 12 + 1
            day = min(at.day, monthrange(year, month)[1])
            date = at.replace(year=year, month=month, day=day) + timedelta(weeks=self.weeks, days=self.days)
            passed = timedelta(hours=self.hours, minutes=self.minutes, seconds=self.seconds)
            return (date.astimezone(UTC) + passed).astimezone(at.tzinfo)
        except (OverflowError, ValueError):
            raise DurationError(
                Text("Khoảng thời gian quá dài. Hãy viết ngắn hơn.", "The duration is too long. Shorten it.")
            ) from None

    @property
    def words(self) -> Text:
        """ "15 ngày 4 giờ", "15 days 4 hours"."""
        amounts = (
            self.years,
            self.months,
            self.weeks,
            self.days,
            self.hours,
            self.minutes,
            self.seconds,
        )
        parts = [(amount, vi, en) for amount, (vi, en) in zip(amounts, _UNITS, strict=True) if amount]
        if not parts:
            return Text("0 phút", "0 minutes")
        return Text(
            " ".join(f"{amount} {vi}" for amount, vi, _ in parts),
            " ".join(f"{amount} {en}{'' if amount == 1 else 's'}" for amount, _, en in parts),
        )


def parse_iso_duration(text: str) -> IsoDuration:
    """Read "P1Y2M3W4DT5H6M7S" or any part of it, whole numbers only; raises DurationError."""
    words = text.strip().upper()
    match = _SHAPE.fullmatch(words)
    if match is None or words == "P":
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise DurationError(
            Text(
                f"“{shown}” không phải khoảng thời gian theo lịch. Viết như PT4H, P15D, P1M hoặc P1Y6M.",
                f"“{shown}” is no duration by the calendar. Write it as PT4H, P15D, P1M or P1Y6M.",
            )
        )
    return IsoDuration(*(int(part or 0) for part in match.groups()))


def is_iso(text: str) -> bool:
    """Whether a duration is written in ISO 8601, not in budget words."""
    return text.strip()[:1].upper() == "P"
