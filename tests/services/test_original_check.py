"""Originals compared before acceptance or at hand-over, where the procedure wants it: refused until ticked, then logged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier, open_page, walk_dossier
from fixtures_house import NOW
from fixtures_model import CODE
from fixtures_watch import rows, value
from services.counter_story import DESK, PAPERS, entered, offered

from motcua.domain.errors import ConflictError, ValidationError
from motcua.services.desk import offered as offers
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.intake import walk_in
from motcua.services.work import House

SETTING = '<m:setting key="original_check" value="{}"/>'


def sent(house: House, rule: str) -> str:
    offered(house, PAPERS + SETTING.format(rule))
    return file_dossier(house, CODE, von=1)


def act(house: House, code: str, key: str, **given: object) -> None:
    with house.work() as work:
        actions.perform(work, actor_of(house, DESK), code, key, Given(**given), NOW)  # type: ignore[arg-type]


def offers_check(house: House, code: str) -> bool:
    shown = open_page(house, code, login=DESK)
    with house.work() as work:
        return "check_originals" in [one.action.key for one in offers.of(work, actor_of(house, DESK), shown)]


def refused(house: House, code: str, key: str, **given: object) -> None:
    with pytest.raises(ValidationError) as wrong:
        act(house, code, key, **given)
    assert [(one.pointer, one.code) for one in wrong.value.errors] == [("/originals", "originals_unchecked")]


@pytest.mark.req("C-09")
def test_acceptance_waits_for_the_originals_and_history_says_who_compared_them(house: House) -> None:
    code = sent(house, "before_accept")
    assert offers_check(house, code)
    refused(house, code, "accept", marks={"*": "good"})
    act(house, code, "check_originals")
    assert not offers_check(house, code)
    with pytest.raises(ConflictError):
        act(house, code, "check_originals")
    act(house, code, "accept", marks={"*": "good"})
    (told,) = rows(house, "select * from audit where action = 'check_originals'")
    assert (told.actor_name, told.at) == ("Trần Thị Thu Hà", NOW)
    assert value(house, "select originals_checked_at from dossier") == NOW


@pytest.mark.req("C-09")
def test_the_result_is_not_handed_over_before_the_originals_were_compared(house: House) -> None:
    code = sent(house, "at_return")
    with pytest.raises(ConflictError):
        act(house, code, "check_originals")
    accept_dossier(house, code)
    list(walk_dossier(house, code))
    act(house, code, "confirm_result")
    refused(house, code, "return_result", recipient="Nguyễn Thị Bích Hằng", method="desk")
    assert value(house, "select state from dossier") == "result_available"
    act(house, code, "check_originals")
    act(house, code, "return_result", recipient="Nguyễn Thị Bích Hằng", method="desk")
    assert value(house, "select returned_to from dossier") == "Nguyễn Thị Bích Hằng"


@pytest.mark.req("C-09")
def test_the_province_may_want_it_of_every_procedure_and_a_procedure_may_do_without(house: House) -> None:
    everywhere = replace(house, profile=replace(house.profile, original_check="before_accept"))
    code = sent(everywhere, "none")
    act(everywhere, code, "accept", marks={"*": "good"})
    assert value(everywhere, "select state from dossier") == "accepted"
    other = file_dossier(everywhere, "1.001612")
    refused(everywhere, other, "accept", marks={"*": "good"})


@pytest.mark.req("C-04", "C-09")
def test_at_the_counter_comparing_is_a_tick_beside_the_papers(house: House) -> None:
    offered(house, PAPERS + SETTING.format("before_accept"))
    officer = actor_of(house, DESK)
    draft_id = entered(house)
    with house.work() as work, pytest.raises(ValidationError) as wrong:
        walk_in.receive(work, officer, draft_id, NOW)
    assert [one.pointer for one in wrong.value.errors] == ["/_originals"]
    draft_id = entered(house, originals=True)
    with house.work() as work:
        code = walk_in.receive(work, officer, draft_id, NOW)
    told = [one.action for one in open_page(house, code, login=DESK).history]
    assert told == ["submit", "check_originals", "accept", "view"]
