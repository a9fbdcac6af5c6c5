"""Agencies merged, split, moved and dissolved: what becomes of their people, units and dossiers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures_accounts import person
from fixtures_agencies import COMMUNE, TODAY, facts_of
from fixtures_dossier import accept_dossier, file_dossier, open_page, walk_dossier
from fixtures_house import NOW
from fixtures_watch import rows
from staff_people import agency_id as id_of

from motcua.domain.errors import ConflictError, NotAllowedError
from motcua.domain.people.agency import AgencyFacts
from motcua.services.agencies import agencies, agency_effect, agency_life, agency_tree
from motcua.services.agencies.agency_life import Division, Merger, Part
from motcua.services.process import offers
from motcua.services.time import recount
from motcua.services.work import House
from motcua.store.dossier import dossier as dossiers


def merged(house: House, **changed: object) -> int:
    plan = Merger((id_of(house, "H50.16"), id_of(house, "H50.27")), TODAY, "NQ 1680", new=COMMUNE)
    plan = Merger(**{**{key: getattr(plan, key) for key in Merger.__dataclass_fields__}, **changed})
    with house.work() as work:
        return agency_life.merge(work, person(house, "quantri.tinh"), plan, NOW)


@pytest.mark.req("A-25")
def test_a_merger_moves_people_groups_and_open_dossiers_and_the_work_goes_on(house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    successor = merged(house)
    with house.work() as work:
        row = dossiers.by_code(work.connection, code)
        assert (row.agency_id, row.code) == (successor, code)
        offered = [one.code for one in offers.agencies_for(work, "1.001612")]
    assert offered == ["H50.99"]
    assert rows(house, f"select 1 from account where login = 'ha.tran' and agency_id = {successor}")
    (trail,) = rows(house, "select * from audit where action = 'agency.moved'")
    assert trail.detail["from_code"] == "H50.16"
    assert trail.detail["to_code"] == "H50.99"
    running = "select subject from clock_interval where kind = 'agency' and ended_at is null"
    assert [one.subject for one in rows(house, running)] == [str(successor)]
    assert list(walk_dossier(house, code))
    assert open_page(house, code).row.engine_ended


def test_merged_agencies_end_the_day_before_and_leave_the_list(house: House) -> None:
    successor = merged(house)
    ended = rows(
        house, "select code, valid_to, successor_id from agency where valid_to is not null order by 1"
    )
    yesterday = TODAY - timedelta(days=1)
    assert [tuple(one) for one in ended] == [
        ("H50.16", yesterday, successor),
        ("H50.27", yesterday, successor),
    ]
    with house.work() as work:
        assert not {"H50.16", "H50.27"} & {row.code for row in agency_tree.directory(work, NOW)}


def test_a_merger_may_leave_the_dossiers_to_those_who_began_them(house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    merged(house, moves_dossiers=False, moves_accounts=False)
    with house.work() as work:
        assert dossiers.by_code(work.connection, code).agency_code == "H50.16"
        assert offers.agencies_for(work, "1.001612") == []
    assert list(walk_dossier(house, code))


def test_a_merger_of_a_later_date_waits_for_it_and_is_done_once(house: House) -> None:
    successor = merged(house, on=TODAY + timedelta(days=30))
    assert rows(house, "select 1 from agency where valid_to is not null") == []
    begun = NOW + timedelta(days=30)
    events = [one.id for one in rows(house, "select id from agency_event where done_at is null order by id")]
    for at, expected in ((NOW, False), (begun, True), (begun, False)):
        for event in events:
            with house.work() as work:
                assert agency_effect.carry_out(work, event, at) is expected
    assert len(rows(house, f"select 1 from agency where successor_id = {successor}")) == 2
    assert rows(house, "select 1 from agency where code = 'H50.99' and receives")
    jobs = rows(house, "select scheduled_at from procrastinate_jobs where task_name = 'carry_out_decision'")
    assert [f"{one.scheduled_at:%Y-%m-%d %H:%M}" for one in jobs] == ["2026-12-22 17:00"] * 3


def test_an_agency_whose_end_is_decided_is_in_no_second_decision(house: House) -> None:
    """Two wards that each go into the other on one day would both end."""
    boss, later = person(house, "quantri.tinh"), TODAY + timedelta(days=30)
    ward, commune, third = (id_of(house, code) for code in ("H50.16", "H50.27", "H50.41"))
    with house.work() as work:
        agency_life.merge(work, boss, Merger((ward,), later, "NQ 1", into=commune), NOW)
    for plan in (
        Merger((commune,), later, "NQ 2", into=ward),
        Merger((ward,), later, "NQ 2", into=third),
        Merger((ward, third), later, "NQ 2", new=COMMUNE),
    ):
        with house.work() as work, pytest.raises(ConflictError):
            agency_life.merge(work, boss, plan, NOW)
    with house.work() as work, pytest.raises(ConflictError):
        agency_life.dissolve(work, boss, ward, later, "NQ 2", NOW)


def test_a_successor_moved_under_its_source_meanwhile_does_not_stand_under_itself(house: House) -> None:
    boss, begun = person(house, "quantri.tinh"), NOW + timedelta(days=31)
    ward, commune = id_of(house, "H50.16"), id_of(house, "H50.27")
    with house.work() as work:
        plan = Merger((ward,), TODAY + timedelta(days=30), "NQ 1", into=commune)
        agency_life.merge(work, boss, plan, NOW)
        agencies.move(work, boss, commune, ward, NOW)
    (event,) = rows(house, "select id from agency_event where kind = 'merge'")
    with house.work() as work:
        assert agency_effect.carry_out(work, event.id, begun)
    (row,) = rows(house, f"select parent_id from agency where id = {commune}")
    assert row.parent_id == id_of(house, "H50")


def test_a_dissolution_waits_for_the_dossiers_that_came_in_after_it_was_decided(house: House) -> None:
    ward, begun = id_of(house, "H50.16"), NOW + timedelta(days=31)
    with house.work() as work:
        agency_life.dissolve(
            work, person(house, "quantri.tinh"), ward, TODAY + timedelta(days=30), "QĐ 3", NOW
        )
    file_dossier(house)
    (event,) = rows(house, "select id from agency_event where kind = 'dissolve'")
    with house.work() as work:
        assert not agency_effect.carry_out(work, event.id, begun)
    assert rows(house, f"select 1 from agency where id = {ward} and valid_to is null and not receives")
    jobs = rows(house, "select 1 from procrastinate_jobs where task_name = 'carry_out_decision'")
    assert len(jobs) == 2, "it is tried again the next day"


@pytest.mark.req("E-01")
def test_another_calendar_has_the_open_dossiers_counted_anew(house: House) -> None:
    """Given by name, or inherited from another agency above."""
    boss, branch = person(house, "quantri.tinh"), id_of(house, "H50.41")
    asked = "select args from procrastinate_jobs where task_name = 'recount_calendar'"
    with house.work() as work:
        agencies.change(work, boss, branch, facts_of(house, "H50.41", calendar_code="A"), NOW)
        assert [one.args["agency_ids"] for one in rows(house, asked)] == [[branch]]
        agencies.move(work, boss, branch, id_of(house, "H50.12"), NOW)
    assert [one.args["agency_ids"] for one in rows(house, asked)] == [[branch]] * 2


def test_an_agency_does_not_go_into_its_own_unit(house: House) -> None:
    plan = Merger((id_of(house, "H50.12"),), TODAY, "", into=id_of(house, "H50.12.03"))
    boss = person(house, "quantri.tinh")
    with house.work() as work, pytest.raises(ConflictError):
        agency_life.merge(work, boss, plan, NOW)


def test_a_split_gives_each_part_its_people(house: House) -> None:
    (vinh,) = rows(house, "select id from account where login = 'vinh.le'")
    part = Part(AgencyFacts("H50.98", "Ủy ban nhân dân phường Đông Lễ", "", "xa"), (vinh.id,))
    with house.work() as work:
        plan = Division(id_of(house, "H50.16"), (part,), TODAY, "NQ 2")
        (made,) = agency_life.split(work, person(house, "quantri.tinh"), plan, NOW)
        staff = [one.login for one in agency_tree.page(work, person(house, "quantri.tinh"), made).staff]
    assert staff == ["vinh.le"]
    moved = rows(house, f"select position from group_member where agency_id = {made}")
    assert [one.position for one in moved] == ["chuyen_vien"]
    assert rows(house, "select 1 from agency where code = 'H50.16' and valid_to is null")


def test_an_agency_with_dossiers_or_units_is_not_dissolved(house: House) -> None:
    file_dossier(house)
    with house.work() as work:
        boss = person(house, "quantri.tinh")
        for code in ("H50.16", "H50.12"):
            with pytest.raises(ConflictError):
                agency_life.dissolve(work, boss, id_of(house, code), TODAY, "QĐ 3", NOW)
        agency_life.dissolve(work, boss, id_of(house, "H50.41"), TODAY, "QĐ 3", NOW)
    assert rows(house, "select 1 from agency where code = 'H50.41' and valid_to is not null")


@pytest.mark.parametrize("act", ["merge", "split", "dissolve", "move"])
def test_only_the_agency_above_restructures(house: House, act: str) -> None:
    own, ward, commune = person(house, "quantri.phuong"), id_of(house, "H50.16"), id_of(house, "H50.27")
    acts = {
        "merge": lambda work: agency_life.merge(
            work, own, Merger((ward, commune), TODAY, "", new=COMMUNE), NOW
        ),
        "split": lambda work: agency_life.split(work, own, Division(ward, (Part(COMMUNE),), TODAY, ""), NOW),
        "dissolve": lambda work: agency_life.dissolve(work, own, ward, TODAY, "", NOW),
        "move": lambda work: agencies.move(work, own, ward, commune, NOW),
    }
    with house.work() as work, pytest.raises(NotAllowedError):
        acts[act](work)


@pytest.mark.req("J-19")
def test_agencies_without_an_administrator_are_seen(house: House) -> None:
    with house.work() as work:
        shown = {one.row.code: one for one in agency_tree.tree(work, person(house, "quantri.tinh"))}
    assert shown["H50.16"].administrators == ["Lê Thị Minh Nguyệt"]
    assert shown["H50.27"].administrators == ()


def test_a_moved_dossier_is_counted_by_the_calendar_of_its_new_agency(house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    with house.work() as work:
        plan = Merger((id_of(house, "H50.16"),), TODAY, "", into=id_of(house, "H50.27"))
        agency_life.merge(work, person(house, "quantri.tinh"), plan, NOW)
        work.connection.exec_driver_sql("update agency set calendar_code = 'A6' where code = 'H50.27'")
        row = dossiers.by_code(work.connection, code)
        asked = rows(house, "select args from procrastinate_jobs where task_name = 'recount_dossier'")
        assert [one.args for one in asked] == [{"dossier_id": row.id}]
        # Three working days end before Saturday either way: nothing moves, nothing is told.
        assert not recount.recount(work, row.id, NOW)
