"""The security log: who may read how much of it, what the filters find, what an export leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fixtures_dossier import accept_dossier, accepted_at, file_dossier, open_page
from fixtures_house import NOW
from fixtures_watch import rows, statements, value

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.permissions import Actor, Grant
from motcua.services.audit import audit as logs
from motcua.services.audit import audit_verify
from motcua.services.audit.audit import Filters, LogPage
from motcua.services.audit.audit_words import GROUPS, SENTENCES
from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.work import House
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.audit import audit_search

RIGHTS = frozenset({"audit.view", "audit.export", "incident.manage"})


def agency_id(house: House, code: str) -> int:
    return int(value(house, "select id from agency where code = :code", code=code))


def watcher(house: House, agency: str = "H50", rights: frozenset[str] = RIGHTS) -> Actor:
    """The security authority, its role given at that agency."""
    with house.work() as work:
        row = accounts.by_login(work.connection, "anninh.tinh")
    grant = Grant("an_ninh", rights, agency_id(house, agency), is_restricting=True)
    return Actor(row.id, row.display_name, "staff", grants=(grant,))


def read(
    house: House, filters: Filters | None = None, actor: Actor | None = None, before: int | None = None
) -> LogPage:
    reader = actor or watcher(house)
    with house.work() as work:
        return logs.log(work, reader, filters or Filters(), NOW, before)


def actions(page: LogPage) -> list[str]:
    return [one.row.action for one in page.entries]


def write(house: House, action: str, login: str = "", **values: object) -> None:
    with house.work() as work:
        row = accounts.by_login(work.connection, login) if login else None
        work.record(
            **{
                "at": NOW,
                "actor_id": row.id if row else None,
                "actor_name": row.display_name if row else "",
                "action": action,
                "detail": {},
                **values,
            }
        )
        work.commit()


@pytest.mark.req("J-18")
def test_the_log_tells_who_did_what_newest_first(house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    open_page(house, code)
    page = read(house)
    assert actions(page)[:3] == ["view", "accept", "submit"]
    newest = page.entries[0]
    assert (newest.sentence.vi, newest.row.code, newest.row.login) == ("Mở hồ sơ", code, "ha.tran")
    assert newest.row.agency_name.startswith("Ủy ban nhân dân phường")


@pytest.mark.req("J-18")
@pytest.mark.parametrize("login", ["ha.tran", "cntt.phuong", "hang@example.vn", "vanhanh.tinh"])
def test_nobody_without_the_right_reads_the_log(
    house: House, act_as: Callable[[str], Actor], login: str
) -> None:
    actor = act_as(login)
    with house.work() as work, pytest.raises(NotAllowedError, match="Xem nhật ký an ninh"):
        logs.log(work, actor, Filters(), NOW)
    with house.work() as work, pytest.raises(NotAllowedError, match="Kết xuất nhật ký"):
        logs.export(work, actor, Filters(), NOW)
    with house.work() as work, pytest.raises(NotAllowedError):
        logs.last_proof(work, actor)


def test_a_right_for_one_ward_shows_its_people_and_dossiers_alone(house: House) -> None:
    here = file_dossier(house)
    open_page(house, here)
    write(house, "x.elsewhere", "tp.tiepnhan")
    write(house, "x.above", "quantri.tinh")
    write(house, "x.nobody")
    seen = read(house, actor=watcher(house, "H50.16"))
    assert actions(seen)[:2] == ["view", "submit"]
    assert not [action for action in actions(seen) if action.startswith("x.")]
    assert {row.code for row in seen.agencies} < {row.code for row in read(house).agencies}
    other = agency_id(house, "H50.27")
    with pytest.raises(NotAllowedError):
        read(house, Filters(agency_id=other), watcher(house, "H50.16"))
    assert actions(read(house, Filters(agency_id=other)))[0] == "x.elsewhere"


def test_filters_find_by_account_group_code_and_day(house: House) -> None:
    code = file_dossier(house)
    open_page(house, code)
    write(house, "account.sign_in_failed", "vinh.le")
    write(house, "calendar.change", "quantri.tinh", at=NOW + timedelta(days=1))
    write(house, "audit.export", "anninh.tinh")
    assert actions(read(house, Filters(account="VINH.le"))) == ["account.sign_in_failed"]
    assert set(actions(read(house, Filters(account="Trần Thị Thu Hà")))) == {"view"}
    assert read(house, Filters(account="nobody")).entries == []
    assert set(actions(read(house, Filters(code=code)))) == {"submit", "view"}
    assert actions(read(house, Filters(since=date(2026, 11, 24)))) == ["calendar.change"]
    assert "calendar.change" not in actions(read(house, Filters(until=date(2026, 11, 23))))
    found = {group: set(actions(read(house, Filters(group=group)))) for group in GROUPS}
    assert found["view"] == {"view"}
    assert found["account"] == {"account.sign_in_failed"}
    assert found["export"] == {"audit.export"}
    assert found["dossier"] == {"submit"}
    assert "calendar.change" in found["configuration"]


def test_every_row_belongs_to_exactly_one_group(house: House) -> None:
    code = file_dossier(house)
    open_page(house, code)
    for action in (*SENTENCES, "never.heard_of", "report.export", "token.exported", "view_of_something"):
        write(house, action, "ha.tran")
    with house.work() as work:
        everything = audit_search.find(work.connection, audit_search.Wanted(), 1_000)
        grouped = [
            row.id
            for group in GROUPS
            for row in audit_search.find(work.connection, audit_search.Wanted(group=group), 1_000)
        ]
    assert sorted(grouped) == sorted(row.id for row in everything)
    assert set(GROUPS) == set(audit_search.GROUPS)


def test_pages_follow_each_other_without_gap_or_repetition(house: House) -> None:
    for number in range(logs.PAGE + 5):
        write(house, "x", subject=str(number))
    first = read(house)
    second = read(house, before=first.older)
    ids = [one.row.id for one in (*first.entries, *second.entries)]
    assert ids == sorted((row.id for row in rows(house, "select id from audit")), reverse=True)
    assert len(first.entries) == logs.PAGE
    assert second.older is None


def test_a_page_costs_the_same_however_many_rows_there_are(house: House) -> None:
    reader = watcher(house)
    read(house, actor=reader)
    with statements(house) as few:
        read(house, actor=reader)
    for _ in range(30):
        write(house, "x")
    with statements(house) as many:
        read(house, actor=reader)
    assert len(few) == len(many) <= 6, many


@pytest.mark.req("N-20")
def test_a_change_is_told_with_both_values_and_without_identifiers(house: House) -> None:
    before = {
        "name": "A",
        "identity": "045188002417",
        "phone": "0914 552 187",
        "email": "hang@example.vn",
        "same": 1,
    }
    after = {
        "name": "B",
        "identity": "045188002999",
        "phone": "0914 552 188",
        "email": "h@example.vn",
        "same": 1,
    }
    detail = logs.changes(before, {**after, "day": date(2026, 11, 23), "list": ["012345678901", 3]})
    assert detail["before"] == {
        "name": "A", "identity": "***417", "phone": "***187", "email": "h***@example.vn",
    }  # fmt: skip
    assert detail["after"] == {
        "name": "B", "identity": "***999", "phone": "***188", "email": "h***@example.vn",
        "day": "2026-11-23", "list": ["***901", 3],
    }  # fmt: skip
    write(house, "calendar.change", "quantri.tinh", subject="H50", detail={**detail, "dates": 3})
    shown = read(house).entries[0]
    assert shown.sentence.vi == "Sửa lịch làm việc H50"
    assert next((one.name, one.before, one.after) for one in shown.changes) == ("name", "A", "B")
    assert ("day", "", "2026-11-23") in [(one.name, one.before, one.after) for one in shown.changes]
    assert shown.facts == {"dates": "3"}


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({"before": None, "after": {"a": 1}}, [("a", "", "1")]),
        ({"before": ["x"], "after": ["x", "y"]}, [("", "x", "x, y")]),
        ({"before": True, "after": False}, [("", "✓", "✗")]),
        ({"before": {"a": {"b": 1}}}, [("a", "b: 1", "")]),
        ({"other": 1}, []),
    ],
)
def test_changes_of_any_shape_are_shown(house: House, detail: dict[str, object], expected: object) -> None:
    write(house, "never.heard_of", detail=detail)
    entry = read(house).entries[0]
    assert [(one.name, one.before, one.after) for one in entry.changes] == expected
    assert entry.sentence.vi == "never.heard_of"


@pytest.mark.req("N-20", "J-16")
def test_an_export_is_recorded_with_what_was_asked_for(house: House) -> None:
    write(house, "x.one", "ha.tran")
    with house.work() as work:
        entries = logs.export(work, watcher(house), Filters(account="ha.tran", since=date(2026, 1, 1)), NOW)
    assert [one.row.action for one in entries] == ["x.one"]
    (told,) = rows(house, "select * from audit where action = 'audit.export'")
    assert told.detail == {"since": "2026-01-01", "account": "ha.tran", "rows": 1}
    assert told.actor_name == watcher(house).name


def test_reading_alone_does_not_export(house: House) -> None:
    reader = watcher(house, rights=frozenset({"audit.view"}))
    assert not read(house, actor=reader).may_export
    assert read(house).may_export
    with house.work() as work, pytest.raises(NotAllowedError):
        logs.export(work, reader, Filters(), NOW)


def test_the_last_verification_is_shown(house: House) -> None:
    with house.work() as work:
        assert logs.last_proof(work, watcher(house)) is None
    count = value(house, "select count(*) from audit")
    audit_verify.verify(house, NOW)
    with house.work() as work:
        assert logs.last_proof(work, watcher(house)) == logs.Proof(NOW, count, None)


@pytest.mark.req("J-18")
def test_the_security_authority_does_not_work_on_dossiers(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    with house.work() as work, pytest.raises(NotAllowedError):
        steps.finish(work, watcher(house), code, task, Completion(opinion="Giao."), NOW)


def test_names_of_agencies_are_those_of_the_reach(house: House) -> None:
    with house.work() as work:
        everything = agencies.everything(work.connection)
    assert [row.id for row in read(house).agencies] == [row.id for row in everything]
