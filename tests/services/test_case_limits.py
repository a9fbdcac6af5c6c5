"""A limit by way of filing and by case: chosen when the dossier is accepted, and kept with it (R-26)."""

from __future__ import annotations

import pytest
from fixtures_dossier import file_dossier, open_page
from fixtures_house import NOW
from fixtures_model import CODE
from fixtures_watch import value
from services.counter_story import DESK, PAPERS, offered, received

from motcua.domain.dossier.case_limits import limit_text_of
from motcua.domain.process.process import CaseLimit, ProcedureFacts
from motcua.services.work import House

LIMITS = '<m:limit value="40h" channel="direct" when="von &gt; 100"/><m:limit value="32h" channel="direct"/>'
HOUR = 3600


@pytest.mark.req("A-11", "C-04")
@pytest.mark.parametrize(("capital", "hours"), [(1, 32), (200, 40)])
def test_at_the_counter_the_limit_of_the_counter_runs_by_case(house: House, capital: int, hours: int) -> None:
    offered(house, PAPERS + LIMITS)
    shown = open_page(house, received(house, answers={"von": capital}), login=DESK)
    assert shown.deadline is not None
    assert shown.row.limit_text == f"{hours}h"
    assert shown.deadline.calendar.elapsed(NOW, shown.deadline.due_at) == hours * HOUR
    assert shown.row.due_at == shown.deadline.due_at


@pytest.mark.req("A-11")
def test_online_the_procedure_s_own_limit_runs(house: House) -> None:
    offered(house, PAPERS + LIMITS)
    code = file_dossier(house, CODE, von=200)
    assert value(house, f"select limit_text from dossier where code = '{code}'") == "24h"


def test_the_first_that_fits_is_taken_and_a_case_nobody_can_decide_never() -> None:
    cases = (
        CaseLimit("27d", "direct", "vung == 'kho_khan'"),
        CaseLimit("20d", "post"),
        CaseLimit("25d", "direct"),
    )
    facts = ProcedureFacts("1", "N", "f", "xa", limit="17d", limits=cases)
    assert limit_text_of(facts, "direct", {"vung": "kho_khan"}) == "27d"
    assert limit_text_of(facts, "direct", {"vung": "thuong"}) == "25d"
    assert limit_text_of(facts, "direct", {}) == "25d"
    assert limit_text_of(facts, "post", {"vung": "kho_khan"}) == "20d"
    assert limit_text_of(facts, "online", {}) == "17d"
