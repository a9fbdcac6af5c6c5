"""Locking a dossier: who waited for the lock sees what happened meanwhile, not what was there before."""

from __future__ import annotations

from threading import Event

from fixtures_dossier import accepted_at, actor_of
from fixtures_house import NOW
from fixtures_watch import race, rows, statements

from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.work import House
from motcua.store.dossier import held

WAITING = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"


def wait_until_blocked(house: House) -> None:
    for _ in range(500):
        if rows(house, WAITING):
            return
        Event().wait(0.01)
    raise AssertionError("nobody waits for the lock")


def test_who_waited_for_the_lock_sees_the_steps_as_they_are_now(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    officer = actor_of(house, "thang.nguyen")
    locked = Event()

    def act() -> None:
        with house.work() as work:
            held.hold(work.connection, code, officer.id)
            locked.set()
            wait_until_blocked(house)
            steps.finish(work, officer, code, task, Completion(), NOW)

    def wait() -> list[str]:
        assert locked.wait(10)
        with house.work() as work:
            return [row.step_id for row in held.hold(work.connection, code, officer.id)]

    assert race(act, wait) == [None, ["T_tham_dinh"]]


def test_who_waited_for_a_claim_sees_the_holder(house: House) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    vinh, mai = (actor_of(house, login) for login in ("vinh.le", "mai.ho"))
    locked = Event()

    def act() -> None:
        with house.work() as work:
            held.hold(work.connection, code, vinh.id)
            locked.set()
            wait_until_blocked(house)
            steps.claim(work, vinh, code, task, NOW)

    def wait() -> list[int]:
        assert locked.wait(10)
        with house.work() as work:
            return [row.holder_id for row in held.hold(work.connection, code, mai.id)]

    assert race(act, wait) == [None, [vinh.id]]


def test_an_action_that_was_rolled_back_changes_nothing_for_who_waited(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    officer = actor_of(house, "thang.nguyen")
    locked = Event()

    def give_up() -> None:
        with house.work() as work:
            held.hold(work.connection, code, officer.id)
            locked.set()
            wait_until_blocked(house)
            raise RuntimeError("power cut")

    def wait() -> list[str]:
        assert locked.wait(10)
        with house.work() as work:
            return [row.task_id for row in held.hold(work.connection, code, officer.id)]

    failed, seen = race(give_up, wait)
    assert isinstance(failed, RuntimeError)
    assert seen == [task]


def test_holding_a_free_dossier_is_one_statement(house: House) -> None:
    code, _ = accepted_at(house, "T_phan_cong")
    with house.work() as work, statements(house) as seen:
        found = held.hold(work.connection, code, 0)
    assert len(seen) == 1
    assert [row.may for row in found] == [False]


def test_holding_an_unknown_dossier_finds_nothing(house: House) -> None:
    with house.work() as work:
        assert held.hold(work.connection, "H50.16-261123-9999", 1) == []


def test_the_waiting_step_comes_with_the_permission(house: House) -> None:
    code, task = accepted_at(house, "T_tiep_nhan")
    with house.work() as work:
        (row,) = held.hold(work.connection, code, actor_of(house, "ha.tran").id)
    assert (row.task_id, row.may, row.step_name) == (task, True, "Tiếp nhận, số hóa hồ sơ")
