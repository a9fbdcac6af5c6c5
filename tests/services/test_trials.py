"""Trials: a test dossier follows every step by the rules of every dossier, and leaves no trace of itself (A-18)."""

from __future__ import annotations

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_model import bpmn_of
from fixtures_watch import local, rows
from services.trial_story import AUTHOR, MONDAY, Try, draft

from motcua.domain.errors import ConflictError, ValidationError
from motcua.domain.simulation.trial import Course, Held
from motcua.services.dossier import operations
from motcua.services.process import process_drafts
from motcua.services.process.procedures import UnfitModelError
from motcua.services.process.process_drafts import NewDraft
from motcua.services.simulation import trial_deeds, trial_time, trials
from motcua.services.simulation.trials import Of, TrialChangedError
from motcua.services.work import House
from motcua.store.process import procedure as procedures

pytestmark = pytest.mark.req("A-18")

COUNTED = (
    "dossier",
    "dossier_step",
    "dossier_wait",
    "message",
    "delivery",
    "clock_interval",
    "procrastinate_jobs",
)


def counts(house: House) -> dict[str, int]:
    return {table: rows(house, f"select count(*) as n from {table}")[0].n for table in COUNTED}


def said(course: Course, kind: str) -> list[str]:
    return [one.what.vi for one in course.notes if one.kind == kind]


def test_a_version_is_tried_to_its_end_and_leaves_no_trace_and_is_then_published(house: House) -> None:
    with house.work() as work:
        version = procedures.current(work.connection, "1.013225")
    assert version is not None
    before = counts(house)
    tried = Try(house, Of("version", version.version_id))
    tried.do(trial_deeds.accept)
    while held := tried.course.held:
        for one in held:
            if one.kind == "step" and tried.course.waiting(one.task_id):
                tried.finish(one.element)
            elif one.due_at is not None and tried.course.waiting(one.task_id):
                tried.move(one.due_at)
    course = tried.do(trial_deeds.hand_out)
    assert course.ledger.state == "returned"
    told = [one.who.vi for one in course.notes if one.kind == "told"]
    assert told.count("Người nộp hồ sơ") >= 3
    assert counts(house) == before
    with house.work() as work:
        draft_id = process_drafts.create(
            work,
            actor_of(house, AUTHOR, NOW),
            NewDraft(
                "1.013225", "", "xay_dung", "xa", bytes(tried_bpmn(house, version.version_id)), "version"
            ),
            NOW,
        )
    again = Try(house, Of("draft", draft_id))
    assert counts(house) == before
    assert "CHẠY-THỬ" not in str(rows(house, "select code from dossier"))
    assert again.course.ledger.state == "sent"


@pytest.mark.parametrize("code", ["1.013978", "1.001612", "1.001193", "2.002621"])
def test_every_procedure_of_the_library_is_tried_to_its_result(house: House, code: str) -> None:
    """Called processes, lists gone through, timers, messages and services: whatever waits is done or happens."""
    with house.work() as work:
        version = procedures.current(work.connection, code)
    assert version is not None
    tried = Try(house, Of("version", version.version_id))
    tried.do(trial_deeds.accept)
    for _ in range(80):
        course = tried.course
        if not course.held:
            break
        step = next((one for one in course.held if one.kind == "step"), None)
        if step is not None:
            tried.finish_task(step.task_id)
        else:
            go_on(tried, course.held[0])
    course = tried.course
    assert (course.held, course.has_ended) == ((), True)
    assert course.ledger.state in ("result_available", "processing")


def go_on(tried: Try, held: Held) -> None:
    """What is no step answers, comes or fires."""
    with tried.house.work() as work:
        ground = trials.get(work, actor_of(tried.house, AUTHOR, NOW), tried.id).ground
    if held.kind == "service":
        operation = operations.service_of(ground.version, held.element).operation
        task = ground.work.house.operations.get(operation)
        made = {"text": "chạy thử", "number": 1, "boolean": True}
        tried.do(
            trial_deeds.answer,
            held.task_id,
            {key: made[kind] for key, kind in (task.outputs if task else {}).items()},
        )
    elif held.kind == "timer":
        assert held.due_at is not None
        tried.move(held.due_at)
    else:
        event = ground.version.model.node_by_id[held.element].event
        assert event is not None
        tried.do(trial_deeds.hear, event.name, {})


def tried_bpmn(house: House, version_id: int) -> bytes:
    return bytes(rows(house, "select bpmn from procedure_version where id = :id", id=version_id)[0].bpmn)


def test_the_clock_is_that_of_every_dossier(house: House) -> None:
    of = draft(house, bpmn_of("S>a a>b b>E", limit="8h", a={"phase": "receive"}, b={"phase": "return"}))
    tried = Try(house, of)
    course = tried.move("2026-12-07 16:00")
    assert said(course, "late") == []
    course = tried.do(trial_deeds.accept)
    with house.work() as work:
        found = trials.get(work, actor_of(house, AUTHOR, NOW), tried.id)
        times = trial_time.times(found.ground, found.course)
    assert times.deadline is not None
    assert times.deadline.due_at == local("2026-12-08 16:00")
    assert times.steps["a"].due_at == local("2026-12-08 10:00")
    course = tried.move("2026-12-09 09:00")
    assert said(course, "late") == ["Bước “Bước a” quá hạn.", "Hồ sơ quá hạn giải quyết."]
    course = tried.finish("a")
    course = tried.finish("b")
    assert course.ledger.state == "result_available"
    assert course.ledger.result_at == local("2026-12-09 09:00")


@pytest.mark.parametrize(
    ("policy", "due"), [("pause_resume", "2026-12-09 16:00"), ("restart_same", "2026-12-09 17:00")]
)
def test_a_supplement_moves_the_due_time_by_the_policy(house: House, policy: str, due: str) -> None:
    settings = f'<m:setting key="clock.supplement_policy" value="{policy}"/>'
    of = draft(house, bpmn_of("S>a a>b b>E", limit="8h", papers=settings, b={"phase": "return"}))
    tried = Try(house, of)
    tried.do(trial_deeds.accept)
    tried.move("2026-12-07 08:00")
    task = tried.course.held[0].task_id
    course = tried.do(trial_deeds.ask, task, "Thiếu bản vẽ")
    assert course.ledger.state == "waiting_supplement"
    assert "Thiếu bản vẽ" in said(course, "told")[-1]
    course = tried.move("2026-12-08 17:00")
    assert said(course, "late") == []
    tried.do(trial_deeds.supply)
    with house.work() as work:
        found = trials.get(work, actor_of(house, AUTHOR, NOW), tried.id)
        times = trial_time.times(found.ground, found.course)
    assert times.deadline is not None
    assert times.deadline.due_at == local(due)


def test_close_and_restart_begins_another_dossier_in_the_same_trial(house: House) -> None:
    settings = '<m:setting key="clock.supplement_policy" value="close_and_restart"/>'
    tried = Try(house, draft(house, bpmn_of("S>a a>b b>E", limit="8h", papers=settings)))
    tried.do(trial_deeds.accept)
    tried.finish("a")
    course = tried.do(trial_deeds.ask, tried.course.held[0].task_id, "Thiếu")
    assert (course.ledger.state, course.ledger.is_closed) == ("returned_for_supplement", True)
    course = tried.do(trial_deeds.supply)
    assert [one.element for one in course.held] == ["a"]
    assert course.is_accepted


def test_going_back_goes_on_with_the_time_of_the_step(house: House) -> None:
    tried = Try(house, draft(house, bpmn_of("S>a a>b b>E", limit="16h")))
    tried.do(trial_deeds.accept)
    tried.move("2026-12-07 09:00")
    tried.finish("a")
    course = tried.do(trial_deeds.go_back, tried.course.held[0].task_id, "a", "Sai tên")
    assert [one.element for one in course.held] == ["a"]
    with house.work() as work:
        found = trials.get(work, actor_of(house, AUTHOR, NOW), tried.id)
        times = trial_time.times(found.ground, found.course)
    # Two of four hours are used: what is left ends at 11:00.
    assert times.steps["a"].due_at == local("2026-12-07 11:00")
    assert said(course, "back") == ["Trả lại bước “Bước a”: Sai tên"]


def test_parallel_branches_wait_beside_each_other_and_meet(house: House) -> None:
    tried = Try(house, draft(house, bpmn_of("S>P1 P1>a P1>b a>P2 b>P2 P2>c c>E", c={"phase": "return"})))
    assert {one.element for one in tried.course.held} == {"a", "b"}
    tried.do(trial_deeds.accept)
    assert {one.element for one in tried.finish("b").held} == {"a"}
    assert {one.element for one in tried.finish("a").held} == {"c"}
    assert tried.finish("c").ledger.state == "result_available"


def test_the_way_follows_the_answers(house: House) -> None:
    drawing = bpmn_of("S>a a>X X>b:von>5 X>c* b>E c>E")
    of = draft(house, drawing)
    low, high = Try(house, of, von=1), Try(house, of, von=9)
    for tried, expected in ((low, "c"), (high, "b")):
        tried.do(trial_deeds.accept)
        assert [one.element for one in tried.finish("a").held] == [expected]
    with house.work() as work:
        assert len(trials.listing(work, of)) == 2
        trials.remove(work, actor_of(house, AUTHOR, NOW), low.id, NOW)
        trials.restart(work, actor_of(house, AUTHOR, NOW), high.id, NOW)
        assert [row.id for row in trials.listing(work, of)] == [high.id]
    assert high.course.ledger.state == "sent"
    assert high.course.at == MONDAY
    assert len(high.course.notes) == 3


def test_a_draft_with_errors_says_so_and_a_stale_page_changes_nothing(house: House) -> None:
    broken = draft(house, bpmn_of("S>a a>E", a={"budget": "hai giờ"}))
    with house.work() as work:
        found = trials.tried(work, actor_of(house, AUTHOR, NOW), broken)
    assert found.version is None
    assert found.findings
    with pytest.raises(UnfitModelError):
        Try(house, broken)
    tried = Try(house, draft(house, bpmn_of("S>a a>E")))
    tried.do(trial_deeds.accept)
    actor = actor_of(house, AUTHOR, NOW)
    with house.work() as work, pytest.raises(TrialChangedError):
        trials.do(work, actor, tried.id, 1, trial_deeds.accept, NOW)


def test_what_is_refused_waits_for_nothing_and_may_be_handed_back(house: House) -> None:
    tried = Try(house, draft(house, bpmn_of("S>a a>b b>E", limit="8h")))
    with pytest.raises(ValidationError):
        tried.do(trial_deeds.refuse, "")
    with pytest.raises(ConflictError):
        tried.do(trial_deeds.finish, tried.course.held[0].task_id, {})
    assert tried.course.ledger.state == "sent"
    tried.do(trial_deeds.accept)
    tried.finish("a")
    course = tried.do(trial_deeds.refuse, "Không đủ điều kiện")
    assert (course.ledger.state, course.held) == ("refused", ())
    assert "Không đủ điều kiện" in said(course, "told")[-1]
    assert tried.do(trial_deeds.hand_out).ledger.state == "returned"
    with pytest.raises(ConflictError):
        tried.do(trial_deeds.supply)
