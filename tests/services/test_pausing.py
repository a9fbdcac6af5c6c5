"""A leader stops the clock and lets it go on: pauses are a union and stop everybody's clock (R-13, E-02)."""

from __future__ import annotations

import pytest
from fixtures_dossier import open_page
from fixtures_watch import local, rows, value
from services import ending_story
from services.time_story import DESK, EXPERT, LEADER, SLIP, act, dates, started

from motcua.bootstrap import build_house
from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.domain.time.explain import explain_deadline
from motcua.services.work import House
from motcua.settings import Settings


@pytest.mark.req("E-28")
def test_a_pause_moves_dossier_and_step_by_its_working_time(
    house: House, settings: Settings, database_url: str
) -> None:
    code = started(house)
    act(house, LEADER, code, "pause", "2026-12-07 09:00", reason="Chờ Bộ trả lời")
    during = open_page(house, code, local("2026-12-08 09:00"), DESK)
    assert (during.remaining, during.waiting[0].remaining) == (22 * 3600, 2 * 3600)
    assert during.level == "none"
    # A process that starts anew reads the same pause: nothing of it is in memory.
    fresh = build_house(settings, database_url)
    act(fresh, LEADER, code, "resume", "2026-12-08 09:00")
    fresh.engine.dispose()
    # Monday 09:00 to Tuesday 09:00 are 8 working hours.
    assert dates(house, code, "2026-12-08 09:30") == ("10/12 17:00", "11/12 07:00")
    assert value(house, "select due_at from dossier_step where left_at is null") == local("2026-12-08 11:00")
    (stop,) = rows(house, "select * from clock_interval where reason = 'paused'")
    assert (stop.started_at, stop.ended_at) == (local("2026-12-07 09:00"), local("2026-12-08 09:00"))


def test_a_pause_at_night_takes_no_working_time(house: House) -> None:
    code = started(house)
    act(house, LEADER, code, "pause", "2026-12-07 19:00", reason="Chờ")
    act(house, LEADER, code, "resume", "2026-12-07 21:00")
    assert dates(house, code, "2026-12-08 08:00") == ("09/12 17:00", "10/12 07:00")


def test_one_pause_at_a_time_by_who_approves_and_with_a_reason(house: House) -> None:
    code = started(house)
    with pytest.raises(ValidationError):
        act(house, LEADER, code, "pause", "2026-12-07 09:00")
    with pytest.raises(NotAllowedError):
        act(house, EXPERT, code, "pause", "2026-12-07 09:00", reason="Chờ")
    with pytest.raises(ConflictError, match="không bị lãnh đạo tạm dừng"):
        act(house, LEADER, code, "resume", "2026-12-07 09:00")
    act(house, LEADER, code, "pause", "2026-12-07 09:00", reason="Chờ")
    with pytest.raises(ConflictError, match="tạm dừng tính giờ rồi"):
        act(house, LEADER, code, "pause", "2026-12-07 10:00", reason="Chờ")
    act(house, LEADER, code, "resume", "2026-12-07 10:00")
    act(house, LEADER, code, "pause", "2026-12-07 11:00", reason="Chờ lần hai")
    found = rows(house, "select status from appointment_change where kind = 'pause' order by id")
    assert [row.status for row in found] == ["over", "lasting"]


def test_a_pause_over_an_apology_and_an_extension_is_counted_once(house: House) -> None:
    code = started(house)
    act(house, LEADER, code, "pause", "2026-12-07 09:00", reason="Chờ")
    act(
        house,
        EXPERT,
        code,
        "request_extension",
        "2026-12-07 10:00",
        reason="Thêm",
        duration="4h",
        slip=SLIP,
    )
    act(house, LEADER, code, "approve_extension", "2026-12-07 10:30")
    act(house, LEADER, code, "resume", "2026-12-07 11:00")
    # 24h + 4h granted + 2h of pause from Monday 07:00: 8 + 8 + 8 and 6h of Thursday, 07:00-11:30 and 13:30-15:00.
    assert dates(house, code, "2026-12-07 11:15") == ("10/12 15:00", "11/12 07:00")


def test_the_explanation_names_the_pause(house: House) -> None:
    code = started(house)
    act(house, LEADER, code, "pause", "2026-12-07 09:00", reason="Chờ")
    act(house, LEADER, code, "resume", "2026-12-07 11:00")
    shown = open_page(house, code, local("2026-12-07 11:15"), DESK)
    told = explain_deadline(shown.deadline, shown.stops)
    assert "2 giờ dừng" in told.summary.vi
    notes = [note.text.vi for row in told.rows for note in row.notes]
    assert "Dừng lúc 09:00: tạm dừng" in notes
    assert "Tính tiếp từ 11:00" in notes
    assert "pauses" in [rule.code for rule in told.rules]


@pytest.mark.req("E-28")
def test_a_pause_across_a_wait_for_the_applicant_is_counted_once(house: House) -> None:
    elsewhere = ending_story.under(house, "003")
    ending_story.set_up(elsewhere)
    code = ending_story.at_expert(elsewhere)
    ending_story.ask(elsewhere, code, "2026-12-07 09:00")
    ending_story.act(elsewhere, LEADER, code, "pause", "2026-12-07 10:00", reason="Chờ Bộ trả lời")
    ending_story.act(elsewhere, DESK, code, "supply", "2026-12-07 11:00", papers=("ban_do",), uploads=(SLIP,))
    ending_story.act(elsewhere, LEADER, code, "resume", "2026-12-07 14:30")
    # From 09:00 to 14:30 are 2.5 hours before lunch and one after it; the 40 hours ended on Friday at 17:00.
    assert ending_story.due(elsewhere, code) == "14/12 10:30"
