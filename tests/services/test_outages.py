"""Outages and what is entered after them: true times within an incident only, approved by somebody else (C-13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fixtures_dossier import PDF, actor_of, open_page
from fixtures_model import CODE, bpmn_of, finish, release
from fixtures_watch import everything, local, rows, value
from services.time_story import DESK, EXPERT, LEADER, act, give_role

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.desk import lookup
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.intake import backfill, outages
from motcua.services.intake.backfill import Handled
from motcua.services.papers.files import Upload
from motcua.services.work import House
from motcua.store.base import Record

IT = "cntt.phuong"
# Tuesday; the system stood still all of Monday.
NOW = local("2026-12-08 08:00")
WARD = "H50.16"


def ward(house: House) -> int:
    return int(value(house, f"select id from agency where code = '{WARD}'"))


def declared(house: House, ends: str = "2026-12-07 17:00", at: str = "2026-12-08 07:30") -> Record:
    with house.work() as work:
        starts, until = local("2026-12-07 07:00"), local(ends) if ends else None
        who = actor_of(house, IT)
        return outages.declare(work, who, ward(house), starts, until, "Mất điện toàn phường", local(at))


def set_up(house: House) -> Record:
    drawing = bpmn_of("S>a a>b b>E", limit="16h", a={"position": "tiep_nhan", "phase": "receive"})
    release(house, drawing)
    give_role(house, LEADER, "lanh_dao_co_quan")
    return declared(house)


def by_hand(house: House, outage: Record | None, **how: Any) -> Handled:
    handled = Handled(
        procedure_code=CODE,
        agency_id=ward(house),
        outage_id=outage.id if outage is not None else None,
        received_at=local("2026-12-07 08:00"),
        name="Trần Văn Tay",
        identity="045088000999",
        answers={"von": 1},
        checklist={"don": "good"},
    )
    return replace(handled, **how)


def entered(house: House, handled: Handled, login: str = DESK) -> str:
    with house.work() as work:
        return backfill.enter(work, actor_of(house, login), handled, NOW)


def wrong(house: House, handled: Handled) -> set[str]:
    before = everything(house)
    with pytest.raises(ValidationError) as caught:
        entered(house, handled)
    assert everything(house) == before
    return {one.pointer for one in caught.value.errors}


def decided(house: House, code: str, key: str, login: str = LEADER, **given: Any) -> None:
    with house.work() as work:
        actions.perform(work, actor_of(house, login), code, key, Given(**given), NOW)


@pytest.mark.req("C-13")
def test_received_yesterday_within_an_incident_the_clock_starts_yesterday(house: House) -> None:
    outage = set_up(house)
    code = entered(house, by_hand(house, outage, scans={"don": (Upload("don.pdf", PDF),)}))
    assert code.startswith(f"{WARD}-261207")
    scanned = rows(house, "select name, slot, dossier_id is not null as is_kept from file")
    assert scanned == [("don.pdf", "paper:don", True)]
    # Those who may approve hear of it, not who entered it.
    asked = rows(house, "select body, account_id from message where event = 'entry_waits'")
    told = {one.account_id for one in asked}
    assert actor_of(house, LEADER).id in told
    assert not told & {actor_of(house, DESK).id, actor_of(house, EXPERT).id}
    assert f"{code} nhập bù theo sự cố số 1/2026" in asked[0].body
    waiting = open_page(house, code, NOW, DESK)
    assert (waiting.row.state, waiting.deadline, waiting.waiting) == ("sent", None, [])
    assert waiting.row.submitted_at == local("2026-12-07 08:00")
    with house.work() as work:
        (entry,) = backfill.waiting(work, actor_of(house, LEADER))
        assert (entry.code, entry.entered_name) == (code, "Trần Thị Thu Hà")
        with pytest.raises(NotAllowedError):
            backfill.waiting(work, actor_of(house, DESK))
    decided(house, code, "approve_back_entry")
    shown = open_page(house, code, NOW, DESK)
    # 16 hours from Monday 08:00: 7 on Monday, 8 on Tuesday, the last on Wednesday.
    assert shown.deadline is not None
    assert (shown.row.state, shown.row.accepted_at) == ("accepted", local("2026-12-07 08:00"))
    assert shown.deadline.due_at == local("2026-12-09 08:00")
    assert shown.waiting[0].used == 8 * 3600
    # Both times stand in the history: when it was written down, and from when it counts.
    (line,) = [one for one in shown.history if one.action == "accept"]
    assert (line.at, line.counted_at) == (NOW, local("2026-12-07 08:00"))
    assert line.detail["outage"] == "1/2026"
    finish(house, code, "a", now=NOW, login=DESK)
    assert [visit.row.step_id for visit in open_page(house, code, NOW, DESK).waiting] == ["b"]
    with house.work() as work:
        assert backfill.waiting(work, actor_of(house, LEADER)) == []
        assert [one.outcome for one in backfill.own(work, actor_of(house, DESK))] == ["approved"]


@pytest.mark.req("C-13")
def test_past_times_without_an_incident_or_outside_it_are_refused_by_field(house: House) -> None:
    outage = set_up(house)
    assert wrong(house, by_hand(house, None)) == {"/outage"}
    assert wrong(house, by_hand(house, outage, received_at=local("2026-12-07 06:59"))) == {"/received_at"}
    assert wrong(house, by_hand(house, outage, received_at=local("2026-12-07 17:01"))) == {"/received_at"}
    assert wrong(house, by_hand(house, outage, received_at=None)) == {"/received_at"}
    assert wrong(house, by_hand(house, outage, scans={"don": (Upload("don.exe", b"MZ"),)})) == {"/don"}
    late = local("2026-12-07 07:59")
    assert wrong(house, by_hand(house, outage, result_at=late)) == {"/result_at"}
    assert wrong(house, by_hand(house, outage, name="", identity="12", answers={})) == {
        "/name",
        "/identity",
        "/von",
    }
    with house.work() as work:
        outages.close(work, actor_of(house, IT), outage.id, None, NOW)
    assert wrong(house, by_hand(house, outage)) == {"/outage"}


@pytest.mark.req("C-13")
def test_nobody_approves_his_own_entry_and_nothing_else_moves_it_before(house: House) -> None:
    outage = set_up(house)
    give_role(house, DESK, "lanh_dao_co_quan")
    code = entered(house, by_hand(house, outage))
    before = everything(house)
    for key, login in (("approve_back_entry", DESK), ("accept", DESK), ("approve_back_entry", EXPERT)):
        with pytest.raises((NotAllowedError, ConflictError)):
            decided(house, code, key, login)
    with pytest.raises(ConflictError), house.work() as work:
        outages.close(work, actor_of(house, IT), outage.id, None, NOW)
    assert everything(house) == before
    with pytest.raises(ValidationError):
        decided(house, code, "refuse_back_entry", reason="")
    decided(house, code, "refuse_back_entry", reason="Sai ngày nhận")
    assert value(house, f"select state from dossier where code = '{code}'") == "refused_at_intake"
    told = rows(house, "select body from message where event like 'back_entry%'")
    assert [one.body for one in told] == [f"Hồ sơ nhập bù {code} không được duyệt: Sai ngày nhận"]
    with pytest.raises(ConflictError):
        decided(house, code, "approve_back_entry")
    with pytest.raises(ConflictError):
        decided(house, code, "reopen", "quantri.tinh", reason="Thử")


@pytest.mark.req("C-13")
def test_what_was_finished_by_hand_has_its_true_result_time_and_is_only_handed_over(house: House) -> None:
    outage = set_up(house)
    code = entered(house, by_hand(house, outage, result_at=local("2026-12-07 11:00")))
    decided(house, code, "approve_back_entry")
    shown = open_page(house, code, NOW, DESK)
    assert (shown.row.state, shown.row.result_at) == ("result_available", local("2026-12-07 11:00"))
    assert (shown.timeliness, shown.waiting) == ("early", [])
    act(house, DESK, code, "return_result", "2026-12-08 09:00")
    with house.work() as work:
        assert lookup.track(work, code, NOW).row.state == "returned"


@pytest.mark.req("C-13")
def test_outages_are_numbered_by_agency_and_year_and_declared_by_those_who_may(house: House) -> None:
    first, second = declared(house), declared(house, ends="")
    assert (first.year, first.number, second.number, second.ends_at) == (2026, 1, 2, None)
    with house.work() as work:
        it, other = actor_of(house, IT), actor_of(house, "tp.tiepnhan")
        assert [row.number for row in outages.listed(work, it).items] == [2, 1]
        assert [row.number for row in outages.open_for(work, actor_of(house, DESK))] == [2, 1]
        assert outages.open_for(work, other) == []
        with pytest.raises(NotAllowedError):
            outages.listed(work, actor_of(house, DESK))
        with pytest.raises(NotAllowedError):
            outages.declare(work, actor_of(house, DESK), ward(house), NOW, None, "Mất mạng lâu", NOW)
        with pytest.raises(ValidationError) as caught:
            outages.declare(work, it, ward(house), local("2026-12-09 07:00"), NOW, "", NOW)
        assert {one.pointer for one in caught.value.errors} == {"/starts_at", "/ends_at", "/story"}
    # While it lasts it is closed only with its end.
    with pytest.raises(ValidationError), house.work() as work:
        outages.close(work, actor_of(house, IT), second.id, None, NOW)
    with house.work() as work:
        outages.close(work, actor_of(house, IT), second.id, NOW, NOW)
    with house.work() as work:
        assert [row.number for row in outages.open_for(work, actor_of(house, DESK))] == [1]
