"""The main job on the library's own procedures, from the citizen's form to the returned result, on PostgreSQL."""

from __future__ import annotations

import pytest
from fixtures_dossier import (
    STEP_ANSWERS,
    accept_dossier,
    actor_of,
    checklist_of,
    file_dossier,
    finish_step,
    open_page,
    walk_dossier,
)
from fixtures_model import waiting
from fixtures_watch import everything, local, rows, run_jobs, value
from services.main_job_story import (
    ACCEPTED,
    APPOINTMENT,
    DUE,
    RETURNED,
    SENT,
    STORY,
    dossier,
    hand_over,
    tell,
)

from motcua.domain.errors import ConflictError
from motcua.domain.time.deadlines import deadline, parse_limit
from motcua.domain.time.timeliness import step_class
from motcua.services.desk import worklist
from motcua.services.dossier import results
from motcua.services.dossier.steps import Completion
from motcua.services.intake import intake
from motcua.services.time import deadlines
from motcua.services.work import House


def test_a_sent_dossier_has_no_running_clock_and_no_deadline(house: House) -> None:
    code = file_dossier(house, now=SENT)
    row = dossier(house, code)
    assert (row.state, row.submitted_at, row.accepted_at, row.due_at) == ("sent", SENT, None, None)
    # Eight working hours from Thursday's opening: the desk's own limit.
    assert row.intake_due_at == local("2026-11-19 17:00")
    assert rows(house, "select 1 from clock_interval") == []
    (step,) = rows(house, "select * from dossier_step")
    assert (step.step_id, step.counted_from, step.due_at) == ("T_tiep_nhan", None, None)


@pytest.mark.req("E-06")
def test_acceptance_sets_the_deadline_that_the_domain_computes(house: House) -> None:
    code = file_dossier(house, now=SENT)
    accept_dossier(house, code, ACCEPTED)
    row = dossier(house, code)
    with house.work() as work:
        calendar = house.calendars.at(work.connection, row.agency_id, ACCEPTED)
    law = deadline(calendar, ACCEPTED, parse_limit("3d"), "next_session_start")
    assert (row.due_at, row.appointment_at) == (law.due_at, law.appointment_at) == (DUE, APPOINTMENT)
    assert (row.original_due_at, row.original_appointment_at) == (DUE, APPOINTMENT)
    assert row.state == "accepted"


@pytest.mark.req("E-02", "E-09")
def test_every_step_is_charged_its_working_seconds(house: House) -> None:
    code = tell(house)
    shown = open_page(house, code, RETURNED)
    assert [(visit.row.step_id, visit.used) for visit in shown.visits] == [
        (step, used) for step, _, _, _, used in STORY
    ]
    assert [visit.row.completed_by for visit in shown.visits] == [
        actor_of(house, login).id for _, login, _, _, _ in STORY
    ]
    # One step took more than its two hours, yet the dossier is on time: the two are judged apart.
    late = {
        visit.row.step_id
        for visit in shown.visits
        if step_class(visit.used, visit.row.budget_seconds) == "overdue"
    }
    assert late == {"T_phan_cong"}
    assert shown.timeliness == "on_time"


def test_clocks_of_dossier_agency_and_steps_are_stored_as_intervals(house: House) -> None:
    tell(house)
    found = rows(house, "select kind, subject, started_at, ended_at from clock_interval order by id")
    whole = (local("2026-11-19 08:00"), local("2026-11-25 07:59:59"))
    assert {(row.started_at, row.ended_at) for row in found if row.kind == "dossier"} == {whole}
    assert [(row.started_at, row.ended_at) for row in found if row.kind == "agency"] == [whole]
    ends = [local(counted) for _, _, _, counted, _ in STORY]
    steps = [(row.started_at, row.ended_at) for row in found if row.kind == "step"]
    assert steps == list(zip([ACCEPTED, *ends[:-1]], ends, strict=True))
    # Nobody took a step before finishing it, so all of its time is its group's.
    assert [(row.started_at, row.ended_at) for row in found if row.kind == "group"] == steps
    assert len(found) == 2 * len(steps) + 2


@pytest.mark.req("E-03")
def test_an_action_on_friday_evening_counts_on_monday_and_both_instants_are_kept(house: House) -> None:
    code = tell(house, until="T_tham_dinh")
    evening, opening = local("2026-11-20 20:00"), local("2026-11-23 07:00")
    shown = open_page(house, code, evening)
    history = [(row.at, row.counted_at) for row in shown.history if row.action == "forward"]
    assert history[-1] == (evening, opening)
    left = next(visit.row for visit in shown.visits if visit.row.step_id == "T_phan_cong")
    assert (left.left_at, left.counted_to) == (evening, opening)
    (arrived,) = (visit.row for visit in shown.waiting)
    assert (arrived.arrived_at, arrived.counted_from) == (evening, opening)


def test_every_action_leaves_one_audit_row_with_both_instants(house: House) -> None:
    code = tell(house)
    hand_over(house, code, "ha.tran", RETURNED)
    found = rows(
        house,
        "select action, at, counted_at, a.login from audit join account a on a.id = actor_id"
        " where dossier_id is not null and action <> 'view' order by audit.id",
    )
    actions = ["forward"] * 5 + ["confirm_result"]
    steps = [
        (action, local(at), local(counted), login)
        for action, (_, login, at, counted, _) in zip(actions, STORY, strict=True)
    ]
    assert [tuple(row) for row in found] == [
        ("submit", SENT, local("2026-11-19 07:00"), "hang@example.vn"),
        ("accept", ACCEPTED, ACCEPTED, "ha.tran"),
        *steps,
        ("return_result", RETURNED, RETURNED, "ha.tran"),
    ]


@pytest.mark.req("E-08")
@pytest.mark.parametrize(
    ("at", "timeliness"),
    [
        ("2026-11-23 16:00:00", "early"),
        ("2026-11-25 07:59:59", "on_time"),
        ("2026-11-25 08:00:00", "on_time"),
        ("2026-11-25 08:00:01", "overdue"),
    ],
)
def test_a_dossier_is_classed_by_the_instant_of_its_result(house: House, at: str, timeliness: str) -> None:
    code = file_dossier(house, now=SENT)
    accept_dossier(house, code, ACCEPTED)
    list(walk_dossier(house, code, until="T_tra", now=ACCEPTED))
    finish_step(house, code, "T_tra", now=local(at))
    assert open_page(house, code, RETURNED).timeliness == timeliness


@pytest.mark.req("E-07")
def test_result_and_return_are_separate_instants_and_lateness_uses_the_result(house: House) -> None:
    code = tell(house)
    desk = actor_of(house, "ha.tran")
    with house.work() as work:
        listed = [(item.code, item.level) for item in worklist.of(work, desk, RETURNED)]
    assert listed == [(code, "result")]
    hand_over(house, code, "ha.tran", RETURNED)
    row = dossier(house, code)
    assert (row.result_at, row.returned_at) == (local("2026-11-25 07:59:59"), RETURNED)
    # Handed over two days after the deadline, and still on time.
    assert open_page(house, code, RETURNED).timeliness == "on_time"
    with house.work() as work:
        assert worklist.of(work, desk, RETURNED) == []


def test_a_returned_dossier_is_closed_and_takes_no_further_action(house: House) -> None:
    code = tell(house)
    hand_over(house, code, "ha.tran", RETURNED)
    row = dossier(house, code)
    assert (row.state, row.closed_at) == ("returned", RETURNED)
    assert (row.returned_to, row.return_method) == ("Nguyễn Thị Bích Hằng", "desk")
    before = everything(house)
    desk = actor_of(house, "ha.tran")
    with pytest.raises(ConflictError, match="đã trả kết quả"):
        hand_over(house, code, "ha.tran", RETURNED, "Người khác")
    with house.work() as work, pytest.raises(ConflictError):
        results.confirm(work, desk, code, RETURNED)
    with house.work() as work, pytest.raises(ConflictError):
        intake.accept(work, desk, code, {}, RETURNED)
    assert everything(house) == before


def test_messages_are_written_by_the_worker_and_only_once(house: House) -> None:
    code = file_dossier(house, now=SENT)
    assert value(house, "select count(*) from message") == 0
    first = waiting(house, code)["T_tiep_nhan"]
    run_jobs(house)
    # The worker goes by today's clock and may warn of a dossier of last week.
    told = (
        "select a.login, m.event from message m join account a on a.id = m.account_id"
        " where m.event not like 'warn:%' order by m.id"
    )
    assert sorted(map(tuple, rows(house, told))) == [
        ("ha.tran", f"step:{first}"),
        ("hang@example.vn", "sent"),
        ("lan.phan", f"step:{first}"),
    ]
    accept_dossier(house, code, ACCEPTED)
    list(walk_dossier(house, code, until="T_tham_dinh", now=ACCEPTED))
    run_jobs(house)
    assert {row.login for row in rows(house, told)} >= {"vinh.le", "mai.ho"}
    list(walk_dossier(house, code, now=ACCEPTED))
    hand_over(house, code, "ha.tran", RETURNED)
    jobs = rows(house, "select task_name, args from procrastinate_jobs order by id")
    run_jobs(house)
    events = [row.event for row in rows(house, told) if row.login == "hang@example.vn"]
    assert events == ["sent", "accepted", "result", "returned"]
    before = rows(house, told)
    with house.work() as work:
        for task, arguments in jobs:
            work.defer(task, arguments)
        work.commit()
    run_jobs(house)
    assert rows(house, told) == before
    assert value(house, "select count(*) from procrastinate_jobs") == 0


def test_the_message_of_sending_carries_code_and_time(house: House) -> None:
    code = file_dossier(house, now=SENT)
    run_jobs(house)
    body, body_en = rows(house, "select body, body_en from message where event = 'sent'")[0]
    assert code in body
    assert "18/11/2026 20:30" in body
    assert "18/11/2026 20:30" in body_en


def test_what_a_step_filled_in_stays_with_the_step_and_is_sealed(house: House) -> None:
    code = tell(house, until="T_ky")
    shown = open_page(house, code, RETURNED)
    visit = next(visit for visit in shown.visits if visit.row.step_id == "T_tham_dinh")
    assert visit.data == STEP_ANSWERS["tham_dinh"]
    assert b"ket_qua_tham_dinh" not in visit.row.data_sealed
    assert "ket_qua_tham_dinh" not in shown.data


def test_the_deadline_shown_is_computed_and_not_read_from_the_row(house: House) -> None:
    code = tell(house, until="T_ky")
    with house.work() as work:
        work.connection.exec_driver_sql("update dossier set due_at = now(), appointment_at = now()")
        work.commit()
    shown = open_page(house, code, RETURNED)
    assert shown.deadline is not None
    assert (shown.deadline.due_at, shown.deadline.appointment_at) == (DUE, APPOINTMENT)
    with house.work() as work:
        computed = deadlines.of_dossier(work, shown.row, RETURNED)
    assert computed == shown.deadline


def test_confirming_before_the_steps_are_done_is_refused(house: House) -> None:
    code = tell(house, until="T_ky")
    with house.work() as work, pytest.raises(ConflictError, match="bước chưa làm xong"):
        results.confirm(work, actor_of(house, "ha.tran"), code, RETURNED)


def test_acceptance_names_every_paper_in_the_way(house: House) -> None:
    code = file_dossier(house, now=SENT)
    checklist = checklist_of(house, code, SENT)
    required = next(key for key, mark in checklist.items() if mark == "good")
    desk = actor_of(house, "ha.tran")
    before = everything(house)
    for mark, said in (("bad", "checklist.bad"), ("absent", "checklist.absent"), ("", "checklist.unmarked")):
        with house.work() as work, pytest.raises(intake.ValidationError) as caught:
            intake.accept(work, desk, code, {**checklist, required: mark}, ACCEPTED)
        assert [(error.pointer, error.code) for error in caught.value.errors] == [(f"/{required}", said)]
    assert everything(house) == before


def test_an_opinion_beyond_its_length_is_refused(house: House) -> None:
    code = tell(house, until="T_ky")
    with pytest.raises(intake.ValidationError) as caught:
        finish_step(house, code, "T_ky", Completion(opinion="x" * 10_001), now=RETURNED)
    assert [error.pointer for error in caught.value.errors] == ["/_opinion"]
