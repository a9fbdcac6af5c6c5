"""A year of a calendar as twelve small months: what each day is, by sign, colour and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.workday import WorkDay
from motcua.domain.time.worksession import WorkSession, time_words
from motcua.web.filters import weekday


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day: `kind` is rest, work, season, off, proposed or swap; `sign` a letter, so colour never stands alone."""

    date: date
    kind: str
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    """Its first day, and its weeks of seven cells, Monday first, none outside the month."""

    first: date
    weeks: Sequence[Sequence[DayCell | None]]


def months_of(calendar: WorkCalendar, days: Sequence[WorkDay]) -> list[Month]:
    """The twelve months of the year whose days these are."""
    found = []
    for number in range(1, 13):
        cells: list[DayCell | None] = [cell_of(calendar, day) for day in days if day.date.month == number]
        first = date(days[0].date.year, number, 1)
        cells[:0] = [None] * first.weekday()
        cells.extend([None] * (-len(cells) % 7))
        found.append(Month(first, [cells[start : start + 7] for start in range(0, len(cells), 7)]))
    return found


def cell_of(calendar: WorkCalendar, day: WorkDay) -> DayCell:
    """One day with its sign and words."""
    kind = kind_of(calendar, day)
    signs = {"off": _("N"), "proposed": _("Đ"), "swap": _("B"), "season": _("M")}
    labels = {
        "rest": _("nghỉ hằng tuần"),
        "work": _("làm việc"),
        "season": _("giờ theo mùa"),
        "off": _("nghỉ"),
        "proposed": _("nghỉ, chưa có quyết định"),
        "swap": _("làm bù"),
    }
    parts = [f"{weekday(day.date)} {day.date:%d/%m/%Y}", labels[kind], day.name, sessions_words(day.sessions)]
    return DayCell(day.date, kind, signs.get(kind, ""), ", ".join(part for part in parts if part))


def kind_of(calendar: WorkCalendar, day: WorkDay) -> str:
    """What a day is, for colour and sign."""
    if day.kind == "make_up":
        return "swap"
    if day.kind == "day_off":
        return "off" if day.document else "proposed"
    usual = calendar.weekly[day.date.weekday()]
    if day.sessions != usual:
        return "season"
    return "work" if day.sessions else "rest"


def sessions_words(sessions: Sequence[WorkSession]) -> str:
    """ "07:00–11:30, 13:30–17:00"."""
    return ", ".join(f"{time_words(one.opens)}–{time_words(one.closes)}" for one in sessions)
