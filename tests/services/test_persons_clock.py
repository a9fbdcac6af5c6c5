"""Whose time it is: the group's while nobody has taken a step, then of whoever holds it (E-10, R-14)."""

from __future__ import annotations

import pytest
from fixtures_dossier import actor_of
from fixtures_model import finish, waiting
from fixtures_watch import rows
from services.routing_story import act, at, id_of, started, used, with_right

from motcua.services.people import hand_over
from motcua.services.work import House

HOUR = 3600


def running(house: House) -> list[tuple[str, str]]:
    found = rows(house, "select kind, subject from clock_interval where ended_at is null order by id")
    return [(row.kind, row.subject) for row in found if row.kind in ("group", "person")]


@pytest.mark.req("E-10")
def test_three_hours_of_one_holder_and_two_of_the_next_are_charged_to_each(house: House) -> None:
    code = started(house)
    task = waiting(house, code)["a"]
    vinh, mai = id_of(house, "vinh.le"), id_of(house, "mai.ho")
    act(house, "vinh.le", code, "claim", at("07:30"))
    act(house, "vinh.le", code, "hand_over", at("10:30"), person=mai, reason="Đi công tác")
    act(house, "mai.ho", code, "forward", at("14:30"))
    later = at("16:00")
    assert used(house, code, "group", task, later) == HOUR // 2
    assert used(house, code, "person", vinh, later) == 3 * HOUR
    # From 10:30 to 11:30 and from 13:30 to 14:30: lunch is nobody's.
    assert used(house, code, "person", mai, later) == 2 * HOUR
    assert used(house, code, "step", task, later) == 5 * HOUR + HOUR // 2


@pytest.mark.req("E-10")
def test_a_step_given_back_is_its_groups_again(house: House) -> None:
    code = started(house)
    task = waiting(house, code)["a"]
    act(house, "vinh.le", code, "claim", at("08:00"))
    act(house, "vinh.le", code, "release", at("09:00"))
    assert running(house) == [("group", task)]
    act(house, "mai.ho", code, "claim", at("10:00"))
    assert running(house) == [("person", str(id_of(house, "mai.ho")))]
    assert used(house, code, "group", task, at("11:00")) == 2 * HOUR
    assert used(house, code, "person", id_of(house, "vinh.le"), at("11:00")) == HOUR


def test_a_step_finished_without_being_taken_was_its_groups_all_the_time(house: House) -> None:
    code = started(house)
    task = waiting(house, code)["a"]
    finish(house, code, "a", now=at("09:00"))
    assert used(house, code, "group", task, at("11:00")) == 2 * HOUR
    assert used(house, code, "person", id_of(house, "vinh.le"), at("11:00")) == 0


def test_what_is_taken_outside_hours_counts_from_the_next_opening(house: House) -> None:
    code = started(house)
    finish(house, code, "a", now=at("18:00"))
    act(house, "vinh.le", code, "claim", at("19:00"))
    found = rows(house, "select kind, started_at, ended_at from clock_interval order by id")
    tuesday = at("07:00", 8)
    assert [(row.kind, row.started_at, row.ended_at) for row in found][-2:] == [
        ("group", tuesday, tuesday),
        ("person", tuesday, None),
    ]


def test_parallel_steps_of_one_person_are_stopped_one_by_one(house: House) -> None:
    code = started(house, "S>a a>P1 P1>b P1>c b>P2 c>P2 P2>d d>E")
    finish(house, code, "a", now=at("07:00"))
    vinh = id_of(house, "vinh.le")
    act(house, "vinh.le", code, "claim", at("08:00"), "b")
    act(house, "vinh.le", code, "claim", at("08:00"), "c")
    act(house, "vinh.le", code, "forward", at("09:00"), "b")
    assert running(house) == [("person", str(vinh))]
    act(house, "vinh.le", code, "forward", at("10:00"), "c")
    # Both at once from 8 to 9 is one hour of his, not two.
    assert used(house, code, "person", vinh, at("11:00")) == 2 * HOUR


@pytest.mark.req("D-11", "E-10")
def test_the_work_of_an_absent_officer_moves_with_the_clock_of_who_has_it(house: House) -> None:
    code = started(house)
    vinh, mai = id_of(house, "vinh.le"), id_of(house, "mai.ho")
    act(house, "vinh.le", code, "claim", at("08:00"))
    manager = with_right(house, "thang.nguyen", "dossier.reassign")
    with house.work() as work:
        hand_over.carry_out(work, manager, vinh, mai, at("09:00"))
    assert used(house, code, "person", vinh, at("11:00")) == HOUR
    assert used(house, code, "person", mai, at("11:00")) == 2 * HOUR


def test_persons_and_groups_together_make_up_the_time_of_the_step(house: House) -> None:
    code = started(house)
    task = waiting(house, code)["a"]
    people = [id_of(house, login) for login in ("vinh.le", "mai.ho")]
    act(house, "vinh.le", code, "claim", at("07:20"))
    act(house, "vinh.le", code, "release", at("08:10"))
    act(house, "mai.ho", code, "claim", at("09:05"))
    act(house, "mai.ho", code, "hand_over", at("13:00"), person=people[0], reason="Nghỉ ốm")
    act(house, "vinh.le", code, "forward", at("15:45"))
    now = at("16:00")
    charged = [
        used(house, code, "group", task, now),
        *(used(house, code, "person", one, now) for one in people),
    ]
    assert sum(charged) == used(house, code, "step", task, now)
    assert actor_of(house, "vinh.le").id == people[0]
