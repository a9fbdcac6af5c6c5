"""What the list of a busy desk costs the database: few statements, whatever waits, and no table read through (issue 5)."""

from __future__ import annotations

import pytest
from fixtures_dossier import actor_of
from fixtures_watch import local, statements
from sqlalchemy import text

from motcua.services.desk import worklist, worklist_view
from motcua.services.sample import generate
from motcua.services.sample.generate import Crowd
from motcua.services.work import House
from motcua.store import loading
from motcua.store.desk import worklist as stored
from motcua.store.people import role as roles

FRIDAY = local("2026-10-16 08:00")


@pytest.fixture
def crowd(house: House) -> House:
    """Some hundred dossiers of the ward at one step among some thousand, with a leader of the ward."""
    generate.prepare(house, 2_000, 2, FRIDAY)
    with house.work() as work:
        made_of = generate.stock(work, 2_000, 5, FRIDAY)
        for batch in generate.batches(2_000, 5, FRIDAY.date()):
            generate.write(work, made_of, batch)
        generate.write_crowd(work, made_of, Crowd("H50.16", "1.001612", "T_tham_dinh", 300))
    loading.settle(house.engine)
    quoc = actor_of(house, "quoc.dang")
    with house.work() as work:
        roles.grant(
            work.connection, account_id=quoc.id, role_key="lanh_dao_co_quan", agency_id=quoc.agency_id
        )
        work.commit()
    return house


def plans(crowd: House) -> dict[str, str]:
    """The plans of an officer's own list, of the desk's and of a leader's."""
    with crowd.work() as work:
        own = [worklist_view.own(work, actor_of(crowd, login), FRIDAY) for login in ("vinh.le", "ha.tran")]
        below = worklist_view.below(work, actor_of(crowd, "quoc.dang"), FRIDAY)
        views = dict(zip(("officer", "desk", "leader"), (*own, below), strict=True))
        return {name: stored.explained(work.connection, view) for name, view in views.items()}


def cost(crowd: House, limit: int) -> int:
    with crowd.work() as work, statements(crowd) as seen:
        view = worklist_view.own(work, actor_of(crowd, "vinh.le"), FRIDAY)
        worklist.page(work, actor_of(crowd, "vinh.le"), view, FRIDAY, limit=limit)
    return len(seen)


@pytest.mark.req("D-16")
def test_a_list_reads_through_no_table_and_costs_the_same_whatever_waits(crowd: House) -> None:
    for plan in plans(crowd).values():
        for table in ("dossier", "dossier_step", "clock_interval", "audit"):
            assert f"Seq Scan on {table} " not in plan, plan
        # What a dossier is listed by stands in an index of the open ones alone.
        assert "Index Only Scan using ix_dossier_listed" in plan, plan
    cost(crowd, 3)
    # Never prepared: a plan made for any group would look through all that waits in the province.
    for _ in range(3):
        cost(crowd, 3)
    with crowd.work() as work:
        kept = work.connection.execute(text("select statement from pg_prepared_statements")).scalars().all()
    assert kept
    assert not [one for one in kept if "judged" in one]
    assert cost(crowd, 3) == cost(crowd, 300) <= 18
