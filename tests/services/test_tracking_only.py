"""Dossiers of an agency whose own system is not connected: written down by hand, seen like any other (C-14)."""

from __future__ import annotations

import pytest
from fixtures_dossier import actor_of
from fixtures_model import CODE, bpmn_of, release
from fixtures_watch import everything, local, value

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.desk import lookup
from motcua.services.dossier import actions, tracking_only
from motcua.services.dossier.case import Given
from motcua.services.dossier.tracking_only import Tracked
from motcua.services.exchange import tracking_agencies
from motcua.services.numbers import oversight
from motcua.services.work import House

TAX, OFFICER, TOP = "G12.45.02", "thue.canbo", "quantri.tinh"
MONDAY = local("2026-12-07 08:00")


def tax(house: House) -> int:
    return int(value(house, f"select id from agency where code = '{TAX}'"))


def unconnected(house: House, *, only_tracks: bool = True) -> None:
    with house.work() as work:
        tracking_agencies.declare(work, actor_of(house, TOP), tax(house), MONDAY, only_tracks=only_tracks)


def begun(house: House, login: str = OFFICER) -> str:
    with house.work() as work:
        tracked = Tracked(tax(house), CODE, "Công ty Gió Lào", MONDAY, "TT-0077")
        return tracking_only.begin(work, actor_of(house, login), tracked, local("2026-12-07 09:00"))


def write(house: House, code: str, state: str, at: str, login: str = OFFICER) -> None:
    with house.work() as work:
        who = actor_of(house, login)
        tracking_only.write_down(work, who, code, state, local(at), "", local("2026-12-18 16:00"))


@pytest.mark.req("C-14")
def test_three_states_by_hand_in_lookup_with_clock_and_class_and_no_process(house: House) -> None:
    release(house, bpmn_of("S>a a>E", limit="16h"))
    unconnected(house)
    code = begun(house)
    assert code.startswith(TAX)
    # Monday 08:00 to 17:00 (7 h), then the clock waits a week for the applicant: 9 h are left.
    write(house, code, "waiting_supplement", "2026-12-07 17:00")
    write(house, code, "processing", "2026-12-15 07:00")
    with house.work() as work:
        shown = tracking_only.shown(work, actor_of(house, OFFICER), code, local("2026-12-15 08:00"))
        assert shown.deadline is not None
        assert shown.deadline.due_at == local("2026-12-16 08:00")
        assert shown.row.due_at == shown.deadline.due_at
        assert (shown.outside_code, shown.may_write) == ("TT-0077", True)
        assert [one.detail["state"] for one in shown.history] == [
            "accepted",
            "waiting_supplement",
            "processing",
        ]
    top = actor_of(house, TOP)
    for at, late in (("2026-12-16 08:00", []), ("2026-12-16 08:01", [code])):
        with house.work() as work:
            found = oversight.watched(work, top, local(at))
        assert [row.code for row in found.tracked.items] == late
    write(house, code, "returned", "2026-12-16 08:00")
    with house.work() as work:
        track = lookup.track(work, code, local("2026-12-17 08:00"))
        assert (track.row.state, track.timeliness, track.passages) == ("returned", "on_time", [])
        (row,) = tracking_only.listed(work, actor_of(house, TOP)).items
        assert (row.code, row.state) == (code, "returned")
    assert value(house, "select count(*) from dossier_step") == 0
    with pytest.raises(ConflictError), house.work() as work:
        actions.perform(work, actor_of(house, TOP), code, "reopen", Given(reason="Thử"), MONDAY)


@pytest.mark.req("C-14")
def test_what_cannot_be_true_and_who_may_not_is_refused_and_changes_nothing(house: House) -> None:
    release(house, bpmn_of("S>a a>E", limit="16h"))
    with pytest.raises(NotAllowedError):
        begun(house)
    unconnected(house)
    code = begun(house)
    before = everything(house)
    for state, at, pointer in (
        ("accepted", "2026-12-08 08:00", "/state"),
        ("no_such", "2026-12-08 08:00", "/state"),
        ("processing", "2026-12-07 07:59", "/at"),
        ("processing", "2026-12-19 08:00", "/at"),
    ):
        with pytest.raises(ValidationError) as caught:
            write(house, code, state, at)
        assert [one.pointer for one in caught.value.errors] == [pointer]
    with pytest.raises(NotAllowedError):
        write(house, code, "processing", "2026-12-08 08:00", "ha.tran")
    with pytest.raises(NotAllowedError):
        begun(house, "ha.tran")
    with pytest.raises(NotAllowedError), house.work() as work:
        tracking_only.shown(work, actor_of(house, "ha.tran"), code, MONDAY)
    with pytest.raises(NotAllowedError), house.work() as work:
        tracking_agencies.declare(work, actor_of(house, OFFICER), tax(house), MONDAY, only_tracks=False)
    assert everything(house) == before
    unconnected(house, only_tracks=False)
    with pytest.raises(NotAllowedError):
        write(house, code, "processing", "2026-12-08 08:00")
    assert value(house, f"select state from dossier where code = '{code}'") == "accepted"


@pytest.mark.req("C-14")
def test_what_is_missing_when_one_is_begun_is_said_at_its_field(house: House) -> None:
    unconnected(house)
    with house.work() as work, pytest.raises(ValidationError) as caught:
        tracking_only.begin(work, actor_of(house, OFFICER), Tracked(tax(house), "", "A", None), MONDAY)
    said = {one.pointer: one.message.vi for one in caught.value.errors}
    assert list(said) == ["/procedure", "/name", "/received_at"]
    assert said["/procedure"] == "Chọn thủ tục."
