"""Working time in words: "3 giờ 20 phút", "còn 1 ngày 2 giờ", "overdue by 20 minutes"."""

from __future__ import annotations

from motcua.domain.text import Text
from motcua.domain.time.limits import Budget, CalendarDays, Limit, SameDay

_UNITS = ((3600, "giờ", "hour"), (60, "phút", "minute"), (1, "giây", "second"))


def duration_words(seconds: int, day_seconds: int | None = None, *, exact: bool = False) -> Text:
    """`seconds` ≥ 0 of working time in words; with `day_seconds` whole days are named first.

    Seconds are left out of anything of a minute or more, unless `exact`.
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative; see remaining_words")
    units = _UNITS if day_seconds is None else ((day_seconds, "ngày", "day"), *_UNITS)
    rest = seconds if exact or seconds < 60 else seconds - seconds % 60
    parts: list[tuple[int, str, str]] = []
    for size, vi, en in units:
        count, rest = divmod(rest, size)
        if count:
            parts.append((count, vi, en if count == 1 else f"{en}s"))
    if not parts:
        parts.append((0, "phút", "minutes"))
    return Text(
        " ".join(f"{count} {vi}" for count, vi, _ in parts),
        " ".join(f"{count} {en}" for count, _, en in parts),
    )


def remaining_words(seconds: int, day_seconds: int | None = None) -> Text:
    """What a list shows beside a dossier: "còn 3 giờ 20 phút", "đến hạn", "quá hạn 1 ngày 2 giờ".

    `seconds` is the working time up to the due time, negative once it has passed.
    """
    if seconds == 0:
        return Text("đến hạn", "due now")
    words = duration_words(abs(seconds), day_seconds)
    if seconds > 0:
        return Text(f"còn {words.vi}", f"{words.en} left")
    return Text(f"quá hạn {words.vi}", f"overdue by {words.en}")


def limit_words(limit: Limit, day_seconds: int) -> Text:
    """A limit in words: "7 ngày làm việc (56 giờ)", "4 giờ làm việc", "trong ngày", "10 ngày theo lịch"."""
    match limit:
        case SameDay():
            return Text("trong ngày", "the same day")
        case CalendarDays(days):
            return Text(f"{days} ngày theo lịch", f"{days} calendar day{'' if days == 1 else 's'}")
        case Budget():
            hours = duration_words(limit.in_seconds(day_seconds), exact=True)
            if limit.seconds or not limit.days:
                return Text(f"{hours.vi} làm việc", f"{hours.en} of working time")
            number = f"{float(limit.days):g}"
            unit = "day" if limit.days == 1 else "days"
            return Text(
                f"{number.replace('.', ',')} ngày làm việc ({hours.vi})",
                f"{number} working {unit} ({hours.en})",
            )
