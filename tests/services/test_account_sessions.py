"""Sessions: seen, locked, ended, two places at once; presence by day; what is forgotten after a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fixtures_accounts import HERE, person
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import rows, statements, value

from motcua.domain.errors import InputError, NotAllowedError, NotFoundError
from motcua.services.accounts import sessions
from motcua.services.accounts.sessions import Limits, Origin
from motcua.services.people import presence
from motcua.services.work import House

ELSEWHERE = Origin("203.0.113.9", "Firefox · Windows")
LIMITS = Limits(timedelta(minutes=30), timedelta(hours=12))
MINUTE = timedelta(minutes=1)


def begin(house: House, login: str = "ha.tran", origin: Origin = HERE, now=NOW) -> int:
    with house.work() as work:
        return sessions.begin(work, actor_of(house, login), origin, now)


def keep_up(house: House, session_id: int, now, login: str = "ha.tran"):
    with house.work() as work:
        return sessions.keep_up(work, actor_of(house, login), session_id, LIMITS, now)


@pytest.mark.req("J-17")
def test_an_idle_officer_is_locked_until_the_password_and_stays_signed_in(house: House) -> None:
    session_id = begin(house)
    assert not keep_up(house, session_id, NOW + 30 * MINUTE).is_locked
    assert keep_up(house, session_id, NOW + 61 * MINUTE).is_locked
    assert keep_up(house, session_id, NOW + 62 * MINUTE).is_locked, "asking again does not open it"
    with house.work() as work:
        sessions.unlock(work, actor_of(house, "ha.tran"), session_id, NOW + 63 * MINUTE)
    assert not keep_up(house, session_id, NOW + 64 * MINUTE).is_locked


def test_citizens_are_not_locked(house: House) -> None:
    session_id = begin(house, "hang@example.vn")
    assert not keep_up(house, session_id, NOW + timedelta(hours=5), "hang@example.vn").is_locked


def test_a_session_ends_after_the_longest_time_however_busy(house: House) -> None:
    session_id = begin(house)
    for hour in range(25):
        assert keep_up(house, session_id, NOW + timedelta(minutes=29 * hour)) is not None, hour
    assert keep_up(house, session_id, NOW + timedelta(hours=12, seconds=1)) is None
    assert value(house, "select ended_why from account_session") == "expired"


def test_being_seen_is_written_at_most_once_a_minute(house: House) -> None:
    session_id = begin(house)
    for seconds, writes in ((59, 0), (60, 1), (61, 0), (119, 0), (120, 1)):
        with statements(house) as sent:
            keep_up(house, session_id, NOW + timedelta(seconds=seconds))
        assert sum(one.startswith("UPDATE account_session") for one in sent) == writes, seconds


@pytest.mark.req("J-01")
@pytest.mark.req("J-13")
def test_signing_in_at_a_second_place_tells_the_holder_and_the_audit(house: House) -> None:
    first = begin(house)
    begin(house, now=NOW + MINUTE)
    assert keep_up(house, first, NOW + MINUTE).notices == 0, "the same place again is no alert"
    begin(house, origin=ELSEWHERE, now=NOW + 2 * MINUTE)
    assert keep_up(house, first, NOW + 2 * MINUTE).notices == 1
    (alert,) = rows(house, "select * from audit where action = 'account.second_place'")
    assert first in alert.detail["others"]
    with house.work() as work:
        _, notices = sessions.own(work, actor_of(house, "ha.tran"), NOW)
    assert "nơi thứ hai" in notices[0].body
    assert keep_up(house, first, NOW + 2 * MINUTE).notices == 0, "told once"


def test_one_place_after_the_other_is_no_alert(house: House) -> None:
    begin(house)
    begin(house, origin=ELSEWHERE, now=NOW + 16 * MINUTE)
    assert value(house, "select count(*) from account_notice") == 0


def test_only_ones_own_sessions_are_ended(house: House) -> None:
    mine, other = begin(house), begin(house, "lan.phan")
    with house.work() as work, pytest.raises(NotFoundError):
        sessions.end_own(work, actor_of(house, "ha.tran"), other, NOW)
    with house.work() as work:
        sessions.end_own(work, actor_of(house, "ha.tran"), mine, NOW)
    assert keep_up(house, mine, NOW) is None
    assert keep_up(house, other, NOW, "lan.phan") is not None
    assert keep_up(house, mine, NOW, "lan.phan") is None, "a session is good for its own account only"


def test_signing_out_everywhere_leaves_nothing_open(house: House) -> None:
    held = [begin(house), begin(house, origin=ELSEWHERE)]
    with house.work() as work:
        sessions.end_everywhere(work, actor_of(house, "ha.tran"), NOW)
    assert [keep_up(house, one, NOW) for one in held] == [None, None]
    assert value(house, "select epoch from account where login = 'ha.tran'") == 1


def test_sessions_nobody_came_back_to_are_closed_as_of_when_they_were_last_seen(house: House) -> None:
    begin(house)
    with house.work() as work:
        sessions.tidy(work, NOW + timedelta(days=1))
    assert value(house, "select ended_at from account_session") is None
    with house.work() as work:
        sessions.tidy(work, NOW + timedelta(days=1, seconds=1))
    assert value(house, "select ended_at from account_session") == NOW


@pytest.mark.req("J-17")
def test_presence_lists_hours_by_day_within_the_subtree(house: House) -> None:
    first = begin(house, now=NOW)
    begin(house, origin=ELSEWHERE, now=NOW + timedelta(hours=1))
    begin(house, "tp.tiepnhan", now=NOW)
    with house.work() as work:
        sessions.unlock(work, actor_of(house, "ha.tran"), first, NOW + timedelta(hours=3))
    day = date(2026, 11, 23)
    with house.work() as work:
        everyone = presence.report(work, person(house, "quantri.tinh"), day, day, NOW)
        assert {(one.name, one.total) for one in everyone} >= {("Trần Thị Thu Hà", timedelta(hours=3))}
        with pytest.raises(NotAllowedError):
            presence.report(work, person(house, "quantri.phuong"), day, day, NOW)
        with pytest.raises(InputError):
            presence.report(work, person(house, "quantri.tinh"), day, day - timedelta(days=1), NOW)
        with pytest.raises(InputError):
            presence.report(work, person(house, "quantri.tinh"), day, day + timedelta(days=31), NOW)


ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("spans", "hours"),
    [
        ([("2026-11-23 07:00", "2026-11-23 11:00")], {23: 4}),
        ([("2026-11-23 07:00", "2026-11-23 11:00"), ("2026-11-23 08:00", "2026-11-23 09:00")], {23: 4}),
        ([("2026-11-23 07:00", "2026-11-23 10:00"), ("2026-11-23 09:00", "2026-11-23 12:00")], {23: 5}),
        ([("2026-11-23 22:00", "2026-11-24 01:00")], {23: 2, 24: 1}),
        ([("2026-11-23 07:00", "2026-11-23 07:00")], {}),
    ],
)
def test_time_is_counted_once_and_to_its_local_day(spans, hours) -> None:
    found = presence.by_day([(at(start), at(end)) for start, end in spans], ZONE)
    assert {day.day: time / timedelta(hours=1) for day, time in found.items()} == hours
