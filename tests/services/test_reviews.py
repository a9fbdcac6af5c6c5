"""Periodic review: overdue after its period, listed to the owner, told of once, settled by a recorded result (A-19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import rows, value

from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.domain.process.review import due_on
from motcua.services.process import change_requests, reviews
from motcua.services.process.change_requests import NewRequest
from motcua.services.work import House

OWNER = "duyet.quytrinh"
MONTH = timedelta(days=31)


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        (date(2025, 10, 22), 12, date(2026, 10, 22)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 12, 1), 0, None),
    ],
)
def test_the_next_review_is_due_after_the_period_of_the_province(
    last: date, months: int, due: date | None
) -> None:
    assert due_on(last, months) == due


def overdue(house: House, login: str = OWNER, **more: object) -> dict[str, tuple[str, ...]]:
    with house.work() as work:
        return {
            one.row.code: one.why
            for one in reviews.listed(work, actor_of(house, login), more.get("now", NOW))
        }  # type: ignore[arg-type]


def recorded(house: House, procedure_id: int, now=NOW, login: str = OWNER) -> None:
    with house.work() as work:
        reviews.record(
            work, actor_of(house, login), procedure_id, "keep", "Đã đối chiếu quyết định công bố", now
        )


@pytest.mark.req("A-19")
def test_a_review_thirteen_months_ago_is_listed_to_the_owner_until_it_is_done(house: House) -> None:
    procedure = value(house, "select id from procedure where code = '1.001612'")
    assert overdue(house) == {}
    recorded(house, procedure, NOW - 13 * MONTH)
    assert overdue(house) == {"1.001612": ("overdue",)}
    assert overdue(house, "soan.xaydung") == {}
    with pytest.raises(NotAllowedError):
        overdue(house, "ha.tran")
    with pytest.raises(NotAllowedError):
        recorded(house, procedure, login="soan.xaydung")
    with house.work() as work, pytest.raises(ValidationError):
        reviews.record(work, actor_of(house, OWNER), procedure, "", " ", NOW)
    never = replace(house, profile=replace(house.profile, review_period_months=0))
    assert overdue(never) == {}
    recorded(house, procedure)
    assert overdue(house) == {}
    last = rows(house, "select action, subject from audit where action = 'procedure.review'")
    assert [(row.action, row.subject) for row in last] == [("procedure.review", "1.001612")] * 2


@pytest.mark.req("A-19")
def test_who_approves_is_told_once_each_time(house: House) -> None:
    procedure = value(house, "select id from procedure where code = '1.001612'")
    recorded(house, procedure, NOW - 13 * MONTH)

    def remind(now=NOW) -> int:
        with house.work() as work:
            return reviews.remind(work, now)

    assert (remind(), remind()) == (1, 0)
    assert value(house, "select count(*) from account_notice where body like '%quá hạn rà soát%'") > 0
    recorded(house, procedure)
    assert remind(NOW + 12 * MONTH) >= 1


@pytest.mark.req("A-19")
def test_a_changed_announcing_decision_asks_for_a_review_before_its_time(house: House) -> None:
    wanted = NewRequest(
        "1.001193", "decision", "Quyết định 99 thay 12", "Quyết định công bố mới đã ban hành."
    )
    with house.work() as work:
        change_requests.file(work, actor_of(house, "ha.tran"), wanted, NOW)
    assert overdue(house) == {"1.001193": ("decision",)}
