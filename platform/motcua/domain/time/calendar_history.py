"""The versions of one calendar: open dossiers follow the one in force, ended ones keep theirs (R-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from motcua.domain.errors import NotFoundError
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar


class NoCalendarError(NotFoundError):
    """No version of the calendar is in force, or the one pinned does not exist."""

    code = "no_calendar"


@dataclass(frozen=True, slots=True)
class CalendarHistory:
    """All versions of one calendar code. A version holds from its `valid_from` until a later one begins."""

    versions: tuple[WorkCalendar, ...]

    def in_force(self, at: datetime) -> WorkCalendar:
        """The version in force at an instant: of those valid that day, the one that began last.

        Raises NoCalendarError when none is valid.
        """
        valid = [calendar for calendar in self.versions if _is_valid(calendar, calendar.local(at).date())]
        if not valid:
            raise NoCalendarError(
                Text(
                    f"Không có lịch làm việc nào có hiệu lực lúc {at:%d/%m/%Y}. Thêm một bản lịch cho ngày ấy.",
                    f"No working calendar is in force on {at:%d/%m/%Y}. Add a version for that date.",
                )
            )
        return max(valid, key=lambda calendar: (calendar.valid_from or date.min, calendar.version))

    def pinned(self, version: int) -> WorkCalendar:
        """The version a dossier kept when it ended. Raises NoCalendarError."""
        for calendar in self.versions:
            if calendar.version == version:
                return calendar
        raise NoCalendarError(
            Text(
                f"Không có bản {version} của lịch làm việc này. Kiểm tra số bản.",
                f"This working calendar has no version {version}. Check the number.",
            )
        )

    def governing(self, now: datetime, kept: int | None = None) -> WorkCalendar:
        """The version to count with: the one kept by an ended dossier, else the one in force `now` (R-12)."""
        return self.in_force(now) if kept is None else self.pinned(kept)


def _is_valid(calendar: WorkCalendar, day: date) -> bool:
    return (calendar.valid_from is None or calendar.valid_from <= day) and (
        calendar.valid_to is None or day <= calendar.valid_to
    )
