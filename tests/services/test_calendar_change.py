"""Deadlines of dossiers under the calendar of their agency, and what a change of that calendar moves."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, bpmn_of, finish, release
from fixtures_watch import local, rows

from motcua.bootstrap import build_house
from motcua.services.desk import worklist
from motcua.services.desk.dossiers import page
from motcua.services.dossier import results
from motcua.services.sample.demo import DATA
from motcua.services.time import deadlines
from motcua.services.work import House
from motcua.settings import Settings
from motcua.store.dossier import dossier as dossiers
from motcua.store.people import group as groups
from motcua.store.time import calendar as calendars

FRIDAY = local("2026-12-04 15:00")
MONDAY = "2026-12-07"


def accepted(house: House, at: datetime, agency: str = "H50.16") -> str:
    code = file_dossier(house, CODE, now=at, agency=agency, von=1)
    accept_dossier(house, code, at)
    return code


def due_of(house: House, code: str, now: datetime) -> tuple[datetime, datetime]:
    """Due time and appointment as the house counts them at `now`."""
    with house.work() as work:
        row = dossiers.by_code(work.connection, code)
        assert row is not None
        found = deadlines.of_dossier(work, row, now)
        assert found is not None
        return found.due_at, found.appointment_at


def add_day_off(house: House, day: str, calendar: str = "A") -> None:
    """A correction of the official list: the same calendar with one more day off."""
    definition = json.loads((DATA / "calendars" / f"{calendar}.json").read_text(encoding="utf-8"))
    definition["days_off"] = [*definition.get("days_off", []), {"date": day, "name": "Nghỉ bù"}]
    valid_from = date.fromisoformat(definition["valid_from"])
    with house.work() as work:
        calendars.save(work.connection, calendar, definition["name"], valid_from, definition)
        work.commit()


@pytest.fixture
def eight_hours(house: House) -> House:
    """A house with a procedure of one step and eight working hours, taken by two communes."""
    release(house, bpmn_of("S>a a>E", limit="8h", a={"budget": "8h"}))
    with house.work() as work:
        row = work.connection.exec_driver_sql(
            "select agency_id, id from account where login = 'tp.tiepnhan'"
        ).one()
        groups.add(work.connection, agency_id=row[0], position="chuyen_vien", account_id=row[1])
        # Both desks answer to one officer, who can then act for either.
        vinh = work.connection.exec_driver_sql("select id from account where login = 'vinh.le'").one()
        groups.add(work.connection, agency_id=row[0], position="chuyen_vien", account_id=vinh[0])
        work.commit()
    return house


@pytest.mark.req("E-01")
def test_eight_hours_from_friday_end_on_monday_and_a_holiday_moves_them_to_tuesday(
    eight_hours: House,
) -> None:
    code = accepted(eight_hours, FRIDAY)
    assert due_of(eight_hours, code, FRIDAY)[0] == local("2026-12-07 15:00")
    # The other commune keeps a calendar of its own, with Saturday mornings.
    other = accepted(eight_hours, FRIDAY, agency="H50.27")
    assert due_of(eight_hours, other, FRIDAY)[0] == local("2026-12-07 08:30")
    add_day_off(eight_hours, MONDAY)
    assert due_of(eight_hours, code, FRIDAY)[0] == local("2026-12-08 15:00")


@pytest.mark.req("E-06")
@pytest.mark.parametrize(
    ("accepted_at", "due", "appointment"),
    [
        ("2026-12-07 10:20", "2026-12-08 10:20", "2026-12-08 13:30"),
        ("2026-12-07 16:00", "2026-12-08 16:00", "2026-12-09 07:00"),
    ],
)
def test_the_appointment_is_the_next_session_after_the_deadline(
    eight_hours: House, accepted_at: str, due: str, appointment: str
) -> None:
    code = accepted(eight_hours, local(accepted_at))
    assert due_of(eight_hours, code, local(accepted_at)) == (local(due), local(appointment))


@pytest.mark.req("E-28")
def test_a_new_holiday_moves_open_dossiers_and_a_restart_changes_nothing(
    eight_hours: House, settings: Settings, database_url: str
) -> None:
    open_ones = [accepted(eight_hours, local(f"2026-12-04 {hour}")) for hour in ("14:00", "15:00", "16:00")]
    open_ones += [accepted(eight_hours, local(f"2026-12-04 {hour}")) for hour in ("08:00", "16:30")]
    before = [due_of(eight_hours, code, FRIDAY)[0] for code in open_ones]
    add_day_off(eight_hours, MONDAY)
    now = local("2026-12-05 09:00")
    after = [due_of(eight_hours, code, now) for code in open_ones]
    # The one accepted at 08:00 ends on Monday 08:00, the others later that day: all move by one day.
    assert [due.date().isoformat() for due in before] == [MONDAY] * 5
    assert [due for due, _ in after] == [due.replace(day=8) for due in before]
    restarted = build_house(settings, database_url)
    assert [due_of(restarted, code, now) for code in open_ones] == after
    restarted.engine.dispose()


@pytest.mark.req("E-28")
def test_a_new_holiday_moves_the_steps_in_the_work_list_and_on_the_page(eight_hours: House) -> None:
    code = accepted(eight_hours, FRIDAY)
    officer = actor_of(eight_hours, "vinh.le")
    add_day_off(eight_hours, MONDAY)
    with eight_hours.work() as work:
        (listed,) = [item for item in worklist.of(work, officer, FRIDAY) if item.code == code]
        (waiting,) = page(work, officer, code, FRIDAY).waiting
    assert listed.due_at == waiting.due_at == local("2026-12-08 15:00")
    assert listed.remaining == waiting.remaining == 8 * 3600


def test_an_ended_dossier_keeps_the_calendar_it_ended_with(
    eight_hours: House, settings: Settings, database_url: str
) -> None:
    code = accepted(eight_hours, FRIDAY)
    finish(eight_hours, code, "a", now=FRIDAY)
    officer = actor_of(eight_hours, "vinh.le")
    with eight_hours.work() as work:
        results.confirm(work, officer, code, FRIDAY)
    with eight_hours.work() as work:
        results.return_result(work, officer, code, "Nguyễn Thị Bích Hằng", "desk", FRIDAY)
    before = due_of(eight_hours, code, FRIDAY)
    add_day_off(eight_hours, MONDAY)
    later = local("2026-12-20 09:00")
    assert (
        due_of(eight_hours, code, later) == before == (local("2026-12-07 15:00"), local("2026-12-08 07:00"))
    )
    restarted = build_house(settings, database_url)
    assert due_of(restarted, code, later) == before
    restarted.engine.dispose()
    (row,) = rows(eight_hours, "select kept_calendar, kept_revision from dossier")
    assert row.kept_calendar == "A"
    assert row.kept_revision is not None


def test_an_ended_dossier_keeps_its_calendar_when_the_agency_takes_another(eight_hours: House) -> None:
    code = accepted(eight_hours, FRIDAY)
    finish(eight_hours, code, "a", now=FRIDAY)
    officer = actor_of(eight_hours, "vinh.le")
    with eight_hours.work() as work:
        results.confirm(work, officer, code, FRIDAY)
    with eight_hours.work() as work:
        results.return_result(work, officer, code, "Nguyễn Thị Bích Hằng", "desk", FRIDAY)
    still_open = accepted(eight_hours, FRIDAY)
    with eight_hours.work() as work:
        work.connection.exec_driver_sql(
            "update agency set calendar_code = 'A6', revision = nextval('calendar_revision')"
            " where code = 'H50.16'"
        )
        work.commit()
    assert due_of(eight_hours, code, FRIDAY)[0] == local("2026-12-07 15:00")
    assert due_of(eight_hours, still_open, FRIDAY)[0] == local("2026-12-07 08:30")


def test_saving_the_same_calendar_again_adds_no_revision(eight_hours: House) -> None:
    add_day_off(eight_hours, MONDAY)
    count = "select count(*), max(revision) from calendar"
    before = rows(eight_hours, count)
    add_day_off(eight_hours, MONDAY)
    assert rows(eight_hours, count) == before
