"""The lists of D-16: every waiting dossier stands in exactly one, told apart by the clocks of dossier and step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fixtures_dossier import PDF, accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, bpmn_of, finish, release, waiting
from fixtures_watch import local

from motcua.domain.errors import NotAllowedError
from motcua.domain.time.timeliness import warning_level
from motcua.services.desk import worklist, worklist_view
from motcua.services.desk.worklist import Filters, Page
from motcua.services.dossier import actions, steps
from motcua.services.dossier.case import Given
from motcua.services.papers.files import Upload
from motcua.services.sample import generate
from motcua.services.sample.generate import Crowd
from motcua.services.work import House
from motcua.store import loading
from motcua.store.desk import worklist as stored
from motcua.store.people import group as groups
from motcua.store.people import role as roles

# A Friday without holidays in the fortnight before it; office hours 07:00-11:30 and 13:30-17:00.
FRIDAY = local("2026-10-16 08:00")
DESK = "ha.tran"
WORK = {"position": "tiep_nhan", "budget": "16h"}


@pytest.fixture
def procedure(house: House) -> None:
    """Two steps of sixteen hours each at the desk, six days in all."""
    release(house, bpmn_of("S>a a>b b>E", limit="48h", a=WORK, b={**WORK, "phase": "return"}))


def page(house: House, login: str = DESK, now: datetime = FRIDAY, query: str = "", **wanted: object) -> Page:
    actor = actor_of(house, login)
    with house.work() as work:
        view = worklist_view.own(work, actor, now)
        return worklist.page(work, actor, view, now, Filters(**wanted), query)  # type: ignore[arg-type]


def accepted(house: House, text: str) -> str:
    """A dossier sent and accepted at that time; its first step waits."""
    code = file_dossier(house, CODE, now=local(text), von=1)
    accept_dossier(house, code, local(text))
    return code


def one_of_each(house: House) -> dict[str, str]:
    """A dossier in each condition on that Friday, by the list it belongs to."""
    made = {
        # 48 hours of work since the 7th are over; its second step is not late.
        "overdue": accepted(house, "2026-10-07 08:00"),
        # 16 hours since Tuesday are over, 48 are not.
        "delayed": accepted(house, "2026-10-13 08:00"),
        "soon": accepted(house, "2026-10-14 14:00"),
        "process": accepted(house, "2026-10-16 07:30"),
        "new": file_dossier(house, CODE, now=local("2026-10-16 07:45"), von=1),
        "supplement": file_dossier(house, CODE, now=local("2026-10-16 07:50"), von=1),
        "result": accepted(house, "2026-10-15 08:00"),
    }
    finish(house, made["overdue"], "a", DESK, local("2026-10-15 16:00"))
    officer = actor_of(house, DESK)
    with house.work() as work:
        task = waiting(house, made["process"])["a"]
        steps.claim(work, officer, made["process"], task, local("2026-10-16 07:40"))
    asked = Given(reason="Thiếu giấy", papers=("don",), slip=Upload("phieu.pdf", PDF))
    waiting_house = replace(house, profile=replace(house.profile, supplement_policy="restart_same"))
    with waiting_house.work() as work:
        actions.perform(work, officer, made["supplement"], "request_supplement", asked, FRIDAY)
    for step in ("a", "b"):
        finish(house, made["result"], step, DESK, local("2026-10-15 09:00"))
    return made


@pytest.mark.req("D-16")
def test_one_dossier_in_each_condition_stands_in_its_list_alone(house: House, procedure: None) -> None:
    made = one_of_each(house)
    found = page(house)
    assert {item.list: item.code for item in found.items} == made
    assert found.facets.lists == dict.fromkeys(made, 1)
    for name, code in made.items():
        narrowed = page(house, list=name)
        assert [item.code for item in narrowed.items] == [code]
        # The counters of the other lists stay: they say where else there is work.
        assert narrowed.facets.lists == dict.fromkeys(made, 1)


@pytest.mark.req("D-03")
def test_what_was_accepted_and_not_passed_on_within_the_hour_is_a_late_transfer(house: House) -> None:
    release(house, bpmn_of("S>a a>b b>E", limit="48h", a={**WORK, "phase": "receive"}, b=WORK))
    code = accepted(house, "2026-10-16 07:00")
    at = local("2026-10-16 08:00")
    assert page(house, now=at).facets.late == 0
    late = at + timedelta(seconds=1)
    assert [item.code for item in page(house, now=late, is_late_transfer=True).items] == [code]
    finish(house, code, "a", DESK, late)
    assert page(house, now=late).facets.late == 0


@pytest.mark.req("E-23")
def test_eight_hours_left_are_not_soon_and_a_second_less_is(house: House, procedure: None) -> None:
    accepted(house, "2026-10-15 08:00")
    # Sixteen hours from Thursday 08:00 end on Monday 08:00; eight hours before is Friday 08:00.
    assert page(house, now=FRIDAY).facets.lists == {"new": 1}
    assert page(house, now=FRIDAY + timedelta(seconds=1)).facets.lists == {"soon": 1}


@pytest.mark.req("D-16")
def test_filters_narrow_and_each_menu_counts_under_the_others(house: House, procedure: None) -> None:
    accepted(house, "2026-10-16 07:30")
    file_dossier(house, now=FRIDAY)
    file_dossier(house, "1.001612", "khoi@example.vn", FRIDAY)
    everything = page(house).facets
    by_procedure = {one.value: one.count for one in everything.options["procedure"]}
    assert by_procedure == {CODE: 1, "1.001612": 2}
    narrowed = page(house, procedure="1.001612", channel="online")
    assert {item.procedure_code for item in narrowed.items} == {"1.001612"}
    assert {one.value: one.count for one in narrowed.facets.options["procedure"]} == by_procedure
    assert [one.value for one in narrowed.facets.options["step"]] == ["T_tiep_nhan"]
    assert page(house, field="ho_kinh_doanh").facets.total == 2
    assert page(house, agency="H50.27").items == []
    assert page(house, holder="group").facets.total == 3
    assert page(house, query="khoi vo").facets.total == 1


@pytest.mark.req("D-16", "E-08")
def test_finished_dossiers_are_narrowed_to_a_class_and_pages_go_on_where_scanning_ended(
    house: House, procedure: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 48 hours from the 7th, 08:00, end on the 15th, 08:00: the same session is on time, the one before is early.
    ends = ["2026-10-15 08:01", "2026-10-14 16:59", "2026-10-15 08:00", "2026-10-14 16:00"]
    made = [accepted(house, "2026-10-07 08:00") for _ in ends]
    for code, at in zip(made, ends, strict=True):
        for step in ("a", "b"):
            finish(house, code, step, DESK, local(at))
    assert len(page(house, list="result").items) == 4

    def classed(timeliness: str, limit: int = 50) -> list[list[str]]:
        found, after, actor = [], None, actor_of(house, DESK)
        while True:
            with house.work() as work:
                view, wanted = worklist_view.own(work, actor, FRIDAY), Filters(list="result")
                part = worklist.page(
                    work, actor, view, FRIDAY, wanted, "", after, limit, timeliness=timeliness
                )
            found.append([item.code for item in part.items])
            if part.next is None:
                return found
            after = part.next

    # The oldest result burns first.
    assert classed("early") == [[made[3], made[1]]]
    assert (classed("on_time"), classed("overdue")) == ([[made[2]]], [[made[0]]])
    assert classed("early", limit=1) == [[made[3]], [made[1]]]
    monkeypatch.setattr(worklist, "SCANNED", 2)
    assert classed("overdue") == [[], [made[0]]]


@pytest.mark.req("A-09")
def test_a_narrower_group_takes_its_steps_from_the_wider(house: House, procedure: None) -> None:
    code = accepted(house, "2026-10-16 07:30")
    other = file_dossier(house, now=FRIDAY)
    lan, place = actor_of(house, "lan.phan"), actor_of(house, DESK).agency_id
    assert {item.code for item in page(house).items} == {code, other}
    with house.work() as work:
        binding = {"agency_id": place, "position": "tiep_nhan", "procedure_code": CODE}
        groups.add(work.connection, account_id=lan.id, **binding)
        work.commit()
    assert [item.code for item in page(house).items] == [other]
    assert {item.code for item in page(house, "lan.phan").items} == {code, other}


@pytest.fixture
def crowd(house: House) -> House:
    """Some hundred dossiers of the ward at one step, and others everywhere."""
    generate.prepare(house, 2_000, 2, FRIDAY)
    with house.work() as work:
        made_of = generate.stock(work, 2_000, 5, FRIDAY)
        for batch in generate.batches(2_000, 5, FRIDAY.date()):
            generate.write(work, made_of, batch)
        generate.write_crowd(work, made_of, Crowd("H50.16", "1.001612", "T_tham_dinh", 300))
    loading.settle(house.engine)
    return house


def walk(house: House, login: str, limit: int) -> Iterator[worklist.WorkItem]:
    """Every row of the list, page by page."""
    actor, after = actor_of(house, login), None
    while True:
        with house.work() as work:
            view = worklist_view.own(work, actor, FRIDAY)
            found = worklist.page(work, actor, view, FRIDAY, after=after, limit=limit)
        yield from found.items
        if found.next is None:
            return
        after = found.next


@pytest.mark.req("E-22", "E-23", "E-24")
def test_every_row_stands_where_its_clocks_put_it_and_pages_leave_none_out(crowd: House) -> None:
    items = list(walk(crowd, "vinh.le", 37))
    facets = page(crowd, "vinh.le").facets
    assert len({(item.code, item.task_id) for item in items}) == len(items) == facets.total >= 200
    assert items == sorted(items, key=lambda item: stored.LISTS.index(item.list))
    with crowd.work() as work:
        for item in items:
            calendar = crowd.calendars.at(work.connection, actor_of(crowd, "vinh.le").agency_id, FRIDAY)
            level = warning_level(calendar, item.due_at, FRIDAY)
            late = {"overdue": "overdue", "delayed": "overdue", "soon": "soon"}
            assert level == late.get(item.list, "none")
            assert item.is_step_due or item.list != "delayed"
    assert {name: sum(item.list == name for item in items) for name in facets.lists} == facets.lists


@pytest.mark.req("D-17")
def test_a_leader_sees_all_that_is_open_at_his_agency_and_nothing_elsewhere(
    house: House, procedure: None
) -> None:
    made = one_of_each(house)
    leader = actor_of(house, "quoc.dang")
    with house.work() as work:
        with pytest.raises(NotAllowedError):
            worklist_view.below(work, leader, FRIDAY)
        roles.grant(
            work.connection, account_id=leader.id, role_key="lanh_dao_co_quan", agency_id=leader.agency_id
        )
        work.commit()
    leader = actor_of(house, "quoc.dang")
    with house.work() as work:
        view = worklist_view.below(work, leader, FRIDAY)
        found = worklist.page(work, leader, view, FRIDAY)
    assert {item.list: item.code for item in found.items} == made
    assert not any(item.is_mine for item in found.items)
