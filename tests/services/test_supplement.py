"""A supplement in the course of work: four things it does to the clock, slip, limit, versions of papers (D-08, E-19)."""

from __future__ import annotations

import pytest
from fixtures_dossier import PDF, accept_dossier, actor_of, open_page, waiting_of
from fixtures_model import finish
from fixtures_watch import local, rows, value
from services.ending_story import (
    CITIZEN,
    DESK,
    EXPERT,
    SLIP,
    act,
    ask,
    at_expert,
    dossier,
    due,
    sent,
    set_up,
    under,
)

from motcua.bootstrap import build_house
from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.services.desk import lookup
from motcua.services.intake import supplement
from motcua.services.papers.files import FileError, Upload
from motcua.services.work import House
from motcua.settings import Settings

ASKED, SUPPLIED = "2026-12-08 09:00", "2026-12-10 09:00"
"""Hour 10 of 40, and 16 working hours later."""


def supply_own(house: House, code: str, at: str, *papers: str) -> None:
    with house.work() as work:
        uploads = {key: [Upload(f"{key}_moi.pdf", PDF)] for key in papers}
        supplement.supply_own(work, actor_of(house, CITIZEN, local(at)), code, uploads, local(at))


@pytest.mark.req("E-19")
@pytest.mark.parametrize(
    ("profile", "ends", "step_left"),
    # 40h from Thursday 09:00; 30h from then; 40h from Monday 07:00. The step has 20h.
    [("002", "17/12 09:00", 20), ("000", "15/12 17:00", 10), ("000:continue", "11/12 17:00", -6)],
)
def test_what_a_supplement_does_to_the_clocks(house: House, profile: str, ends: str, step_left: int) -> None:
    name, _, policy = profile.partition(":")
    house = under(house, name, **({"supplement_policy": policy} if policy else {}))
    set_up(house, b={"budget": "20h"})
    code = at_expert(house)
    ask(house, code, ASKED)
    assert dossier(house, code).state == "waiting_supplement"
    supply_own(house, code, SUPPLIED, "ban_do")
    assert (dossier(house, code).state, due(house, code)) == ("processing", ends)
    shown = open_page(house, code, local(SUPPLIED), DESK)
    assert f"{shown.deadline.due_at:%d/%m %H:%M}" == ends
    assert shown.waiting[0].remaining == step_left * 3600
    original = dossier(house, code).original_due_at
    assert original == local("2026-12-11 17:00")


@pytest.mark.req("E-19")
@pytest.mark.parametrize(("profile", "stands"), [("000", 30), ("002", 30), ("000:continue", 22)])
def test_while_the_applicant_is_waited_for_the_clock_stands_unless_the_rules_let_it_run(
    house: House, profile: str, stands: int
) -> None:
    name, _, policy = profile.partition(":")
    house = under(house, name, **({"supplement_policy": policy} if policy else {}))
    set_up(house)
    code = at_expert(house)
    ask(house, code, ASKED)
    # A working day later.
    shown = open_page(house, code, local("2026-12-09 09:00"), DESK)
    assert shown.remaining == stands * 3600


def test_what_a_restart_has_superseded_is_kept_for_the_trail(house: House) -> None:
    house = under(house, "002")
    set_up(house)
    code = at_expert(house)
    ask(house, code, ASKED)
    supply_own(house, code, SUPPLIED, "ban_do")
    found = rows(
        house, "select kind, count(*) n from clock_interval where reason = 'superseded' group by kind"
    )
    assert {row.kind: row.n for row in found} == {"dossier": 1, "step": 1, "agency": 1}
    finish(house, code, "b", now=local("2026-12-10 11:00"), login=EXPERT)
    shown = open_page(house, code, local("2026-12-10 11:00"), DESK)
    # The step finished before the request keeps its time, the asking one counts from the supply.
    assert [visit.used for visit in shown.visits] == [0, 7200, 0]


@pytest.mark.req("D-08", "A-22")
def test_only_listed_papers_may_be_asked_for_and_with_a_slip(house: House) -> None:
    house = under(house, "000")
    set_up(house)
    code = at_expert(house)
    with pytest.raises(ValidationError) as refused:
        act(house, EXPERT, code, "request_supplement", ASKED, papers=("so_do",), reason="Thiếu")
    assert [one.pointer for one in refused.value.errors] == ["/slip", "/papers"]
    assert dossier(house, code).state == "processing"
    ask(house, code, ASKED)
    assert value(house, "select slot from file where slot like 'slip:%'") == "slip:supplement"
    told = value(house, "select detail ->> 'papers' from audit where action = 'request_supplement'")
    assert told == '["Bản đồ"]'


@pytest.mark.req("D-08", "E-21")
def test_old_and_new_files_both_remain(house: House) -> None:
    house = under(house, "000")
    set_up(house)
    code = at_expert(house)
    ask(house, code, ASKED, "ban_do", "uy_quyen")
    with pytest.raises(ValidationError) as refused:
        supply_own(house, code, SUPPLIED, "ban_do")
    assert [one.pointer for one in refused.value.errors] == ["/uy_quyen"]
    supply_own(house, code, SUPPLIED, "ban_do", "uy_quyen")
    found = rows(house, "select name, replaced_at from file where slot = 'paper:ban_do' order by id")
    assert [(row.name, row.replaced_at) for row in found] == [
        ("ban_do.pdf", local(SUPPLIED)),
        ("ban_do_moi.pdf", None),
    ]
    with house.work() as work:
        own = lookup.own(work, actor_of(house, CITIZEN), code, local(SUPPLIED))
    assert {file.name for file in own.files} == {"ban_do.pdf", "ban_do_moi.pdf", "uy_quyen_moi.pdf"}


def test_the_desk_takes_papers_in_and_says_which_have_come(house: House) -> None:
    house = under(house, "000")
    set_up(house)
    code = at_expert(house)
    ask(house, code, ASKED, "ban_do", "uy_quyen")
    with pytest.raises(ValidationError) as refused:
        act(house, DESK, code, "supply", SUPPLIED, papers=("ban_do",))
    (missing,) = refused.value.errors
    assert (missing.pointer, "Giấy ủy quyền" in missing.message.vi) == ("/papers", True)
    act(house, DESK, code, "supply", SUPPLIED, papers=("ban_do", "uy_quyen"), uploads=(SLIP,))
    assert dossier(house, code).state == "processing"
    with pytest.raises(NotAllowedError):
        act(house, EXPERT, code, "supply", SUPPLIED, papers=("ban_do", "uy_quyen"))
    with pytest.raises(ConflictError):
        act(house, DESK, code, "supply", SUPPLIED, papers=("ban_do", "uy_quyen"))


def test_nobody_else_supplies_and_nothing_is_supplied_unasked(house: House) -> None:
    house = under(house, "000")
    set_up(house)
    code = at_expert(house)
    with pytest.raises(ConflictError):
        supply_own(house, code, ASKED, "ban_do")
    ask(house, code, ASKED)
    with house.work() as work, pytest.raises(NotFoundError):
        supplement.supply_own(work, actor_of(house, "khoi@example.vn"), code, {}, local(SUPPLIED))


@pytest.mark.req("D-08")
def test_a_procedure_may_allow_one_request_only(house: House) -> None:
    house = under(house, "000", supplement_max=1)
    set_up(house)
    code = at_expert(house)
    ask(house, code, ASKED)
    supply_own(house, code, SUPPLIED, "ban_do")
    with pytest.raises(ConflictError) as refused:
        ask(house, code, "2026-12-10 10:00")
    assert "đủ 1 lần" in refused.value.message.vi
    assert "all that the rules allow" in refused.value.message.en
    assert dossier(house, code).state == "processing"


@pytest.mark.req("C-08", "D-08")
@pytest.mark.parametrize(
    ("profile", "decide_by"),
    # Asked after three hours of eight, supplied on Wednesday 10:00: begins anew, has five left, has been over since Monday.
    [("002", "2026-12-10 10:00"), ("000", "2026-12-09 17:00"), ("000:continue", "2026-12-07 17:00")],
)
def test_before_acceptance_asking_does_to_the_desks_clock_what_the_rules_say(
    house: House, profile: str, decide_by: str
) -> None:
    name, _, policy = profile.partition(":")
    house = under(house, name, **({"supplement_policy": policy} if policy else {}))
    set_up(house)
    code = sent(house)
    assert dossier(house, code).intake_due_at == local("2026-12-07 17:00")
    ask(house, code, "2026-12-07 10:00", login=DESK)
    assert dossier(house, code).state == "waiting_supplement"
    supply_own(house, code, "2026-12-09 10:00", "ban_do")
    assert dossier(house, code).state == "sent"
    assert dossier(house, code).intake_due_at == local(decide_by)
    accept_dossier(house, code, local("2026-12-10 10:00"))
    assert due(house, code) == "17/12 10:00"
    shown = open_page(house, code, local("2026-12-10 11:00"), DESK)
    assert (shown.deadline.due_at, shown.remaining) == (local("2026-12-17 10:00"), 39 * 3600)


def test_the_wait_survives_a_restart_and_the_asking_step_goes_on_waiting(
    house: House, settings: Settings, database_url: str
) -> None:
    code = _asked_in(under(house, "000"))
    before = waiting_of(house, code)[0].task_id
    fresh = under(build_house(settings, database_url), "000")
    supply_own(fresh, code, SUPPLIED, "ban_do")
    assert waiting_of(fresh, code)[0].task_id == before
    finish(fresh, code, "b", now=local(SUPPLIED), login=EXPERT)
    assert [row.step_id for row in waiting_of(fresh, code)] == ["c"]
    fresh.engine.dispose()


def test_nothing_is_done_at_the_step_while_the_applicant_is_waited_for(house: House) -> None:
    code = _asked_in(under(house, "000"))
    with pytest.raises(ConflictError):
        finish(house, code, "b", now=local(SUPPLIED), login=EXPERT)
    with pytest.raises(ConflictError):
        ask(house, code, SUPPLIED)


def _asked_in(house: House) -> str:
    set_up(house)
    code = at_expert(house)
    ask(house, code, ASKED)
    return code


def test_a_file_that_will_not_do_changes_nothing(house: House) -> None:
    house = under(house, "000")
    code = _asked_in(house)
    disguised = {"ban_do": [Upload("gia.pdf", b"<html></html>")]}
    with house.work() as work, pytest.raises(FileError, match="PDF"):
        supplement.supply_own(work, actor_of(house, CITIZEN), code, disguised, local(SUPPLIED))
    assert dossier(house, code).state == "waiting_supplement"


@pytest.mark.req("D-08", "E-19")
def test_a_procedure_may_decide_otherwise_than_its_province(house: House) -> None:
    decided = (
        '<m:setting key="clock.supplement_policy" value="pause_resume"/>'
        '<m:setting key="resubmit.code" value="same"/><m:setting key="supplement.max" value="1"/>'
    )
    house = under(house, "001")
    set_up(house, facts=decided)
    code = at_expert(house)
    ask(house, code, ASKED)
    supply_own(house, code, SUPPLIED, "ban_do")
    assert (dossier(house, code).state, due(house, code)) == ("processing", "15/12 17:00")
    with pytest.raises(ConflictError, match="đủ 1 lần"):
        ask(house, code, "2026-12-10 10:00")
