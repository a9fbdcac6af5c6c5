"""Decisions about agencies called off before their date: nothing happens, and the same can be decided anew."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from fixtures_house import NOW
from fixtures_watch import rows, value
from staff_people import agency_id as id_of
from staff_people import hire, person

from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.agency import AgencyFacts
from motcua.services.agencies import agency_call_off, agency_effect, agency_life
from motcua.services.agencies.agency_life import Division, Merger, Part
from motcua.services.work import House

TODAY = date(2026, 11, 23)
LATER = TODAY + timedelta(days=30)
BEGUN = NOW + timedelta(days=31)
COMMUNE = AgencyFacts("H50.99", "Ủy ban nhân dân xã Ba Lòng", "", "xa")
BOSS = "quantri.tinh"


def merged(house: House, on: date = LATER, **changed: object) -> int:
    given = {"sources": (id_of(house, "H50.16"), id_of(house, "H50.27")), "new": COMMUNE, **changed}
    with house.work() as work:
        return agency_life.merge(work, person(house, BOSS), Merger(on=on, document="NQ 1", **given), NOW)


def waiting(house: House, kind: str) -> list[int]:
    query = "select id from agency_event where kind = :kind and done_at is null order by id"
    return [one.id for one in rows(house, query, kind=kind)]


def call_off(
    house: House, event: int, code: str = "H50.16", document: str = "NQ 9", login: str = BOSS, now=NOW
) -> None:
    actor, place = person(house, login), id_of(house, code)
    with house.work() as work:
        agency_call_off.call_off(work, actor, place, event, document, now)


def carried_out(house: House, events: list[int]) -> list[bool]:
    done = []
    for event in events:
        with house.work() as work:
            done.append(agency_effect.carry_out(work, event, BEGUN))
    return done


@pytest.mark.req("A-25", "N-20")
def test_a_merger_called_off_never_happens_and_its_new_agency_is_gone(house: House) -> None:
    merged(house)
    events = waiting(house, "merge")
    assert len(events) == 2
    call_off(house, events[0])
    assert carried_out(house, events) == [False, False]
    assert rows(house, "select 1 from agency where valid_to is not null or code = 'H50.99'") == []
    said = [
        one.detail["called_off"]
        for one in rows(house, "select detail from agency_event where detail ? 'called_off'")
    ]
    assert [(one["document"], one["by"]) for one in said] == [("NQ 9", "Nguyễn Trường Giang")] * 2
    (kept,) = rows(house, "select * from audit where action = 'agency.call_off'")
    assert kept.detail == {"kind": "merge", "on": LATER.isoformat(), "document": "NQ 9"}
    assert merged(house, LATER + timedelta(days=5)), "decided anew, with the same code"


def test_a_merger_into_a_standing_agency_leaves_it_as_it_was(house: House) -> None:
    commune = id_of(house, "H50.27")
    merged(house, sources=(id_of(house, "H50.16"),), new=None, into=commune)
    call_off(house, waiting(house, "merge")[0])
    (joined,) = rows(house, "select detail from agency_event where kind = 'joined'")
    assert joined.detail["called_off"]["document"] == "NQ 9"
    assert rows(house, "select 1 from agency where code = 'H50.27' and valid_to is null and receives")
    with house.work() as work:
        agency_life.dissolve(work, person(house, BOSS), id_of(house, "H50.41"), LATER, "QĐ 3", NOW)


def test_a_split_and_a_dissolution_are_called_off(house: House) -> None:
    boss, ward = person(house, BOSS), id_of(house)
    with house.work() as work:
        plan = Division(ward, (Part(COMMUNE),), LATER, "NQ 2", keeps_source=False)
        agency_life.split(work, boss, plan, NOW)
    call_off(house, waiting(house, "split")[0])
    with house.work() as work:
        agency_life.dissolve(work, boss, ward, LATER, "NQ 3", NOW)
    call_off(house, waiting(house, "dissolve")[0])
    assert rows(house, "select 1 from agency where valid_to is not null or code = 'H50.99'") == []
    merged(house)


def test_a_new_agency_that_has_people_already_holds_it_up(house: House) -> None:
    merged(house)
    hire(house, "moi.nguyen", "Nguyễn Văn Mới", "H50.99")
    (event, _) = waiting(house, "merge")
    with pytest.raises(ConflictError, match="đã có người"):
        call_off(house, event)
    assert len(waiting(house, "merge")) == 2
    assert value(house, "select count(*) from agency where code = 'H50.99'") == 1


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"document": " "}, ValidationError),
        ({"code": "H50.27"}, NotFoundError),
        ({"now": NOW + timedelta(days=30)}, ConflictError),
        ({"login": "quantri.phuong"}, NotAllowedError),
        ({"login": "cntt.phuong"}, NotAllowedError),
    ],
)
def test_it_takes_a_reason_the_right_above_and_time(house: House, changed: dict, error: type) -> None:
    merged(house)
    event = waiting(house, "merge")[0]
    with pytest.raises(error):
        call_off(house, event, **changed)
    assert len(waiting(house, "merge")) == 2


def test_what_was_done_or_called_off_is_not_called_off(house: House) -> None:
    merged(house)
    event = waiting(house, "merge")[0]
    call_off(house, event)
    with pytest.raises(ConflictError):
        call_off(house, event)
