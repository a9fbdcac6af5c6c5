"""Extensions and apologies on a dossier: asked, decided, moved, told (D-10, E-16 to E-18, R-05 to R-07, R-19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from fixtures_dossier import open_page
from fixtures_watch import local, race, rows, run_jobs, run_jobs_telling_at_once, value
from services.time_story import DESK, EXPERT, LEADER, SLIP, act, dates, give_role, started

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.work import House


def extension(house: House, code: str, at: str = "2026-12-07 09:00", duration: str = "8h") -> None:
    act(house, EXPERT, code, "request_extension", at, reason="Chờ xác minh", duration=duration, slip=SLIP)


@pytest.mark.req("D-10", "E-16")
def test_an_extension_moves_nothing_until_it_is_approved(house: House) -> None:
    code = started(house)
    assert dates(house, code, "2026-12-07 08:00") == ("09/12 17:00", "10/12 07:00")
    extension(house, code)
    assert dates(house, code, "2026-12-07 09:30") == ("09/12 17:00", "10/12 07:00")
    act(house, LEADER, code, "approve_extension", "2026-12-07 10:00")
    assert dates(house, code, "2026-12-07 10:30") == ("10/12 17:00", "11/12 07:00")
    shown = open_page(house, code, local("2026-12-07 10:30"), DESK)
    (visit,) = shown.waiting
    # The step had 4h from Monday 07:00 and has 12h now: 8h on Monday, 4h on Tuesday.
    assert (visit.due_at, visit.time.extension) == (local("2026-12-08 11:00"), 8 * 3600)
    assert value(house, "select due_at from dossier_step where left_at is null") == visit.due_at
    row = rows(house, "select original_due_at, original_appointment_at from dossier")[0]
    assert (row.original_due_at, row.original_appointment_at) == (
        local("2026-12-09 17:00"),
        local("2026-12-10 07:00"),
    )


@pytest.mark.req("D-10")
def test_a_refused_extension_moves_nothing_and_another_may_be_asked_for(house: House) -> None:
    code = started(house)
    extension(house, code)
    with pytest.raises(ConflictError, match="đang chờ duyệt"):
        extension(house, code)
    act(house, LEADER, code, "refuse_extension", "2026-12-07 10:00", reason="Đủ thời gian")
    assert dates(house, code, "2026-12-07 10:30") == ("09/12 17:00", "10/12 07:00")
    with pytest.raises(ConflictError, match="Không có đề nghị"):
        act(house, LEADER, code, "approve_extension", "2026-12-07 10:00")
    extension(house, code, "2026-12-07 11:00", "4h")
    act(house, LEADER, code, "approve_extension", "2026-12-07 11:10")
    assert dates(house, code, "2026-12-07 11:20") == ("10/12 11:00", "10/12 13:30")


@pytest.mark.req("D-10", "E-21")
def test_an_extension_needs_reason_time_slip_and_another_persons_approval(house: House) -> None:
    code = started(house)
    with pytest.raises(ValidationError) as missing:
        act(house, EXPERT, code, "request_extension", "2026-12-07 09:00")
    assert [one.pointer for one in missing.value.errors] == ["/reason", "/duration", "/slip"]
    for duration, told in (("nhiều", "malformed"), ("0", "none"), ("25h", "too_long")):
        with pytest.raises(ValidationError) as wrong:
            extension(house, code, duration=duration)
        assert [one.pointer for one in wrong.value.errors] == ["/duration"], told
    with pytest.raises(NotAllowedError):
        act(house, EXPERT, code, "approve_extension", "2026-12-07 10:00")
    assert rows(house, "select * from appointment_change") == []


@pytest.mark.req("D-10")
def test_approvers_asker_and_applicant_are_told_once_each(house: House) -> None:
    code = started(house)
    extension(house, code)
    act(house, LEADER, code, "approve_extension", "2026-12-07 10:00")
    run_jobs_telling_at_once(house)
    told = rows(
        house,
        "select a.login, split_part(m.event, ':', 1) as kind, m.body from message m join account a on a.id = m.account_id"
        " where m.event like 'exten%' order by m.id",
    )
    assert [(row.login, row.kind) for row in told] == [
        (LEADER, "extension_asked"),
        ("tuan.le", "extension_asked"),
        (EXPERT, "extension_granted"),
        ("hang@example.vn", "extended"),
    ]
    assert "11/12/2026 07:00" in next(row.body for row in told if row.kind == "extended")


@pytest.mark.req("E-17", "E-18")
def test_an_apology_moves_the_appointment_and_makes_the_dossier_overdue(house: House) -> None:
    code = started(house)
    # Proposed: what the process still needs, 8h from Tuesday 09:00, ends before the limit; so one working day.
    act(house, DESK, code, "apologise", "2026-12-08 09:00", reason="Quá tải", slip=SLIP)
    assert dates(house, code, "2026-12-08 09:30") == ("10/12 17:00", "11/12 07:00")
    assert open_page(house, code, local("2026-12-08 09:30"), DESK).timeliness == "overdue"
    run_jobs(house)
    assert "11/12/2026 07:00" in value(house, "select body from message where event like 'apology:%'")
    (history,) = rows(house, "select detail from audit where action = 'apologise'")
    assert datetime.fromisoformat(history.detail["appointment_from"]) == local("2026-12-10 07:00")
    assert datetime.fromisoformat(history.detail["appointment_to"]) == local("2026-12-11 07:00")
    with pytest.raises(ConflictError, match="đủ 1 lần"):
        act(house, DESK, code, "apologise", "2026-12-08 10:00", reason="Lần nữa", slip=SLIP)


@pytest.mark.req("E-17", "E-21")
def test_no_apology_without_its_slip(house: House) -> None:
    code = started(house)
    with pytest.raises(ValidationError) as missing:
        act(house, DESK, code, "apologise", "2026-12-08 09:00", reason="Quá tải")
    assert [one.pointer for one in missing.value.errors] == ["/slip"]
    assert dates(house, code, "2026-12-08 09:30") == ("09/12 17:00", "10/12 07:00")


@pytest.mark.req("E-17")
def test_an_apology_after_the_appointment_is_recorded_moves_nothing_and_counts(house: House) -> None:
    code = started(house)
    act(house, DESK, code, "apologise", "2026-12-10 07:00", reason="Chậm", slip=SLIP)
    assert dates(house, code, "2026-12-10 08:00") == ("09/12 17:00", "10/12 07:00")
    (move,) = open_page(house, code, local("2026-12-10 08:00"), DESK).deadline.moves
    assert move.is_late
    run_jobs(house)
    assert "quá hẹn" in value(house, "select body from message where event like 'apology_late:%'")
    with pytest.raises(ConflictError):
        act(house, DESK, code, "apologise", "2026-12-10 09:00", reason="Chậm", slip=SLIP)


@pytest.mark.req("E-18")
def test_a_sunday_becomes_the_next_opening_and_only_a_leader_may_name_a_time(house: House) -> None:
    code = started(house)
    sunday = {"until": local("2026-12-13 10:00"), "reason": "Chờ ý kiến", "slip": SLIP}
    with pytest.raises(ValidationError) as wrong:
        act(house, DESK, code, "apologise", "2026-12-08 09:00", **sunday)
    assert [(one.pointer, one.code) for one in wrong.value.errors] == [("/until", "not_allowed")]
    give_role(house, DESK, "lanh_dao_mot_cua")
    for until, problem in (("2026-12-10 07:00", "too_early"), ("2026-12-25 08:00", "too_late")):
        with pytest.raises(ValidationError) as wrong:
            act(house, DESK, code, "apologise", "2026-12-08 09:00", **{**sunday, "until": local(until)})
        assert [(one.pointer, one.code) for one in wrong.value.errors] == [("/until", problem)]
    act(house, DESK, code, "apologise", "2026-12-08 09:00", **sunday)
    # The due time becomes the last working instant before it.
    assert dates(house, code, "2026-12-08 09:30") == ("11/12 17:00", "14/12 07:00")


@pytest.mark.req("E-17", "D-10")
def test_the_profile_says_what_counts_as_overdue_and_how_often_one_may_apologise(house: House) -> None:
    mild = replace(
        house.profile, apology_counts_overdue=False, extension_counts_overdue=False, apology_max_times=2
    )
    ruled = replace(house, profile=mild)
    code = started(ruled)
    act(ruled, DESK, code, "apologise", "2026-12-08 09:00", reason="Quá tải", slip=SLIP)
    act(ruled, DESK, code, "apologise", "2026-12-08 10:00", reason="Quá tải", slip=SLIP)
    assert dates(ruled, code, "2026-12-08 10:30") == ("11/12 17:00", "14/12 07:00")
    assert open_page(ruled, code, local("2026-12-08 10:30"), DESK).timeliness is None
    # In Quảng Trị the same dossier is overdue, and so it is by an extension alone.
    assert open_page(house, code, local("2026-12-08 10:30"), DESK).timeliness == "overdue"


def test_of_two_leaders_who_decide_at_once_one_succeeds(house: House) -> None:
    code = started(house)
    extension(house, code)
    at = "2026-12-07 10:00"
    outcomes = race(
        lambda: act(house, LEADER, code, "approve_extension", at),
        lambda: act(house, LEADER, code, "refuse_extension", at, reason="Không"),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["ConflictError", "NoneType"]
    (row,) = rows(house, "select status from appointment_change")
    moved = dates(house, code, "2026-12-07 10:30") == ("10/12 17:00", "11/12 07:00")
    assert moved == (row.status == "granted")
