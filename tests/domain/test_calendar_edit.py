"""Seasons laid over each other, and dates closed, worked or as usual again."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.calendar_edit import applied, changed_dates, laid
from motcua.domain.time.calendar_errors import CalendarError
from motcua.domain.time.workday import Season

WEEK = ((),) * 7
DEFINITION = {
    "sessions": {day: [["07:00", "11:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "days_off": ["2027-01-01", {"date": "2027-04-30", "name": "Ngày Chiến thắng"}],
}


def season(begins: str, ends: str | None) -> Season:
    return Season(date.fromisoformat(begins), date.fromisoformat(ends) if ends else None, WEEK)


def spans(seasons: tuple[Season, ...]) -> list[tuple[str, str]]:
    return [(str(one.begins), str(one.ends)) for one in seasons]


@pytest.mark.req("E-01")
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("2027-01-01", None), ("2027-04-01", None), [("2027-01-01", "2027-03-31"), ("2027-04-01", "None")]),
        (
            ("2027-01-01", "2027-12-31"),
            ("2027-04-01", "2027-09-30"),
            [("2027-01-01", "2027-03-31"), ("2027-04-01", "2027-09-30"), ("2027-10-01", "2027-12-31")],
        ),
        (("2027-05-01", "2027-06-30"), ("2027-04-01", "2027-09-30"), [("2027-04-01", "2027-09-30")]),
        (
            ("2027-05-01", "2027-12-31"),
            ("2027-04-01", "2027-09-30"),
            [("2027-04-01", "2027-09-30"), ("2027-10-01", "2027-12-31")],
        ),
        (
            ("2027-01-01", "2027-02-28"),
            ("2027-04-01", None),
            [("2027-01-01", "2027-02-28"), ("2027-04-01", "None")],
        ),
    ],
)
def test_what_a_new_season_covers_gives_way(old, new, expected) -> None:
    assert spans(laid((season(*old),), season(*new))) == expected


def test_a_date_has_one_entry_after_every_change() -> None:
    calendar = WorkCalendar.from_dict(DEFINITION)
    swapped = applied(
        DEFINITION, calendar, {"working_days": {"2027-04-30": {"sessions": [["08:00", "10:00"]]}}}
    )
    assert [one if isinstance(one, str) else one["date"] for one in swapped["days_off"]] == ["2027-01-01"]
    back = applied(swapped, WorkCalendar.from_dict(swapped), {"cleared": ["2027-04-30", "2027-01-01"]})
    assert (back["days_off"], back["working_days"]) == ([], {})
    usual = WorkCalendar.from_dict(back)
    dates = changed_dates(calendar, usual, date(2027, 1, 1), date(2027, 12, 31))
    assert dates == [date(2027, 1, 1), date(2027, 4, 30)]


@pytest.mark.parametrize(
    "change",
    [
        {"holidays": []},
        {"days_off": [{"date": "2027-02-30"}]},
        {"cleared": "2027-01-01"},
        {"hours": {"from": "2027-05-01", "to": "2027-04-01", "sessions": {}}},
        {"working_days": {"2027-02-13": {"sessions": []}}},
    ],
)
def test_a_faulty_change_is_refused_by_its_key(change) -> None:
    with pytest.raises(CalendarError):
        applied(DEFINITION, WorkCalendar.from_dict(DEFINITION), change)
