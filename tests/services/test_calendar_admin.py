"""Calendars changed by staff: who may, what a preview says, and that saving does just that (R-12, R-28)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest
from fixtures_accounts import person
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, bpmn_of, release
from fixtures_watch import local, rows

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.domain.people.agency import AgencyFacts
from motcua.domain.time.calendar_errors import CalendarError
from motcua.services.agencies import agencies as agency_services
from motcua.services.agencies import agency_tree
from motcua.services.messages import applicant_told
from motcua.services.time import calendar_admin, calendar_owners, calendar_preview, recount
from motcua.services.work import House
from motcua.store.accounts import account as stored_accounts
from motcua.store.agencies import agency as agencies
from motcua.store.people import group as groups

FRIDAY = local("2026-12-04 15:00")
MONDAY_OFF = {"days_off": [{"date": "2026-12-07", "name": "Nghỉ bù", "document": "TB 9/TB-BNV"}]}
HOURS = {
    "hours": {
        "from": "2026-12-07",
        "to": "2026-12-31",
        "name": "Mùa đông",
        "sessions": {
            day: [["07:30", "11:30"], ["13:30", "17:30"]] for day in ("mon", "tue", "wed", "thu", "fri")
        },
    }
}


@pytest.fixture
def eight_hours(house: House) -> House:
    """A house with a procedure of one step and eight working hours, taken by the ward and by a commune."""
    release(house, bpmn_of("S>a a>E", limit="8h", a={"budget": "8h"}))
    with house.work() as work:
        commune = agencies.by_code(work.connection, "H50.27").id
        vinh = stored_accounts.by_login(work.connection, "vinh.le").id
        groups.add(work.connection, agency_id=commune, position="chuyen_vien", account_id=vinh)
        work.commit()
    return house


def accepted(house: House, at: datetime = FRIDAY, agency: str = "H50.16") -> str:
    code = file_dossier(house, CODE, now=at, agency=agency, von=1)
    accept_dossier(house, code, at)
    return code


def preview(house: House, change: Mapping[str, object], code: str = "A") -> calendar_preview.Preview:
    with house.work() as work:
        return calendar_preview.preview(work, person(house, "quantri.tinh"), code, change, FRIDAY)


def save(house: House, change: Mapping[str, object], code: str = "A", login: str = "quantri.tinh") -> int:
    with house.work() as work:
        return calendar_admin.save(work, person(house, login), code, change, FRIDAY)


def do_jobs(house: House, now: datetime = FRIDAY) -> int:
    """What the workers do after a saved calendar, at an instant of the test; how many dossiers moved."""
    moved = 0
    for job in rows(house, "select args from procrastinate_jobs where task_name = 'recount_calendar'"):
        with house.work() as work:
            span = [date.fromisoformat(job.args[key]) for key in ("first", "last")]
            recount.spread(work, job.args["agency_ids"], *span)
    for job in rows(house, "select args from procrastinate_jobs where task_name = 'recount_dossier'"):
        with house.work() as work:
            moved += recount.recount(work, job.args["dossier_id"], now)
    for job in rows(house, "select args from procrastinate_jobs where task_name = 'notify_applicant'"):
        with house.work() as work:
            if job.args["event"].startswith("moved:"):
                applicant_told.tell(work, **job.args, now=now)
    return moved


@pytest.mark.req("E-28")
def test_the_preview_says_which_dossiers_move_from_when_to_when_and_keeps_nothing(eight_hours: House) -> None:
    code, untouched = accepted(eight_hours), accepted(eight_hours, local("2026-11-30 08:00"))
    before = rows(eight_hours, "select max(revision) from calendar")
    found = preview(eight_hours, MONDAY_OFF)
    assert found.count == 1
    (moved,) = found.moved
    assert moved.code == code != untouched
    assert (moved.before.due_at, moved.after.due_at) == (local("2026-12-07 15:00"), local("2026-12-08 15:00"))
    assert moved.after.appointment_at == local("2026-12-09 07:00")
    assert found.draft.dates == [date(2026, 12, 7)]
    assert rows(eight_hours, "select max(revision) from calendar") == before


@pytest.mark.req("E-28")
@pytest.mark.parametrize("change", [MONDAY_OFF, HOURS])
def test_saving_moves_just_what_the_preview_said(eight_hours: House, change: Mapping[str, object]) -> None:
    for at in ("2026-12-04 08:00", "2026-12-04 15:00", "2026-12-03 10:00"):
        accepted(eight_hours, local(at))
    accepted(eight_hours, agency="H50.27")
    told = {one.code: one.after for one in preview(eight_hours, change).moved}
    assert told
    save(eight_hours, change)
    assert do_jobs(eight_hours) == len(told)
    stored = rows(eight_hours, "select code, due_at, appointment_at from dossier order by code")
    for row in stored:
        if row.code in told:
            assert (row.due_at, row.appointment_at) == (told[row.code].due_at, told[row.code].appointment_at)
    trails = rows(eight_hours, "select dossier_id from audit where action = 'calendar.moved'")
    assert len(trails) == len(told)


@pytest.mark.req("E-28")
def test_the_applicant_is_told_once_and_the_index_of_steps_is_rewritten(eight_hours: House) -> None:
    code = accepted(eight_hours)
    save(eight_hours, MONDAY_OFF)
    assert do_jobs(eight_hours) == 1
    assert do_jobs(eight_hours) == 0
    messages = "select body from message where event like 'moved:%'"
    (message,) = rows(eight_hours, messages)
    assert code in message.body
    assert "09/12/2026 07:00" in message.body
    (step,) = rows(eight_hours, "select due_at from dossier_step where left_at is null")
    assert step.due_at == local("2026-12-08 15:00")
    (row,) = rows(eight_hours, "select original_due_at from dossier")
    assert row.original_due_at == local("2026-12-07 15:00")
    # A second correction is another message.
    save(eight_hours, {"days_off": [{"date": "2026-12-08", "name": "Nghỉ bù"}]})
    assert do_jobs(eight_hours) == 1
    assert len(rows(eight_hours, messages)) == 2


def test_the_time_to_accept_moves_with_the_calendar_too(eight_hours: House) -> None:
    file_dossier(eight_hours, CODE, now=FRIDAY, von=1)
    save(eight_hours, MONDAY_OFF)
    assert do_jobs(eight_hours) == 1
    (row,) = rows(eight_hours, "select intake_due_at from dossier")
    assert row.intake_due_at == local("2026-12-08 15:00")


@pytest.mark.req("N-20")
def test_a_saved_change_is_a_new_revision_with_values_before_and_after(house: House) -> None:
    save(house, MONDAY_OFF)
    (row,) = rows(house, "select * from audit where action = 'calendar.change'")
    assert (row.actor_name, row.subject) == ("Nguyễn Trường Giang", "A")
    assert row.detail["before"] == {"days_off": []}
    assert row.detail["after"] == {"days_off": MONDAY_OFF["days_off"]}
    assert len(rows(house, "select 1 from calendar where code = 'A'")) == 2


@pytest.mark.req("J-08")
def test_only_who_manages_a_calendars_owner_changes_it(house: House) -> None:
    for login in ("quantri.phuong", "ha.tran", "cntt.phuong"):
        for code in ("A", "A6"):
            with pytest.raises(NotAllowedError):
                save(house, MONDAY_OFF, code, login)
    assert save(house, MONDAY_OFF, "A6") == 1


@pytest.mark.req("E-01")
def test_a_ward_lays_a_calendar_of_its_own_over_the_provinces(eight_hours: House) -> None:
    own = person(eight_hours, "quantri.phuong")
    with eight_hours.work() as work:
        ward = agencies.by_code(work.connection, "H50.16").id
        calendar_admin.lay_over(work, own, ward, "A-H50.16", "Lịch của phường", FRIDAY)
    code = accepted(eight_hours)
    assert save(eight_hours, MONDAY_OFF, "A-H50.16", "quantri.phuong") == 1
    assert do_jobs(eight_hours) == 1
    # What the province changes reaches the ward as well.
    moved = preview(eight_hours, {"days_off": [{"date": "2026-12-08", "name": "Nghỉ bù"}]}).moved
    assert [one.code for one in moved] == [code]


@pytest.mark.req("J-08")
def test_nobody_takes_a_say_in_his_neighbours_calendar_by_living_by_it(house: House) -> None:
    """An agency lives by its own calendar, one of those above it or the province's."""
    own, top = person(house, "quantri.phuong"), person(house, "quantri.tinh")
    with house.work() as work:
        ward, commune, branch = (
            agencies.by_code(work.connection, code) for code in ("H50.16", "H50.27", "H50.41")
        )
        calendar_admin.lay_over(work, own, ward.id, "A-H50.16", "Lịch của phường", FRIDAY)
        for other in (commune, branch):
            known = {key: getattr(other, key) for key in AgencyFacts.__dataclass_fields__}
            facts = AgencyFacts(**{**known, "calendar_code": "A-H50.16"})
            with pytest.raises(ValidationError) as refused:
                agency_services.change(work, top, other.id, facts, FRIDAY)
            assert [one.pointer for one in refused.value.errors] == ["/calendar_code"]
            agency_services.change(
                work, top, other.id, AgencyFacts(**{**known, "calendar_code": "A6"}), FRIDAY
            )
        unit = AgencyFacts("H50.16.01", "Phòng Kinh tế", "", "phong", calendar_code="A-H50.16")
        agency_services.add(work, own, ward.id, unit, FRIDAY)
        work.connection.exec_driver_sql("update agency set calendar_code = 'A-H50.16' where code = 'H50.41'")
        work.commit()
        assert calendar_admin.may_change(work, own, "A-H50.16"), "who lives by it has no say in it"
        assert "A-H50.16" not in agency_tree.calendar_names(work, commune.id)
    assert save(house, MONDAY_OFF, "A-H50.16", "quantri.phuong") == 1


def test_a_calendar_stays_its_owners_when_the_owner_has_another_code_or_goes_into_another(
    house: House,
) -> None:
    own = person(house, "quantri.phuong")
    with house.work() as work:
        ward = agencies.by_code(work.connection, "H50.16")
        calendar_admin.lay_over(work, own, ward.id, "A-H50.16", "Lịch của phường", FRIDAY)
        commune = agencies.by_code(work.connection, "H50.27")
        work.connection.exec_driver_sql(
            "insert into agency_former_name (agency_id, code, name, name_en, valid_to) "
            f"values ({ward.id}, 'H50.16', 'cũ', 'old', '2026-01-01')"
        )
        work.connection.exec_driver_sql(f"update agency set code = 'H50.61' where id = {ward.id}")
        work.commit()
        assert calendar_owners.lineage_of(work, "A-H50.16")[0] == ward.id
        work.connection.exec_driver_sql(
            f"update agency set valid_to = '2026-01-01', successor_id = {commune.id} where id = {ward.id}"
        )
        assert calendar_owners.lineage_of(work, "A-H50.16")[0] == commune.id


@pytest.mark.parametrize(("code", "name"), [("A", "Lịch thử"), ("lịch", "Lịch thử"), ("B1", "")])
def test_a_calendar_of_its_own_needs_a_new_code_and_a_name(house: House, code: str, name: str) -> None:
    own = person(house, "quantri.phuong")
    with house.work() as work, pytest.raises(ValidationError):
        calendar_admin.lay_over(work, own, own.agency_id or 0, code, name, FRIDAY)


def test_two_people_do_not_overwrite_each_other(house: House) -> None:
    boss = person(house, "quantri.tinh")
    with house.work() as work:
        seen = calendar_admin.in_force(work, "A", FRIDAY).revision
    save(house, MONDAY_OFF)
    with house.work() as work, pytest.raises(ConflictError):
        calendar_admin.save(work, boss, "A", HOURS, FRIDAY, seen)


def test_a_day_off_of_the_province_is_cleared_only_in_its_own_calendar(house: House) -> None:
    clear = {"cleared": ["2026-11-24"]}
    with pytest.raises(CalendarError):
        save(house, clear, "A6")
    assert save(house, clear) == 1


def test_a_swap_day_is_worked_with_its_own_hours(house: House) -> None:
    swap = {
        "days_off": [{"date": "2027-02-05", "name": "Nghỉ hoán đổi", "document": "TB 10"}],
        "working_days": {
            "2027-02-13": {"sessions": [["07:00", "11:00"]], "for": "2027-02-05", "document": "TB 10"}
        },
    }
    assert save(house, swap) == 2
    with house.work() as work:
        days = calendar_admin.page(work, person(house, "quantri.tinh"), "A", 2027, FRIDAY).days
    worked, closed = days[43], days[35]
    assert (worked.kind, worked.sessions[0].seconds, worked.document) == ("make_up", 4 * 3600, "TB 10")
    assert (closed.kind, closed.sessions) == ("day_off", ())


def test_a_year_without_a_decision_is_proposed_and_stays_so_until_it_has_a_document(house: House) -> None:
    boss = person(house, "quantri.tinh")
    with house.work() as work:
        page = calendar_admin.page(work, boss, "A", 2027, FRIDAY)
    assert page.is_proposed
    assert date(2027, 9, 2) in {off.date for off in page.proposal.days_off}
    days = [{"date": one.date.isoformat(), "name": one.name} for one in page.proposal.days_off]
    save(house, {"days_off": days})
    with house.work() as work:
        after = calendar_admin.page(work, boss, "A", 2027, FRIDAY)
    assert not after.is_proposed
    closed = [one for one in after.days if one.kind == "day_off"]
    assert len(closed) == len(days)
    assert {one.document for one in closed} == {""}


def test_nobody_without_the_right_sees_the_calendars(house: House) -> None:
    with house.work() as work, pytest.raises(NotAllowedError):
        calendar_admin.overview(work, actor_of(house, "ha.tran"), FRIDAY)
