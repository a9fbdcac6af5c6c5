"""Two people, or two clicks, at the same instant: one action happens, the other is told, nothing is written twice."""

from __future__ import annotations

from functools import partial

import pytest
from fixtures_dossier import PDF, accept_dossier, accepted_at, actor_of, checklist_of, file_dossier
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, finish, release, waiting
from fixtures_watch import everything, race, rows, value

from motcua.domain.errors import ConflictError
from motcua.services.dossier import results, steps
from motcua.services.dossier.steps import Completion
from motcua.services.intake import drafts, intake, submission
from motcua.services.intake.submission import Receipt
from motcua.services.papers.files import Upload
from motcua.services.process import offers
from motcua.services.work import House

TABLES = ("dossier_step", "clock_interval", "opinion", "audit", "procrastinate_jobs", "file")


def counts(house: House) -> dict[str, int]:
    return {table: value(house, f"select count(*) from {table}") for table in TABLES}


def one_won(outcomes: list[object]) -> None:
    """Exactly one call went through; the other was told of the conflict."""
    kinds = sorted(isinstance(outcome, ConflictError) for outcome in outcomes)
    assert kinds == [False, True], outcomes
    (winner,) = (outcome for outcome in outcomes if not isinstance(outcome, ConflictError))
    assert not isinstance(winner, Exception), winner


@pytest.fixture
def small(house: House) -> House:
    release(house, bpmn_of("S>a a>b b>E", limit="8h"))
    return house


def test_one_draft_sent_twice_at_once_is_one_dossier(small: House) -> None:
    citizen = actor_of(small, "hang@example.vn")
    with small.work() as work:
        agency = next(one for one in offers.agencies_for(work, CODE) if one.code == "H50.16")
        draft = drafts.begin(work, citizen, CODE, agency.id, NOW)
        section = drafts.get(work, citizen, draft).form.sections[0].key
        assert drafts.save_section(work, citizen, draft, section, {"von": 1}, NOW, NOW.date()) == []

    def send() -> Receipt:
        with small.work() as work:
            return submission.submit(work, citizen, draft, declared=True, now=NOW)

    first, second = race(send, send)
    assert first == second == Receipt("H50.16-261123-0001", NOW)
    assert value(small, "select count(*) from dossier") == 1
    assert value(small, "select count(*) from audit where action = 'submit'") == 1
    # One message to the applicant, one to the group.
    assert value(small, "select count(*) from procrastinate_jobs") == 2
    assert value(small, "select last from code_counter") == 1


def test_one_step_finished_twice_at_once_moves_once(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    officer = actor_of(house, "thang.nguyen")
    before = counts(house)
    done = Completion(opinion="Giao chuyên viên.", uploads=(Upload("y_kien.pdf", PDF),))

    def forward() -> object:
        with house.work() as work:
            return steps.finish(work, officer, code, task, done, NOW)

    one_won(race(forward, forward))
    after = counts(house)
    assert {table: after[table] - before[table] for table in TABLES} == {
        "dossier_step": 1,
        # The clock of the step that came, and that of its group.
        "clock_interval": 2,
        "opinion": 1,
        "audit": 1,
        "procrastinate_jobs": 1,
        "file": 1,
    }
    assert list(waiting(house, code)) == ["T_tham_dinh"]


def test_two_officers_who_take_one_step_at_once(house: House) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    officers = [actor_of(house, login) for login in ("vinh.le", "mai.ho")]

    def claim(number: int) -> int:
        with house.work() as work:
            steps.claim(work, officers[number], code, task, NOW)
        return officers[number].id or 0

    outcomes = race(partial(claim, 0), partial(claim, 1))
    one_won(outcomes)
    (holder,) = (outcome for outcome in outcomes if isinstance(outcome, int))
    assert value(house, "select holder_id from dossier_step where task_id = :task", task=task) == holder
    assert value(house, "select count(*) from audit where action = 'claim'") == 1


def test_one_dossier_accepted_twice_at_once_is_accepted_once(house: House) -> None:
    code = file_dossier(house)
    checklist = checklist_of(house, code)
    desk = [actor_of(house, login) for login in ("ha.tran", "lan.phan")]

    def accept(number: int) -> object:
        with house.work() as work:
            return intake.accept(work, desk[number], code, checklist, NOW)

    one_won(race(partial(accept, 0), partial(accept, 1)))
    assert value(house, "select count(*) from clock_interval where kind = 'dossier'") == 1
    assert value(house, "select count(*) from audit where action = 'accept'") == 1


def test_a_result_confirmed_twice_at_once_is_confirmed_once(small: House) -> None:
    code = file_dossier(small, CODE, von=1)
    accept_dossier(small, code)
    for step in ("a", "b"):
        finish(small, code, step)
    officer = actor_of(small, "vinh.le")

    def confirm() -> None:
        with small.work() as work:
            results.confirm(work, officer, code, NOW)

    one_won(race(confirm, confirm))
    assert value(small, "select count(*) from audit where action = 'confirm_result'") == 1
    jobs = "select count(*) from procrastinate_jobs where args->>'event' = 'result'"
    assert value(small, jobs) == 1


def test_two_branches_finished_at_once_both_count(house: House) -> None:
    release(house, bpmn_of("S>a a>P1 P1>b P1>c b>P2 c>P2 P2>d d>E"))
    code = file_dossier(house, CODE, von=1)
    accept_dossier(house, code)
    finish(house, code, "a")
    assert list(waiting(house, code)) == ["b", "c"]
    outcomes = race(partial(finish, house, code, "b"), partial(finish, house, code, "c"))
    assert not any(isinstance(outcome, Exception) for outcome in outcomes), outcomes
    assert list(waiting(house, code)) == ["d"]


def test_finishing_a_step_again_later_is_a_conflict_that_changes_nothing(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    officer = actor_of(house, "thang.nguyen")
    with house.work() as work:
        steps.finish(work, officer, code, task, Completion(opinion="Giao."), NOW)
    before = everything(house)
    for again in (task, "no such task"):
        with house.work() as work, pytest.raises(ConflictError, match="Không có gì bị thay đổi"):
            steps.finish(work, officer, code, again, Completion(opinion="Giao lại."), NOW)
    assert everything(house) == before


def test_a_step_taken_by_a_colleague_cannot_be_finished_and_is_not_listed(house: House) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    vinh, mai = (actor_of(house, login) for login in ("vinh.le", "mai.ho"))
    with house.work() as work:
        steps.claim(work, vinh, code, task, NOW)
    with house.work() as work:
        # Taking again what is one's own already is no conflict and no second row.
        steps.claim(work, vinh, code, task, NOW)
    assert value(house, "select count(*) from audit where action = 'claim'") == 1
    before = everything(house)
    for act in (steps.claim, steps.release):
        with house.work() as work, pytest.raises(ConflictError, match="Lê Quang Vinh đã nhận việc này"):
            act(work, mai, code, task, NOW)
    with house.work() as work, pytest.raises(ConflictError, match="Lê Quang Vinh đã nhận việc này"):
        steps.finish(work, mai, code, task, Completion(), NOW)
    assert everything(house) == before
    with house.work() as work:
        steps.release(work, vinh, code, task, NOW)
    assert (
        rows(house, "select 1 from dossier_step where task_id = :task and holder_id is not null", task=task)
        == []
    )
