"""Back to an earlier step: its time goes on, the later one's stops, and whoever finished it has it again (D-06, E-11)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import actor_of, open_page
from fixtures_model import finish, waiting
from fixtures_watch import rows, statements, value
from services.routing_story import DOCUMENT, act, at, history, holder, serve, started, told, used

from motcua.domain.errors import ConflictError, ValidationError
from motcua.engine import ReturnNotPossibleError
from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.work import House

HOUR = 3600


@pytest.mark.req("D-06", "E-11")
def test_the_earlier_step_goes_on_with_what_it_has_left_and_the_later_one_stops(house: House) -> None:
    code = started(house)
    finish(house, code, "a", now=at("09:00"))
    later = waiting(house, code)["b"]
    act(house, "vinh.le", code, "return", at("10:00"), reason="Giải trình về vốn")
    (again,) = open_page(house, code, at("10:00")).waiting
    # Two of its four hours are used: what is left ends after lunch, at 14:00.
    assert (again.row.step_id, again.remaining, again.row.due_at) == ("a", 2 * HOUR, at("14:00"))
    assert used(house, code, "step", later, at("16:00")) == HOUR
    assert rows(house, "select outcome, completed_by from dossier_step where step_id = 'b'") == [
        ("returned", None)
    ]


@pytest.mark.req("E-11")
def test_the_step_that_returned_it_has_no_new_budget_when_it_comes_again(house: House) -> None:
    code = started(house)
    finish(house, code, "a", now=at("08:00"))
    act(house, "vinh.le", code, "return", at("11:00"), reason="Sửa lại")
    finish(house, code, "a", now=at("14:00"))
    (again,) = open_page(house, code, at("14:00")).waiting
    # Three of the four hours of b were used before; the flows do not lead back to it.
    assert (again.row.step_id, again.remaining, again.row.due_at) == ("b", HOUR, at("15:00"))
    act(house, "vinh.le", code, "return", at("14:30"), reason="Sửa lần hai")
    finish(house, code, "a", now=at("15:00"))
    (third,) = open_page(house, code, at("15:00")).waiting
    assert third.remaining == HOUR // 2


def test_the_time_of_a_pause_is_not_taken_from_the_budget(house: House) -> None:
    code = started(house)
    finish(house, code, "a", now=at("07:00"))
    pause = "insert into clock_interval (dossier_id, kind, subject, reason, started_at, ended_at)"
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            f"{pause} select id, 'dossier', '', 'paused', %s, %s from dossier", (at("08:00"), at("10:00"))
        )
    finish(house, code, "b", now=at("11:00"))
    act(house, "vinh.le", code, "return", at("13:30"), reason="Sửa lại")
    (again,) = open_page(house, code, at("13:30")).waiting
    assert (again.remaining, again.row.due_at) == (2 * HOUR, at("15:30"))


@pytest.mark.req("E-11")
def test_where_the_province_says_so_the_earlier_step_has_its_whole_budget_again(house: House) -> None:
    house = replace(house, profile=replace(house.profile, internal_return="restart_previous"))
    code = started(house)
    finish(house, code, "a", now=at("10:00"))
    act(house, "vinh.le", code, "return", at("10:30"), reason="Sửa lại")
    (again,) = open_page(house, code, at("10:30")).waiting
    assert (again.remaining, again.row.due_at) == (4 * HOUR, at("16:30"))
    # The step that returned it is not refilled by that.
    finish(house, code, "a", now=at("13:30"))
    (later,) = open_page(house, code, at("13:30")).waiting
    assert later.remaining == 4 * HOUR - HOUR // 2


@pytest.mark.req("D-06")
def test_whoever_finished_the_earlier_step_has_it_again_and_is_told(house: House) -> None:
    code = started(house)
    finish(house, code, "a", "mai.ho", now=at("08:00"))
    act(house, "vinh.le", code, "return", at("09:00"), reason="Thiếu căn cứ", uploads=(DOCUMENT,))
    assert holder(house, code, "a") == "mai.ho"
    assert told(house, "mai.ho")[-1] == f"Hồ sơ {code} bị trả lại bước “Bước a”. Lý do xem trong hồ sơ."
    action, detail = history(house, code)[-1]
    assert (action, detail["reason"], detail["target"]) == ("return", "Thiếu căn cứ", "Bước a")
    # The reason is an opinion as well, with its file, for all later steps.
    (opinion,) = open_page(house, code, at("09:00")).opinions
    assert (opinion.body, [file.name for file in opinion.files]) == ("Thiếu căn cứ", ["van_ban.pdf"])


def test_who_serves_the_step_no_longer_does_not_get_it_back(house: House) -> None:
    code = started(house)
    finish(house, code, "a", "mai.ho", now=at("08:00"))
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update account set is_active = false where login = 'mai.ho'")
    act(house, "vinh.le", code, "return", at("09:00"), reason="Thiếu căn cứ")
    assert holder(house, code, "a") is None


@pytest.mark.req("D-06")
def test_a_return_needs_its_reason(house: House) -> None:
    code = started(house)
    finish(house, code, "a", now=at("08:00"))
    with pytest.raises(ValidationError) as problem:
        act(house, "vinh.le", code, "return", at("09:00"), reason="  ")
    assert [(one.pointer, one.code) for one in problem.value.errors] == [("/reason", "required")]


def test_from_the_first_step_there_is_no_way_back(house: House) -> None:
    code = started(house)
    with pytest.raises(ConflictError, match="bước đầu"):
        act(house, "vinh.le", code, "return", at("08:00"), reason="Sửa lại")
    assert list(waiting(house, code)) == ["a"]


def test_an_earlier_step_may_be_named_and_a_step_not_come_through_is_refused(house: House) -> None:
    code = started(house)
    finish(house, code, "a", now=at("08:00"))
    with pytest.raises(ReturnNotPossibleError):
        act(house, "vinh.le", code, "return", at("08:30"), reason="Sửa lại", step="c")
    with pytest.raises(ValidationError) as problem:
        act(house, "vinh.le", code, "return", at("08:30"), reason="Sửa lại", step="zzz")
    assert [(one.pointer, one.code) for one in problem.value.errors] == [("/step", "unknown")]
    finish(house, code, "b", now=at("09:00"))
    act(house, "vinh.le", code, "return", at("10:00"), reason="Sửa lại", step="a")
    assert list(waiting(house, code)) == ["a"]


def test_a_return_out_of_a_branch_to_before_the_split_ends_the_other_branch(house: House) -> None:
    code = started(house, "S>a a>P1 P1>b P1>c b>P2 c>P2 P2>d d>E")
    finish(house, code, "a", now=at("08:00"))
    other = waiting(house, code)["c"]
    act(house, "vinh.le", code, "return", at("09:00"), "b", reason="Sửa lại", step="a")
    assert list(waiting(house, code)) == ["a"]
    running = rows(house, "select kind from clock_interval where ended_at is null order by kind")
    assert [row.kind for row in running] == ["agency", "dossier", "person", "step"]
    assert used(house, code, "step", other, at("16:00")) == HOUR


@pytest.mark.req("E-12", "E-14")
def test_the_next_agencys_time_ends_with_its_return_and_the_first_ones_goes_on(house: House) -> None:
    province = serve(house, "vinh.le", "H50")
    code = started(house, b={"agency": "parent"})
    ward = actor_of(house, "vinh.le").agency_id or 0
    finish(house, code, "a", now=at("09:00"))
    act(house, "vinh.le", code, "return", at("10:00"), reason="Thiếu văn bản")
    now = at("11:00")
    assert used(house, code, "agency", province, now) == HOUR
    assert used(house, code, "agency", ward, now) == 3 * HOUR


def test_of_a_forward_and_a_return_at_once_one_happens(house: House) -> None:
    from fixtures_watch import race

    code = started(house)
    finish(house, code, "a", now=at("08:00"))
    task = waiting(house, code)["b"]

    def forward() -> None:
        with house.work() as work:
            steps.finish(work, actor_of(house, "mai.ho"), code, task, Completion(), at("09:00"))

    def back() -> None:
        act(house, "vinh.le", code, "return", at("09:00"), reason="Sửa lại")

    outcomes = race(forward, back)
    assert sorted(isinstance(one, ConflictError) for one in outcomes) == [False, True], outcomes
    assert value(house, "select count(*) from dossier_step where left_at is null") == 1


def test_a_dossier_never_returned_still_moves_in_two_statements(house: House) -> None:
    code = started(house)
    task = waiting(house, code)["a"]
    officer = actor_of(house, "vinh.le")
    with statements(house) as seen, house.work() as work:
        steps.finish(work, officer, code, task, Completion(), at("08:00"))
    assert len(seen) == 2, seen
