"""Branches, loops and other agencies: whose clock runs, what is left of a budget, and where a dossier goes next."""

from __future__ import annotations

from datetime import datetime

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier, open_page
from fixtures_model import CODE, bpmn_of, finish, release, waiting
from fixtures_watch import local, rows

from motcua.domain.errors import InputError
from motcua.services.desk import worklist
from motcua.services.work import House
from motcua.store.agencies import agency as agencies
from motcua.store.people import group as groups

MONDAY = local("2026-12-07 07:00")
BRANCHES = "S>a a>P1 P1>b P1>c b>P2 c>P2 P2>d d>E"
LOOP = "S>a a>X1 X1>b b>X2 X2>X1:dat==false X2>c* c>E"
CHOICE = "S>a a>X1 X1>b:von>100 X1>c* b>X2 c>X2 X2>d d>E"


def at(time: str) -> datetime:
    return local(f"2026-12-07 {time}")


def started(house: House, bpmn: bytes, now: datetime = MONDAY, **answers: object) -> str:
    release(house, bpmn)
    code = file_dossier(house, CODE, now=now, **{"von": 1, **answers})
    accept_dossier(house, code, now)
    return code


def clocks(house: House, kind: str) -> list[tuple[str, datetime, datetime | None]]:
    found = rows(house, "select * from clock_interval where kind = :kind order by id", kind=kind)
    return [(row.subject, row.started_at, row.ended_at) for row in found]


def serve(house: House, login: str, agency: str, position: str) -> int:
    """Put an account into a group of another agency; that agency's id."""
    with house.work() as work:
        row = agencies.by_code(work.connection, agency)
        assert row is not None
        account = actor_of(house, login)
        groups.add(work.connection, agency_id=row.id, position=position, account_id=account.id)
        work.commit()
        return int(row.id)


def test_parallel_steps_run_at_once_and_their_agency_is_charged_once(house: House) -> None:
    code = started(house, bpmn_of(BRANCHES, limit="24h"))
    finish(house, code, "a", now=at("08:00"))
    assert list(waiting(house, code)) == ["b", "c"]
    finish(house, code, "b", now=at("09:00"))
    finish(house, code, "c", now=at("10:00"))
    finish(house, code, "d", now=at("10:30"))
    assert [(begun, ended) for _, begun, ended in clocks(house, "step")] == [
        (at("07:00"), at("08:00")),
        (at("08:00"), at("09:00")),
        (at("08:00"), at("10:00")),
        (at("10:00"), at("10:30")),
    ]
    # Once for the agency, whichever of its steps run, without a gap between them.
    assert [(begun, ended) for _, begun, ended in clocks(house, "agency")] == [(at("07:00"), at("10:30"))]


def test_an_agency_is_charged_only_while_one_of_its_steps_runs(house: House) -> None:
    province = serve(house, "vinh.le", "H50", "chuyen_vien")
    code = started(house, bpmn_of(BRANCHES, limit="24h", c={"agency": "parent"}))
    finish(house, code, "a", now=at("08:00"))
    finish(house, code, "b", now=at("09:00"))
    finish(house, code, "c", now=at("10:00"))
    ward = str(actor_of(house, "vinh.le").agency_id)
    assert clocks(house, "agency") == [
        (ward, at("07:00"), at("09:00")),
        (str(province), at("08:00"), at("10:00")),
        (ward, at("10:00"), None),
    ]


@pytest.mark.req("E-11")
def test_a_step_that_is_come_back_to_has_what_is_left_of_its_budget(house: House) -> None:
    drawing = bpmn_of(LOOP, limit="24h", b={"form": "kiem_tra", "budget": "4h"})
    code = started(house, drawing)
    finish(house, code, "a", now=MONDAY)
    finish(house, code, "b", now=at("09:00"), dat=False)
    assert list(waiting(house, code)) == ["b"]
    shown = open_page(house, code, at("09:00"))
    (again,) = shown.waiting
    # Two of its four hours are used; what is left ends at 11:00, not at 14:30.
    assert (again.row.due_at, again.remaining) == (at("11:00"), 2 * 3600)
    assert [visit.used for visit in shown.visits] == [0, 7200, 0]
    finish(house, code, "b", now=at("10:00"), dat=False)
    (third,) = open_page(house, code, at("10:00")).waiting
    assert third.remaining == 3600
    finish(house, code, "b", now=at("10:15"), dat=True)
    assert list(waiting(house, code)) == ["c"]
    # The clock of the step that was left stands; only the new one runs.
    assert [subject for subject, _, ended in clocks(house, "step") if ended is None] == [
        waiting(house, code)["c"]
    ]


@pytest.mark.req("E-11")
def test_a_step_returned_to_goes_on_where_it_stopped_and_the_later_one_stops(house: House) -> None:
    drawing = "S>X1 X1>a a>b b>X2 X2>X1:dat==false X2>E*"
    code = started(house, bpmn_of(drawing, limit="24h", b={"form": "kiem_tra"}))
    finish(house, code, "a", now=at("09:00"))
    finish(house, code, "b", now=at("10:00"), dat=False)
    shown = open_page(house, code, at("10:30"))
    (first,) = shown.waiting
    assert first.row.step_id == "a"
    # Two of four hours before the return, half an hour since.
    assert first.remaining == 3600 + 1800
    assert [visit.used for visit in shown.visits] == [7200, 3600, 1800]


def test_a_budget_used_up_leaves_a_step_overdue_from_its_return(house: House) -> None:
    code = started(house, bpmn_of(LOOP, limit="24h", b={"form": "kiem_tra", "budget": "1h"}))
    finish(house, code, "a", now=MONDAY)
    finish(house, code, "b", now=at("09:00"), dat=False)
    (again,) = open_page(house, code, at("09:00:01")).waiting
    assert again.row.due_at == at("09:00")
    assert again.level == "overdue"


@pytest.mark.parametrize(("capital", "step"), [(101, "b"), (100, "c")])
def test_an_answer_of_the_applicant_decides_the_branch(house: House, capital: int, step: str) -> None:
    code = started(house, bpmn_of(CHOICE, limit="24h"), von=capital)
    finish(house, code, "a")
    assert list(waiting(house, code)) == [step]


@pytest.mark.parametrize(("passed", "step"), [(True, "b"), (False, "c")])
def test_an_answer_given_at_a_step_decides_the_branch_behind_it(
    house: House, passed: bool, step: str
) -> None:
    drawing = "S>a a>X1 X1>b:dat X1>c* b>X2 c>X2 X2>d d>X3 X3>e:dat~and~von>0 X3>f* e>X4 f>X4 X4>E"
    code = started(house, bpmn_of(drawing, limit="48h", a={"form": "kiem_tra"}))
    finish(house, code, "a", dat=passed)
    assert list(waiting(house, code)) == [step]
    finish(house, code, step)
    finish(house, code, "d")
    # Two steps on, the answer is still known.
    assert list(waiting(house, code)) == ["e" if passed else "f"]


@pytest.mark.parametrize(
    ("rule", "agency"), [("parent", "H50"), ("code:H50.27", "H50.27"), ("field:co_quan", "H50.41")]
)
def test_a_step_is_done_by_the_agency_that_the_model_names(house: House, rule: str, agency: str) -> None:
    performer = serve(house, "mai.ho", agency, "chuyen_vien")
    code = started(
        house, bpmn_of("S>a a>b b>E", limit="8h", b={"agency": rule}), co_quan="H50.41", now=at("10:30")
    )
    finish(house, code, "a", now=at("10:30"))
    (row,) = rows(house, "select agency_id from dossier_step where step_id = 'b'")
    assert row.agency_id == performer
    with house.work() as work:
        # In the group of its own ward, not in that of the other agency.
        assert worklist.of(work, actor_of(house, "vinh.le"), MONDAY) == []
        (item,) = worklist.of(work, actor_of(house, "mai.ho"), MONDAY)
    assert (item.code, item.step) == (code, "Bước b")
    finish(house, code, "b", "mai.ho", now=at("11:00"))


def test_a_step_counts_by_the_calendar_of_its_own_agency(house: House) -> None:
    serve(house, "vinh.le", "H50.27", "chuyen_vien")
    saturday = local("2026-12-05 08:00")
    code = started(house, bpmn_of("S>a a>b b>E", limit="24h", b={"agency": "code:H50.27"}), now=saturday)
    finish(house, code, "a", now=saturday)
    (first, second) = rows(house, "select counted_from, due_at from dossier_step order by id")
    # The ward rests on Saturday, the commune works until 11:30.
    assert first.counted_from == MONDAY
    assert (second.counted_from, second.due_at) == (saturday, at("07:30"))


def test_an_unknown_agency_in_an_answer_is_said_by_the_name_of_the_step(house: House) -> None:
    code = started(house, bpmn_of("S>a a>b b>E", limit="8h", b={"agency": "field:co_quan"}))
    with pytest.raises(InputError, match="Bước b"):
        finish(house, code, "a")
