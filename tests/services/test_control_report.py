"""The control report: who entered nothing or suspiciously little, for those whose right reaches there (C-12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures_dossier import actor_of, file_dossier
from fixtures_house import NOW
from fixtures_watch import rows, statements
from services.time_story import give_role

from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.domain.papers.entry_control import verdict
from motcua.services.numbers import control_report
from motcua.services.numbers.control_report import Report
from motcua.services.work import House

BIRTH, WARD, COMMUNE = "1.001193", "H50.16", "H50.27"
TOP = "quantri.tinh"


def reported(house: House, login: str = TOP, days: int = 30, later: int = 0) -> Report:
    with house.work() as work:
        return control_report.report(work, actor_of(house, login), days, NOW + timedelta(days=later))


def verdicts(house: House, found: Report) -> dict[str, str]:
    codes = {row.id: row.code for row in rows(house, "select id, code from agency")}
    return {codes[unit.agency_id]: unit.verdict for unit in found.units}


@pytest.mark.req("C-12")
def test_a_unit_with_nothing_in_thirty_days_appears_and_one_that_entered_does_not(house: House) -> None:
    file_dossier(house, BIRTH)
    found = reported(house)
    assert verdicts(house, found)[WARD] == ""
    assert verdicts(house, found)[COMMUNE] == "none"
    assert COMMUNE in {codes for codes, one in verdicts(house, found).items() if one}
    pairs = {(line.row.agency_id, line.row.procedure_code) for line in found.lines}
    ward = next(unit for unit in found.units if unit.now)
    assert (ward.agency_id, BIRTH) not in pairs
    assert (ward.now, ward.empty) == (1, ward.procedures - 1)
    assert all(line.verdict == "none" and line.row.now == 0 for line in found.lines)
    # After thirty days without another one the ward is silent, too; the last day of its span still counts.
    assert verdicts(house, reported(house, later=29))[WARD] == ""
    assert verdicts(house, reported(house, later=30))[WARD] == "none"
    assert verdicts(house, reported(house, days=60, later=30))[WARD] == ""


@pytest.mark.req("C-12")
def test_everybody_sees_what_his_right_reaches_and_nobody_else_anything(house: House) -> None:
    with pytest.raises(NotAllowedError):
        reported(house, "ha.tran")
    give_role(house, "quoc.dang", "lanh_dao_co_quan")
    assert set(verdicts(house, reported(house, "quoc.dang"))) == {WARD}
    with pytest.raises(ValidationError):
        reported(house, days=0)


def test_the_report_is_asked_in_few_statements_whatever_there_is(house: House) -> None:
    actor = actor_of(house, TOP)
    with statements(house) as seen, house.work() as work:
        control_report.report(work, actor, 30, NOW)
    assert len(seen) <= 4


@pytest.mark.req("C-12")
@pytest.mark.parametrize(
    ("now", "earlier", "others", "said"),
    [
        (0, 0, [], "none"),
        (1, 3, [3, 3, 3], ""),
        (1, 4, [], ""),
        (1, 5, [], "few"),
        (2, 8, [], ""),
        (2, 0, [9, 9], ""),
        (2, 0, [9, 9, 9], "few"),
        (3, 0, [9, 9, 90], ""),
    ],
)
def test_few_is_less_than_a_quarter_of_what_is_usual(
    now: int, earlier: int, others: list[int], said: str
) -> None:
    assert verdict(now, earlier, others) == said
