"""Dossier codes as they are given out: consecutive per agency and local day, never shared, never lost (C-10)."""

from __future__ import annotations

from functools import partial
from threading import Barrier

import pytest
from fixtures_dossier import file_dossier
from fixtures_model import CODE, bpmn_of, release
from fixtures_watch import local, race, rows, value

from motcua.domain.errors import InputError, NotFoundError
from motcua.services.desk import lookup
from motcua.services.work import House
from motcua.store.dossier import code as counters

MORNING = local("2026-11-23 09:00")
MANY = 8


@pytest.fixture
def small(house: House) -> House:
    release(house, bpmn_of("S>a a>E", limit="8h", a={"position": "tiep_nhan"}))
    return house


@pytest.mark.req("C-10")
def test_numbers_are_consecutive_per_agency_and_day(small: House) -> None:
    codes = [file_dossier(small, CODE, now=MORNING, von=1) for _ in range(3)]
    assert codes == ["H50.16-261123-0001", "H50.16-261123-0002", "H50.16-261123-0003"]
    assert file_dossier(small, CODE, now=MORNING, agency="H50.27", von=1) == "H50.27-261123-0001"
    tomorrow = local("2026-11-24 09:00")
    assert file_dossier(small, CODE, now=tomorrow, von=1) == "H50.16-261124-0001"


@pytest.mark.req("C-10")
def test_many_filings_at_once_never_share_a_number(small: House) -> None:
    def file_many(login: str) -> list[str]:
        return [file_dossier(small, CODE, login, now=MORNING, von=1) for _ in range(MANY)]

    one, two = race(partial(file_many, "hang@example.vn"), partial(file_many, "khoi@example.vn"))
    numbers = sorted(int(code.rpartition("-")[2]) for code in [*one, *two])
    assert numbers == list(range(1, 2 * MANY + 1))
    assert value(small, "select count(distinct code) from dossier") == 2 * MANY


def test_the_day_of_the_code_is_that_of_the_wall_clock(small: House) -> None:
    # 16:59 and 17:01 of the same day in Greenwich are two days in Quảng Trị.
    before, after = local("2026-11-23 23:59"), local("2026-11-24 00:01")
    assert before.utctimetuple().tm_yday == after.utctimetuple().tm_yday
    assert file_dossier(small, CODE, now=before, von=1) == "H50.16-261123-0001"
    assert file_dossier(small, CODE, now=after, von=1) == "H50.16-261124-0001"


def test_a_failed_filing_gives_its_number_back(small: House) -> None:
    release(small, bpmn_of("S>a a>b b>E", code="1.900002", a={"agency": "field:co_quan"}))
    with pytest.raises(InputError, match="Không xác định được cơ quan"):
        file_dossier(small, "1.900002", now=MORNING, von=1, co_quan="H99")
    assert rows(small, "select 1 from code_counter") == []
    assert file_dossier(small, CODE, now=MORNING, von=1) == "H50.16-261123-0001"


def test_a_number_taken_waits_for_the_transaction_that_took_one_before(small: House) -> None:
    taken = Barrier(2, timeout=10)

    def roll_back() -> None:
        with small.engine.connect() as connection:
            assert counters.next_number(connection, "H50.16", MORNING.date()) == 1
            taken.wait()
            connection.rollback()

    def follow() -> int:
        taken.wait()
        with small.engine.begin() as connection:
            return counters.next_number(connection, "H50.16", MORNING.date())

    assert race(roll_back, follow) == [None, 1]


def test_five_digits_follow_nine_thousand_nine_hundred_and_ninety_nine(small: House) -> None:
    with small.engine.begin() as connection:
        connection.exec_driver_sql("insert into code_counter values ('H50.16', '2026-11-23', 9999)")
    code = file_dossier(small, CODE, now=MORNING, von=1)
    assert code == "H50.16-261123-10000"
    with small.work() as work:
        assert lookup.track(work, f" {code.lower()} ", MORNING).row.code == code


def test_looking_up_tells_a_wrong_code_from_an_unknown_one(small: House) -> None:
    with small.work() as work, pytest.raises(InputError, match="Mã hồ sơ chưa đúng"):
        lookup.track(work, "abc", MORNING)
    with small.work() as work, pytest.raises(NotFoundError, match=r"H50\.16-261123-0001"):
        lookup.track(work, "H50.16-261123-0001", MORNING)
