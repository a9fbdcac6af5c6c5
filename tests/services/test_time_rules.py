"""Rules of time that a province or a procedure decides for itself, honoured by the services."""

from __future__ import annotations

import pytest
from fixtures_dossier import accept_dossier, actor_of, open_page, waiting_of
from fixtures_watch import local
from services.ending_story import DESK, SLIP, act, at_expert, dossier, due, give_role, sent, set_up, under
from services.routing_story import serve

from motcua.domain.errors import NotAllowedError
from motcua.services.desk import dossiers, offered
from motcua.services.work import House

LEADER_THERE = "tp.lanhdao"


@pytest.mark.req("E-04")
@pytest.mark.parametrize(("start", "ends"), [("accepted", "14/12 14:00"), ("submitted", "14/12 09:00")])
def test_the_limit_runs_from_acceptance_or_from_sending(house: House, start: str, ends: str) -> None:
    house = under(house, "001", clock_start=start)
    set_up(house)
    code = sent(house, "2026-12-07 09:00")
    accept_dossier(house, code, local("2026-12-07 14:00"))
    assert due(house, code) == ends
    row = dossier(house, code)
    assert row.original_due_at == row.due_at
    assert row.accepted_counted_at == local("2026-12-07 14:00")
    shown = open_page(house, code, local("2026-12-07 15:00"), DESK)
    assert shown.deadline.due_at == row.due_at
    # The step began with the acceptance whatever the dossier's limit.
    assert shown.waiting[0].used == 3600


def test_what_was_waited_for_before_acceptance_is_not_counted_from_sending(house: House) -> None:
    house = under(house, "000", clock_start="submitted")
    set_up(house)
    code = sent(house, "2026-12-07 09:00")
    act(
        house,
        DESK,
        code,
        "request_supplement",
        "2026-12-07 10:00",
        papers=("ban_do",),
        reason="Mờ",
        slip=SLIP,
    )
    act(house, DESK, code, "supply", "2026-12-08 10:00", papers=("ban_do",))
    accept_dossier(house, code, local("2026-12-08 11:00"))
    # 40h from Monday 09:00, and the eight of the wait.
    assert due(house, code) == "15/12 09:00"


@pytest.mark.req("E-05", "E-03")
def test_a_procedure_has_its_own_time_for_the_desk(house: House) -> None:
    house = under(house, "001")
    set_up(house, facts='<m:setting key="intake.limit_hours" value="4"/>')
    assert dossier(house, sent(house)).intake_due_at == local("2026-12-07 11:00")


@pytest.mark.req("E-03")
@pytest.mark.parametrize(
    ("rule", "counted"), [("next_start", "2026-12-08 07:00"), ("actual", "2026-12-07 20:00")]
)
def test_what_is_done_at_night_counts_in_the_morning_or_as_it_happened(
    house: House, rule: str, counted: str
) -> None:
    house = under(house, "001", out_of_hours=rule)
    set_up(house)
    code = sent(house)
    accept_dossier(house, code, local("2026-12-07 20:00"))
    row = dossier(house, code)
    assert (row.accepted_at, row.accepted_counted_at) == (local("2026-12-07 20:00"), local(counted))
    # Working time is the same either way.
    assert due(house, code) == "14/12 17:00"


@pytest.mark.req("J-09", "E-16")
def test_a_leader_of_the_steps_agency_decides_about_his_step_and_not_about_the_dossier(house: House) -> None:
    """The agency that received answers to the applicant for the whole (Điều 18.1.c, 18.2.b)."""
    set_up(house, b={"agency": "code:H50.27"})
    serve(house, "tp.hotich", "H50.27")
    give_role(house, LEADER_THERE, "lanh_dao_co_quan")
    code = at_expert(house)
    there = actor_of(house, LEADER_THERE)
    with house.work() as work:
        shown = dossiers.page(work, there, code, local("2026-12-07 08:00"))
        keys = {one.action.key for one in offered.of(work, there, shown)}
    assert {"assign", "urge"} <= keys
    assert not keys & {"pause", "stop"}
    for key, given in (("pause", {}), ("stop", {"slip": SLIP})):
        with pytest.raises(NotAllowedError, match="Duyệt gia hạn"):
            act(house, LEADER_THERE, code, key, "2026-12-07 08:00", reason="Chờ", **given)
    act(house, LEADER_THERE, code, "urge", "2026-12-07 08:00", opinion="Nhanh")
    extension = {"duration": "2h", "reason": "Phức tạp", "slip": SLIP}
    act(house, "tp.hotich", code, "request_extension", "2026-12-07 08:10", **extension)
    act(house, LEADER_THERE, code, "approve_extension", "2026-12-07 08:20")
    assert due(house, code) == "14/12 09:00"
    act(house, "quoc.dang", code, "pause", "2026-12-07 08:30", reason="Chờ")
    assert waiting_of(house, code)[0].step_id == "b"
