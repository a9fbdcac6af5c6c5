"""How many SQL statements an action costs, and that lists and pages do not cost more with more dossiers."""

from __future__ import annotations

from fixtures_dossier import PDF, accept_dossier, accepted_at, actor_of, file_dossier, open_page
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, finish, release
from fixtures_watch import statements

from motcua.services.desk import dossiers, lookup, worklist
from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.papers.files import Upload
from motcua.services.work import House

BUDGET = 12


def test_finishing_a_step_with_form_opinion_and_file_stays_within_the_budget(house: House) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    officer = actor_of(house, "vinh.le")
    answers = {
        "ten_hop_le": True,
        "nganh_nghe_hop_le": True,
        "tru_so_hop_le": True,
        "ket_qua_tham_dinh": "dat",
    }
    done = Completion(answers=answers, opinion="Đạt.", uploads=(Upload("bien_ban.pdf", PDF),))
    with statements(house) as seen, house.work() as work:
        steps.finish(work, officer, code, task, done, NOW)
    assert len(seen) <= BUDGET, seen


def test_finishing_a_plain_step_locks_and_writes_in_two_statements(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    officer = actor_of(house, "thang.nguyen")
    with statements(house) as seen, house.work() as work:
        steps.finish(work, officer, code, task, Completion(opinion="Giao."), NOW)
    assert len(seen) == 2, seen


def test_finishing_costs_no_more_after_many_steps(house: House) -> None:
    names = [f"b{number}" for number in range(12)]
    drawing = " ".join(f"{one}>{two}" for one, two in zip(["S", *names], [*names, "E"], strict=True))
    release(house, bpmn_of(drawing, limit="48h"))
    code = file_dossier(house, CODE, von=1)
    accept_dossier(house, code)
    counted = []
    for name in names:
        with statements(house) as seen:
            finish(house, code, name)
        counted.append(len(seen))
    assert len(set(counted)) == 1, counted


def test_lists_cost_the_same_with_four_dossiers_and_with_twelve(house: House) -> None:
    desk, citizen = actor_of(house, "ha.tran"), actor_of(house, "hang@example.vn")
    release(house, bpmn_of("S>a a>E", a={"position": "tiep_nhan"}))

    def cost() -> tuple[int, int]:
        with house.work() as work, statements(house) as seen:
            worklist.of(work, desk, NOW)
        with house.work() as work, statements(house) as own:
            lookup.mine(work, citizen, NOW)
        return len(seen), len(own)

    def add(number: int) -> None:
        """So many dossiers waiting for acceptance, and so many with a result to be confirmed."""
        for _ in range(number):
            file_dossier(house, CODE, von=1)
            code = file_dossier(house, CODE, von=1)
            accept_dossier(house, code)
            finish(house, code, "a", "ha.tran")

    add(2)
    cost()
    few = cost()
    add(4)
    assert cost() == few


def test_opening_a_dossier_costs_the_same_at_its_end_as_at_its_beginning(house: House) -> None:
    officer = actor_of(house, "ha.tran")
    code, _ = accepted_at(house, "T_phan_cong")

    def cost() -> int:
        with statements(house) as seen, house.work() as work:
            dossiers.page(work, officer, code, NOW)
        return len(seen)

    at_first = cost()
    finish(house, code, "T_phan_cong", "thang.nguyen", opinion="Giao.", uploads=(Upload("y.pdf", PDF),))
    assert cost() == at_first
    assert len(open_page(house, code).visits) == 3
