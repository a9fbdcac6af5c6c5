"""What is watched over: late transfers, late notices, papers told of late, papers asked for twice (D-03, D-19, E-25, E-26)."""

from __future__ import annotations

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, finish
from fixtures_watch import local, rows, statements
from services.ending_story import DESK, EXPERT, LEADER, act, ask, at_expert, sent, set_up, under

from motcua.domain.errors import NotAllowedError
from motcua.services import part
from motcua.services.exchange import late_notices
from motcua.services.messages import applicant_told
from motcua.services.numbers import oversight
from motcua.services.numbers.oversight import Watched
from motcua.services.time import warnings
from motcua.services.work import House
from motcua.store.dossier import dossier as dossiers


def seen(house: House, login: str, at: str) -> Watched:
    with house.work() as work:
        return oversight.watched(work, actor_of(house, login), local(at))


def sweep(house: House, at: str) -> None:
    with house.work() as work:
        warnings.sweep(work, local(at))


@pytest.mark.req("D-03")
def test_what_was_not_passed_on_within_the_grace_is_listed_then_kept_as_passed_on_late(house: House) -> None:
    set_up(house)
    code = sent(house)
    accept_dossier(house, code, local("2026-12-07 07:00"))
    assert seen(house, DESK, "2026-12-07 08:00").transfers.items == []
    sweep(house, "2026-12-07 08:05")
    (late,) = seen(house, DESK, "2026-12-07 08:30").transfers.items
    assert (late.row.code, late.limit_at, late.passed_at) == (code, local("2026-12-07 08:00"), None)
    assert late.over == 30 * 60
    finish(house, code, "a", now=local("2026-12-07 09:00"), login=DESK)
    (late,) = seen(house, LEADER, "2026-12-08 09:00").transfers.items
    assert (late.passed_at, late.over) == (local("2026-12-07 09:00"), 3600)
    # Who works at a later step watches nothing of the desk's; another agency sees nothing; after 30 days it is over.
    assert seen(house, EXPERT, "2026-12-08 09:00").transfers.items == []
    assert seen(house, "tp.tiepnhan", "2026-12-08 09:00").transfers.items == []
    assert seen(house, LEADER, "2027-01-07 09:00").transfers.items == []


@pytest.mark.req("E-25")
def test_a_paper_told_of_after_the_next_session_is_flagged_late(house: House) -> None:
    strict = under(house, "003")
    set_up(strict)
    first, second = at_expert(strict), at_expert(strict)
    # Arrived Monday 07:00: the next session is Monday afternoon.
    ask(strict, first, "2026-12-07 16:59")
    ask(strict, second, "2026-12-08 07:01")
    found = seen(strict, LEADER, "2026-12-08 08:00").missing.items
    assert [(one.row.code, one.is_late) for one in found] == [(second, True), (first, False)]
    assert found[0].limit_at == local("2026-12-07 17:00")
    # Where no limit is set the papers are listed, and nothing is late.
    assert {one.limit_at for one in seen(house, LEADER, "2026-12-08 08:00").missing.items} == {None}


@pytest.mark.req("D-19")
def test_asking_again_for_a_paper_that_is_there_stands_in_the_inspection_list_with_its_reason(
    house: House,
) -> None:
    set_up(house)
    code, other = at_expert(house), at_expert(house)
    # The map came with the form as a file; the power of attorney never did.
    ask(house, code, "2026-12-07 09:00", "ban_do", "uy_quyen")
    ask(house, other, "2026-12-07 09:00", "uy_quyen")
    (again,) = seen(house, LEADER, "2026-12-07 10:00").again.items
    assert (again.row.code, again.reason) == (code, "Bản đồ mờ")
    assert [paper.key for paper in again.papers] == ["ban_do"]
    assert seen(house, DESK, "2026-12-07 10:00").again.items == []


@pytest.mark.req("E-26")
def test_late_notices_say_who_must_still_be_told(house: House) -> None:
    confirming = under(house, "001", notify_require_desk_confirm=True)
    set_up(confirming, limit="12h")
    code = at_expert(confirming)
    with confirming.work() as work:
        late_notices.daily(work, local("2026-12-09 06:10"))
    (notice,) = seen(confirming, DESK, "2026-12-09 08:00").notices.items
    assert (notice.row.code, notice.row.told_at, notice.waits) == (code, None, True)
    with confirming.work() as work:
        work.connection.exec_driver_sql("update warning set told_at = raised_at")
        work.commit()
    assert [one.waits for one in seen(confirming, DESK, "2026-12-09 08:00").notices.items] == [False]


@pytest.mark.req("D-14", "C-14")
def test_what_waits_to_be_confirmed_is_listed_in_parts_and_only_its_desk_may_send(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirming = under(house, "001", notify_require_desk_confirm=True)
    set_up(confirming)
    codes = [at_expert(confirming), at_expert(confirming)]
    for hour, code in enumerate(codes, start=8):
        ask(confirming, code, f"2026-12-07 0{hour}:00")
        with confirming.work() as work:
            row = dossiers.by_code(work.connection, code)
            assert row is not None
            at, by = local(f"2026-12-07 0{hour}:00"), actor_of(house, EXPERT).id
            assert applicant_told.tell(work, row.id, "supplement", at, by)
    found = seen(confirming, DESK, "2026-12-07 10:00").unsent
    assert [(one.row.code, one.row.many, one.may_send) for one in found.items] == [
        (code, 1, True) for code in codes
    ]
    assert not found.has_more
    assert [one.may_send for one in seen(confirming, LEADER, "2026-12-07 10:00").unsent.items] == [False] * 2
    assert seen(confirming, "tp.tiepnhan", "2026-12-07 10:00").unsent.items == []
    monkeypatch.setattr(part, "PAGE", 1)
    first = seen(confirming, DESK, "2026-12-07 10:00").unsent
    assert ([one.row.code for one in first.items], first.next) == (codes[:1], 1)
    with house.work() as work:
        at = local("2026-12-07 10:00")
        last = oversight.watched(work, actor_of(house, DESK), at, {"unsent": 1}).unsent
    assert ([one.row.code for one in last.items], last.next, last.skip) == (codes[1:], None, 1)
    act(confirming, DESK, codes[0], "confirm_message", "2026-12-07 10:00")
    assert [one.row.code for one in seen(confirming, DESK, "2026-12-07 10:01").unsent.items] == codes[1:]


def test_more_dossiers_cost_no_more_statements_and_strangers_see_nothing(house: House) -> None:
    set_up(house)
    counted = []
    for _ in range(2):
        for _ in range(2):
            code = file_dossier(house, CODE, now=local("2026-12-07 07:00"), von=1)
            accept_dossier(house, code, local("2026-12-07 07:00"))
        actor = actor_of(house, LEADER)
        with statements(house) as sent_, house.work() as work:
            oversight.watched(work, actor, local("2026-12-07 09:00"))
        counted.append(len(sent_))
    assert counted[0] == counted[1] <= 16
    assert len(seen(house, LEADER, "2026-12-07 09:00").transfers.items) == 4
    with pytest.raises(NotAllowedError):
        seen(house, "anninh.tinh", "2026-12-07 09:00")
    assert rows(house, "select 1 from warning") == []
