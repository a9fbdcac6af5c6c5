"""The leader's overview: what is open, told apart as the lists tell it, in his reach alone (D-17)."""

from __future__ import annotations

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, bpmn_of, release, waiting
from fixtures_watch import local, statements

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.permissions import Actor
from motcua.services.desk import worklist, worklist_view
from motcua.services.desk.worklist import Filters
from motcua.services.dossier import steps
from motcua.services.numbers import overview
from motcua.services.numbers.overview import Line, Tally
from motcua.services.work import House
from motcua.store.people import role as roles

# A Friday; office hours 07:00-11:30 and 13:30-17:00.
FRIDAY = local("2026-10-16 08:00")
DESK = "ha.tran"
WORK = {"position": "tiep_nhan", "budget": "16h"}


@pytest.fixture
def leader(house: House) -> Actor:
    """Of the ward, where a procedure of two steps of sixteen hours, six days in all, is released."""
    release(house, bpmn_of("S>a a>b b>E", limit="48h", a=WORK, b={**WORK, "phase": "return"}))
    quoc = actor_of(house, "quoc.dang")
    with house.work() as work:
        roles.grant(
            work.connection, account_id=quoc.id, role_key="lanh_dao_co_quan", agency_id=quoc.agency_id
        )
        work.commit()
    return actor_of(house, "quoc.dang")


def accepted(house: House, text: str) -> str:
    code = file_dossier(house, CODE, now=local(text), von=1)
    accept_dossier(house, code, local(text))
    return code


def filed(house: House) -> dict[str, str]:
    """Two overdue, one late at its step, one due on Friday, one on Monday, one in time and taken by an officer."""
    made = {
        "longest": accepted(house, "2026-10-05 08:00"),
        "overdue": accepted(house, "2026-10-07 08:00"),
        "delayed": accepted(house, "2026-10-13 08:00"),
        "today": accepted(house, "2026-10-14 14:00"),
        "soon": accepted(house, "2026-10-15 07:30"),
        "taken": accepted(house, "2026-10-16 07:30"),
    }
    with house.work() as work:
        task = waiting(house, made["taken"])["a"]
        steps.claim(work, actor_of(house, DESK), made["taken"], task, local("2026-10-16 07:40"))
    return made


def of(house: House, actor: Actor, code: str = "") -> overview.Overview:
    with house.work() as work:
        return overview.of(work, actor, FRIDAY, code)


@pytest.mark.req("D-17")
def test_every_open_dossier_is_counted_once_as_the_lists_have_it(house: House, leader: Actor) -> None:
    made = filed(house)
    found = of(house, leader)
    assert found.total == Tally(open=6, overdue=2, delayed=1, soon=2, today=1)
    assert found.total.others == 1
    assert [item.code for item in found.worst] == [made["longest"], made["overdue"]]
    for lines in (found.units, found.officers, found.procedures):
        assert sum(line.tally.open for line in lines) == 6
    assert [(line.name.vi, line.tally.open) for line in found.officers] == [
        ("Nhóm, chưa nhận", 5),
        ("Trần Thị Thu Hà", 1),
    ]


@pytest.mark.req("D-17")
def test_the_list_behind_a_number_has_as_many_rows(house: House, leader: Actor) -> None:
    filed(house)
    file_dossier(house, now=FRIDAY)
    found = of(house, leader)

    def listed(name: str, line: Line, key: str) -> int:
        with house.work() as work:
            view = worklist_view.below(work, leader, FRIDAY, found.place.id)
            narrowed = Filters(**{name: line.value, "list": "" if key == "open" else key})
            return len(worklist.page(work, leader, view, FRIDAY, narrowed).items)

    for name, lines in (("at", found.units), ("holder", found.officers), ("procedure", found.procedures)):
        for line in lines:
            for key in ("open", "overdue", "delayed", "soon"):
                assert listed(name, line, key) == getattr(line.tally, key), (name, line, key)


@pytest.mark.req("D-17", "J-16")
def test_a_leader_oversees_his_agency_and_no_other(house: House, leader: Actor) -> None:
    filed(house)
    assert overview.may_oversee(leader)
    assert {place.id for place in of(house, leader).places} >= {leader.agency_id}
    for actor, code in ((leader, "H50.27"), (leader, "nowhere"), (actor_of(house, DESK), "")):
        with pytest.raises(NotAllowedError):
            of(house, actor, code)
    assert not overview.may_oversee(actor_of(house, DESK))
    assert not overview.may_oversee(actor_of(house, "hang@example.vn"))


def test_the_overview_costs_the_same_statements_whatever_is_open(house: House, leader: Actor) -> None:
    def cost() -> int:
        with statements(house) as seen:
            of(house, leader)
        return len(seen)

    filed(house)
    cost()
    few = cost()
    filed(house)
    assert cost() == few <= 20
