"""Receipts: numbered by agency and year without a gap, and a cash list that balances (I-02)."""

from __future__ import annotations

from datetime import date

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, finish
from fixtures_watch import local, race, rows, value
from services.time_story import DESK, FEES, LEADER, MONDAY, act, started

from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.services.money import receipts
from motcua.services.work import House


def others(house: House, count: int) -> list[str]:
    """Dossiers of the procedure that `started` has released."""
    codes = []
    for _ in range(count):
        code = file_dossier(house, CODE, now=MONDAY, von=1)
        accept_dossier(house, code, MONDAY)
        finish(house, code, "a", now=MONDAY, login=DESK)
        codes.append(code)
    return codes


@pytest.mark.req("I-02")
def test_desks_at_once_get_numbers_without_a_gap_and_a_failure_gives_its_number_back(house: House) -> None:
    codes = [started(house, papers=FEES), *others(house, 4)]
    at = "2026-12-07 10:00"
    outcomes = race(
        *(lambda code=code: act(house, DESK, code, "collect_fee", at, amount=30_000) for code in codes),
        *(lambda code=code: act(house, DESK, code, "collect_fee", at, amount=30_000) for code in codes),
    )
    assert sum(one is None for one in outcomes) == len(codes)
    assert {type(one) for one in outcomes if one is not None} == {ValidationError}
    numbers = [row.number for row in rows(house, "select number from receipt order by number")]
    assert numbers == [1, 2, 3, 4, 5]
    assert value(house, "select last from receipt_counter") == 5


@pytest.mark.req("I-02")
def test_the_cash_list_of_a_day_balances(house: House) -> None:
    first, second = started(house, papers=FEES), *others(house, 1)
    act(house, DESK, first, "collect_fee", "2026-12-07 10:00", amount=910_000)
    act(house, DESK, second, "collect_fee", "2026-12-07 16:00", amount=880_000)
    act(house, DESK, second, "collect_fee", "2026-12-08 08:00", amount=30_000)
    agency_id = value(house, "select id from agency where code = 'H50.16'")
    with house.work() as work:
        found = receipts.cash_list(work, actor_of(house, DESK), agency_id, date(2026, 12, 7))
        tuesday = receipts.cash_list(work, actor_of(house, DESK), agency_id, date(2026, 12, 8))
    assert [(row.number, row.amount, row.code) for row in found.rows] == [
        (1, 910_000, first),
        (2, 880_000, second),
    ]
    assert found.total == 1_790_000
    assert found.by_charge == {"Phí thẩm định": 1_760_000, "Lệ phí": 30_000}
    assert found.balances
    assert (tuesday.total, tuesday.rows[0].number) == (30_000, 3)


@pytest.mark.req("I-02")
def test_numbers_begin_anew_with_the_year_of_the_agency(house: House) -> None:
    first, second = started(house, papers=FEES), *others(house, 1)
    # 31/12 at 20:00 in Quảng Trị is this year's, 1/1 at 00:30 the next one's, whatever the date in UTC.
    act(house, DESK, first, "collect_fee", "2026-12-31 20:00", amount=30_000)
    act(house, DESK, second, "collect_fee", "2027-01-01 00:30", amount=30_000)
    found = rows(house, "select year, number, day from receipt order by id")
    assert [(row.year, row.number, row.day) for row in found] == [
        (2026, 1, date(2026, 12, 31)),
        (2027, 1, date(2027, 1, 1)),
    ]


def test_a_list_with_a_missing_number_does_not_balance(house: House) -> None:
    first, second = started(house, papers=FEES), *others(house, 1)
    act(house, DESK, first, "collect_fee", "2026-12-07 10:00", amount=30_000)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update receipt_counter set last = last + 1")
    act(house, DESK, second, "collect_fee", "2026-12-07 11:00", amount=30_000)
    agency_id = value(house, "select id from agency where code = 'H50.16'")
    with house.work() as work:
        assert not receipts.cash_list(work, actor_of(house, DESK), agency_id, date(2026, 12, 7)).balances
        for stranger in ("tp.tiepnhan", "vinh.le", "cntt.phuong"):
            with pytest.raises(NotAllowedError):
                receipts.cash_list(work, actor_of(house, stranger), agency_id, date(2026, 12, 7))
        assert receipts.cash_list(work, actor_of(house, LEADER), agency_id, date(2026, 12, 7)).total == 60_000
    assert local("2026-12-07 10:00") == value(house, "select min(issued_at) from receipt")


@pytest.mark.req("I-02")
def test_a_voided_receipt_keeps_its_number_and_counts_for_nothing(house: House) -> None:
    code = started(house, papers=FEES)
    act(house, DESK, code, "collect_fee", "2026-12-07 10:00", amount=30_000)
    number = value(house, "select id from receipt")
    agency_id = value(house, "select id from agency where code = 'H50.16'")

    def void(login: str, reason: str, receipt_id: int = number) -> None:
        with house.work() as work:
            receipts.void(work, actor_of(house, login), code, receipt_id, reason, local("2026-12-07 15:00"))

    for login, reason, receipt_id, problem in (
        (DESK, "Ghi nhầm", number, NotAllowedError),
        ("tp.lanhdao", "Ghi nhầm", number, NotAllowedError),
        (LEADER, "  ", number, ValidationError),
        (LEADER, "Ghi nhầm", number + 1, NotFoundError),
    ):
        with pytest.raises(problem):
            void(login, reason, receipt_id)
    outcomes = race(lambda: void(LEADER, "Ghi nhầm người nộp"), lambda: void(LEADER, "Lần nữa"))
    assert sorted(type(one) for one in outcomes if one is not None) == [ConflictError]
    act(house, DESK, code, "collect_fee", "2026-12-07 16:00", amount=30_000)
    with house.work() as work:
        found = receipts.cash_list(work, actor_of(house, DESK), agency_id, date(2026, 12, 7))
    shown = [(row.number, row.voided_at is not None, row.voided_name) for row in found.rows]
    assert shown == [(1, True, "Đặng Bảo Quốc"), (2, False, None)]
    assert (found.total, found.by_charge, found.balances) == (30_000, {"Lệ phí": 30_000}, True)
    (told,) = rows(house, "select * from audit where action = 'receipt.void'")
    assert (told.subject, told.actor_name, told.detail) == (
        "000001/2026",
        "Đặng Bảo Quốc",
        {"amount": 30_000},
    )
