"""Two administrators at the same moment: the tree stays a tree, and an agency keeps somebody who runs it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fixtures_house import NOW
from fixtures_watch import rows
from staff_people import account_id, agency_id, person

from motcua.domain.errors import ConflictError, InputError
from motcua.services.accounts import account_requests
from motcua.services.agencies import agencies, agency_life
from motcua.services.agencies.agency_life import Merger
from motcua.services.people import roles
from motcua.services.work import House, Work
from motcua.store.agencies import agency as stored

WARD, COMMUNE = "H50.16", "H50.27"


def at_once(house: House, *acts: Callable[[Work], object]) -> int:
    """Do all at the same moment; how many succeeded, the others being told why not."""
    start = Barrier(len(acts))

    def tried(act: Callable[[Work], object]) -> bool:
        start.wait()
        try:
            with house.work() as work:
                act(work)
        except (ConflictError, InputError):
            return False
        return True

    with ThreadPoolExecutor(len(acts)) as threads:
        return sum(threads.map(tried, acts))


@pytest.mark.req("A-25")
def test_two_agencies_are_not_put_each_under_the_other(house: House) -> None:
    top, ward, commune = person(house, "quantri.tinh"), agency_id(house, WARD), agency_id(house, COMMUNE)
    done = at_once(
        house,
        lambda work: agencies.move(work, top, ward, commune, NOW, "NQ 1"),
        lambda work: agencies.move(work, top, commune, ward, NOW, "NQ 2"),
    )
    assert done == 1
    with house.work() as work:
        province = stored.root(work.connection).id
        assert stored.lineage(work.connection, ward)[-1] == province
        assert stored.lineage(work.connection, commune)[-1] == province


@pytest.mark.req("A-25")
def test_two_agencies_are_not_merged_each_into_the_other(house: House) -> None:
    top, ward, commune = person(house, "quantri.tinh"), agency_id(house, WARD), agency_id(house, COMMUNE)
    done = at_once(
        house,
        lambda work: agency_life.merge(work, top, Merger((ward,), NOW.date(), "NQ 1", into=commune), NOW),
        lambda work: agency_life.merge(work, top, Merger((commune,), NOW.date(), "NQ 2", into=ward), NOW),
    )
    assert done == 1
    ended = rows(house, f"select 1 from agency where id in ({ward}, {commune}) and valid_to is not null")
    assert len(ended) == 1


@pytest.mark.req("J-19")
@pytest.mark.parametrize("way", ["revoke", "withdraw"])
def test_of_two_last_administrators_one_stays(house: House, way: str) -> None:
    top, here = person(house, "quantri.tinh"), agency_id(house)
    with house.work() as work:
        roles.grant(work, top, account_id(house, "ha.tran"), "quan_tri_co_quan", here, NOW)
    held = rows(house, f"select id, account_id from role_grant where agency_id = {here} and role_key = :key",
                key="quan_tri_co_quan")  # fmt: skip

    def take(grant: int, account: int) -> Callable[[Work], object]:
        if way == "revoke":
            return lambda work: roles.revoke(work, top, grant, NOW)
        return lambda work: account_requests.withdraw(work, top, account, "Nghỉ việc", NOW)

    assert at_once(house, *(take(one.id, one.account_id) for one in held)) == 1
