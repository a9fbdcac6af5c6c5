"""Warnings before and after each limit, exactly once each, by jobs that survive restarts (E-05, E-22 to E-26, D-03)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, bpmn_of, finish, release
from fixtures_watch import local, race, rows, run_jobs, value
from services.time_story import DESK, EXPERT, LEADER, MONDAY, SLIP, act, started

from motcua.bootstrap import build_house
from motcua.domain.errors import ConflictError
from motcua.services.exchange import late_notices
from motcua.services.time import warnings
from motcua.services.work import House
from motcua.settings import Settings


def sweep(house: House, at: str) -> int:
    with house.work() as work:
        return warnings.sweep(work, local(at))


def kinds(house: House) -> list[str]:
    return [row.kind for row in rows(house, "select kind from warning order by id")]


def told(house: House) -> Counter[tuple[str, str]]:
    """How often each account was told of each kind."""
    found = rows(
        house,
        "select a.login, split_part(m.event, ':', 2) as kind from message m join account a on a.id = m.account_id"
        " where m.event like 'warn:%'",
    )
    return Counter((row.login, row.kind) for row in found)


@pytest.mark.req("E-22", "E-23", "E-24")
def test_step_and_dossier_are_warned_of_before_and_after_once_each(
    house: House, settings: Settings, database_url: str
) -> None:
    started(house)
    # Step of 4h from Monday 07:00: near from 09:00 on, over after 11:00. Dossier of 24h: Wednesday 17:00.
    assert sweep(house, "2026-12-07 09:00") == 0
    assert sweep(house, "2026-12-07 09:01") == 1
    assert kinds(house) == ["step_soon"]
    # A worker that starts anew finds the row.
    fresh = build_house(settings, database_url)
    assert sweep(fresh, "2026-12-07 09:02") == 0
    fresh.engine.dispose()
    assert sweep(house, "2026-12-07 13:31") == 1
    assert sweep(house, "2026-12-09 07:01") == 1
    assert kinds(house) == ["step_soon", "step_overdue", "dossier_soon"]
    assert sweep(house, "2026-12-09 17:01") == 1
    # Over the appointment, the next opening.
    assert sweep(house, "2026-12-10 07:01") == 1
    assert kinds(house)[3:] == ["dossier_overdue", "appointment_overdue"]
    assert sweep(house, "2026-12-11 09:00") == 0
    counts = told(house)
    assert set(counts.values()) == {1}
    assert (EXPERT, "step_overdue") in counts
    assert (EXPERT, "appointment_overdue") in counts
    assert "quá hạn từ 11:00 ngày 07/12/2026" in value(
        house, "select distinct body from message where event like 'warn:step_overdue%'"
    )


@pytest.mark.req("E-28")
def test_a_limit_that_moved_is_warned_of_again(house: House) -> None:
    code = started(house)
    sweep(house, "2026-12-09 09:00")
    act(house, DESK, code, "apologise", "2026-12-09 09:10", reason="Quá tải", slip=SLIP)
    assert sweep(house, "2026-12-09 09:20") == 0
    assert sweep(house, "2026-12-10 07:01") == 1
    assert kinds(house).count("dossier_soon") == 2
    limits = rows(house, "select limit_at from warning where kind = 'dossier_soon' order by id")
    assert [row.limit_at for row in limits] == [local("2026-12-09 17:00"), local("2026-12-10 17:00")]


def test_nothing_is_warned_of_while_the_clock_stands(house: House) -> None:
    code = started(house)
    act(house, LEADER, code, "pause", "2026-12-07 08:00", reason="Chờ")
    assert sweep(house, "2026-12-14 09:00") == 0
    act(house, LEADER, code, "resume", "2026-12-14 09:00")
    # 3h of the step and 23h of the dossier are left.
    assert sweep(house, "2026-12-14 10:31") == 1
    assert kinds(house) == ["step_soon"]


def test_a_held_step_warns_its_holder_alone(house: House) -> None:
    code = started(house)
    act(house, EXPERT, code, "claim", "2026-12-07 08:00")
    sweep(house, "2026-12-07 10:00")
    assert set(told(house)) == {(EXPERT, "step_soon")}


def test_two_workers_at_once_warn_once(house: House) -> None:
    started(house)
    outcomes = race(*(lambda: sweep(house, "2026-12-09 17:30") for _ in range(4)))
    assert all(isinstance(one, int) for one in outcomes), outcomes
    assert sum(outcomes) == len(kinds(house)) == 2
    assert set(told(house).values()) == {1}


@pytest.mark.req("E-05")
def test_the_desk_is_warned_of_what_it_has_not_accepted(house: House) -> None:
    release(house, bpmn_of("S>a a>b b>E", limit="24h", a={"position": "tiep_nhan", "phase": "receive"}))
    # Sent on Friday at 16:00: 1h on Friday and 7h on Monday.
    file_dossier(house, CODE, now=local("2026-12-04 16:00"), von=1)
    assert sweep(house, "2026-12-04 16:30") == 0
    assert sweep(house, "2026-12-07 10:01") == 1
    assert sweep(house, "2026-12-07 16:01") == 1
    assert kinds(house) == ["intake_soon", "intake_overdue"]
    assert set(told(house)) >= {(DESK, "intake_soon"), (DESK, "intake_overdue")}


@pytest.mark.req("D-03")
def test_an_accepted_dossier_not_passed_on_is_listed_after_the_grace(house: House) -> None:
    release(house, bpmn_of("S>a a>b b>E", limit="24h", a={"position": "tiep_nhan", "phase": "receive"}))
    code = file_dossier(house, CODE, now=MONDAY, von=1)
    accept_dossier(house, code, MONDAY)
    with house.work() as work:
        assert warnings.late_transfers(work, local("2026-12-07 08:00")) == []
        ((row, limit_at),) = warnings.late_transfers(work, local("2026-12-07 08:01"))
        assert warnings.late_transfers(work, local("2026-12-07 08:01"), {0}) == []
    assert (row.code, limit_at) == (code, local("2026-12-07 08:00"))
    assert sweep(house, "2026-12-07 08:01") == 1
    assert kinds(house) == ["transfer_late"]
    finish(house, code, "a", now=local("2026-12-07 08:10"), login=DESK)
    with house.work() as work:
        assert warnings.late_transfers(work, local("2026-12-07 09:00")) == []


@pytest.mark.req("E-22", "E-12")
def test_an_agency_is_warned_of_its_limit_for_passing_on(house: House) -> None:
    drawing = bpmn_of(
        "S>a a>b b>c c>E",
        limit="40h",
        a={"position": "tiep_nhan", "phase": "receive"},
        b={"position": "gop_y", "agency": "code:H50.09", "budget": "8h"},
    )
    release(house, drawing)
    code = file_dossier(house, CODE, now=MONDAY, von=1)
    accept_dossier(house, code, MONDAY)
    finish(house, code, "a", now=MONDAY, login=DESK)
    sweep(house, "2026-12-07 14:00")
    sweep(house, "2026-12-08 07:01")
    found = rows(house, "select kind, limit_at from warning where kind like 'agency%' order by id")
    assert [(row.kind, row.limit_at) for row in found] == [
        ("agency_soon", local("2026-12-07 17:00")),
        ("agency_overdue", local("2026-12-07 17:00")),
    ]
    assert ("xd.gopy", "agency_overdue") in told(house)


@pytest.mark.req("E-25")
def test_papers_found_missing_too_late_are_flagged_where_the_province_says_so(house: House) -> None:
    ruled = replace(house, profile=replace(house.profile, missing_component_notify="next_session"))
    code = started(ruled)
    act(
        ruled,
        EXPERT,
        code,
        "request_supplement",
        "2026-12-08 08:00",
        papers=("don",),
        reason="Thiếu",
        slip=SLIP,
    )
    sweep(house, "2026-12-08 08:05")
    assert "missing_late" not in kinds(house)
    sweep(ruled, "2026-12-08 08:10")
    sweep(ruled, "2026-12-08 08:15")
    assert kinds(house).count("missing_late") == 1
    assert value(house, "select limit_at from warning where kind = 'missing_late'") == local(
        "2026-12-07 17:00"
    )
    assert (DESK, "missing_late") in told(house)


def daily(house: House, at: str) -> int:
    with house.work() as work:
        return late_notices.daily(work, local(at))


@pytest.mark.req("E-26")
def test_the_applicant_is_told_in_the_morning_of_the_appointment_and_not_twice(house: House) -> None:
    ruled = replace(house, profile=replace(house.profile, notify_require_desk_confirm=False))
    code = started(ruled)
    assert daily(ruled, "2026-12-09 06:10") == 0
    # Before six nobody is disturbed; a run cut off in the middle goes on, a finished one is not done again.
    assert daily(ruled, "2026-12-10 05:50") == 0
    assert daily(ruled, "2026-12-10 06:10") == 1
    assert daily(ruled, "2026-12-10 06:20") == 0
    with house.engine.begin() as connection:
        connection.exec_driver_sql("delete from daily_run where day = '2026-12-10'")
    assert daily(ruled, "2026-12-10 09:00") == 0
    assert daily(ruled, "2026-12-11 06:10") == 0
    run_jobs(ruled)
    (body,) = rows(house, "select body from message where event like 'late:%'")
    assert code in body.body
    assert "10/12/2026 07:00" in body.body


@pytest.mark.req("E-26")
def test_where_the_desk_confirms_the_notice_waits_for_it(house: House) -> None:
    code = started(house)
    assert daily(house, "2026-12-10 06:10") == 1
    run_jobs(house)
    assert rows(house, "select * from message where event like 'late:%'") == []
    assert (DESK, "late_notice") in told(house)
    agency_id = value(house, "select agency_id from dossier")
    with house.work() as work:
        (row,) = late_notices.listed(work, actor_of(house, DESK), agency_id, local("2026-12-10 07:30"))
        assert (row.code, row.told_at) == (code, None)
        elsewhere = actor_of(house, "tp.tiepnhan")
        assert late_notices.listed(work, elsewhere, agency_id, local("2026-12-10 07:30")) == []
    act(house, DESK, code, "confirm_message", "2026-12-10 07:30")
    with pytest.raises(ConflictError, match="chờ gửi"):
        act(house, DESK, code, "confirm_message", "2026-12-10 07:31")
    run_jobs(house)
    assert value(house, "select count(*) from message where event like 'late:%'") == 1


@pytest.mark.req("E-26")
def test_a_dossier_with_a_result_or_another_appointment_is_not_late(house: House) -> None:
    code = started(house)
    act(house, DESK, code, "apologise", "2026-12-09 09:10", reason="Quá tải", slip=SLIP)
    assert daily(house, "2026-12-10 06:10") == 0
    assert daily(house, "2026-12-11 06:10") == 1
