"""Off the drawn route: only by authorised exception, with its reason in the history, and to where the end is still met (D-20)."""

from __future__ import annotations

import pytest
from fixtures_model import finish, waiting
from fixtures_watch import rows, value
from services.routing_story import act, at, history, started, used, with_right

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.work import House

BRANCHES = "S>a a>P1 P1>b P1>c b>P2 c>P2 P2>d d>E"
HOUR = 3600


@pytest.mark.req("D-20")
def test_whoever_lacks_the_right_is_refused(house: House) -> None:
    code = started(house)
    for who in ("vinh.le", "quoc.dang", with_right(house, "quoc.dang", "dossier.except", "H50.27")):
        with pytest.raises(NotAllowedError):
            act(house, who, code, "leave_route", at("08:00"), step="c", reason="Chỉ đạo khẩn")
    assert list(waiting(house, code)) == ["a"]
    assert not any(action == "leave_route" for action, _ in history(house, code))


@pytest.mark.req("D-20")
def test_an_exception_goes_to_any_step_and_stands_in_the_history_with_its_reason(house: House) -> None:
    code = started(house)
    first = waiting(house, code)["a"]
    leader = with_right(house, "quoc.dang", "dossier.except")
    act(house, leader, code, "leave_route", at("08:00"), step="c", reason="Chỉ đạo khẩn")
    assert list(waiting(house, code)) == ["c"]
    action, detail = history(house, code)[-1]
    assert (action, detail["target"], detail["reason"]) == ("leave_route", "Bước c", "Chỉ đạo khẩn")
    assert value(house, "select outcome from dossier_step where step_id = 'a'") == "moved"
    assert used(house, code, "step", first, at("10:00")) == HOUR
    # It may go back to where it was taken from, and comes to its end as ever.
    act(house, "vinh.le", code, "return", at("09:00"), reason="Sửa lại")
    assert list(waiting(house, code)) == ["a"]
    for step in ("a", "b", "c"):
        finish(house, code, step, now=at("10:00"))
    assert value(house, "select engine_ended from dossier")


@pytest.mark.req("D-20")
def test_an_exception_needs_its_reason(house: House) -> None:
    code = started(house)
    leader = with_right(house, "quoc.dang", "dossier.except")
    with pytest.raises(ValidationError) as problem:
        act(house, leader, code, "leave_route", at("08:00"), step="c")
    assert [(one.pointer, one.code) for one in problem.value.errors] == [("/reason", "required")]


def test_into_a_parallel_branch_no_exception_leads(house: House) -> None:
    code = started(house, BRANCHES)
    leader = with_right(house, "quoc.dang", "dossier.except")
    with pytest.raises(ValidationError) as problem:
        act(house, leader, code, "leave_route", at("08:00"), step="b", reason="Chỉ đạo khẩn")
    (error,) = problem.value.errors
    assert error.pointer == "/step"
    assert "nhánh song song" in error.message.vi


def test_out_of_parallel_branches_the_dossier_goes_on_alone(house: House) -> None:
    code = started(house, BRANCHES)
    finish(house, code, "a", now=at("08:00"))
    leader = with_right(house, "quoc.dang", "dossier.except")
    act(house, leader, code, "leave_route", at("09:00"), "b", step="d", reason="Chỉ đạo khẩn")
    assert list(waiting(house, code)) == ["d"]
    kinds = rows(house, "select kind from clock_interval where ended_at is null order by kind")
    assert [row.kind for row in kinds] == ["agency", "dossier", "group", "step"]
    # Back leads to before the split: in one branch alone it would never meet the other.
    act(house, "vinh.le", code, "return", at("10:00"), reason="Sửa lại")
    assert list(waiting(house, code)) == ["a"]
    finish(house, code, "a", now=at("10:15"))
    assert sorted(waiting(house, code)) == ["b", "c"]


def test_an_ended_dossier_is_not_led_anywhere(house: House) -> None:
    code = started(house, "S>a a>E", a={"phase": "return"})
    finish(house, code, "a", now=at("08:00"))
    leader = with_right(house, "quoc.dang", "dossier.except")
    with pytest.raises(ConflictError):
        act(house, leader, code, "leave_route", at("09:00"), step="a", reason="Chỉ đạo khẩn")


def test_time_already_used_at_the_step_is_not_given_again(house: House) -> None:
    code = started(house)
    finish(house, code, "a", now=at("10:00"))
    leader = with_right(house, "quoc.dang", "dossier.except")
    act(house, leader, code, "leave_route", at("11:00"), step="a", reason="Kiểm tra lại")
    (row,) = rows(house, "select due_at from dossier_step where left_at is null")
    # Three of four hours were used in the morning.
    assert row.due_at == at("14:00").astimezone(row.due_at.tzinfo)
