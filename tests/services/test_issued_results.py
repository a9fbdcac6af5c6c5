"""What the desk confirms is issued: numbered, findable, taken into other dossiers, revoked and replaced with a trail."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from file_samples import pdf
from fixtures_dossier import accept_dossier, accepted_at, actor_of, file_dossier, version_of, walk_dossier
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, finish, release
from fixtures_watch import rows, statements, value
from services.time_story import give_role

from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.papers import issued_result
from motcua.services.audit import audit_verify
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.messages import applicant_told
from motcua.services.papers import issued_results, result_ending, result_files, result_search
from motcua.services.papers.files import Upload
from motcua.services.papers.result_ending import Decision
from motcua.services.work import House
from motcua.store.base import Record
from motcua.store.papers.issued_result import Wanted

DESK, LEADER, OTHER, OWNER = "ha.tran", "quoc.dang", "tp.lanhdao", "hang@example.vn"
GCN = Upload("gcn.pdf", pdf(2))
DECISION = Decision("15/QĐ-UBND", NOW.date(), "Sai tên hộ kinh doanh", Upload("qd.pdf", pdf(1)))


def with_result(house: House, *, file: bool = True) -> str:
    """A dossier of hers with its result confirmed."""
    code = file_dossier(house)
    accept_dossier(house, code)
    if file:
        with house.work() as work:
            result_files.attach(work, actor_of(house, DESK), code, "gcn_hkd", GCN, NOW)
    list(walk_dossier(house, code))
    return code


def of_owner(house: House, login: str = OWNER) -> list[Record]:
    with house.work() as work:
        return list(issued_results.mine(work, actor_of(house, login)))


def ended(house: House, do: Any, result_id: int, *given: Any, login: str = LEADER) -> Any:
    with house.work() as work:
        return do(work, actor_of(house, login), result_id, *given, NOW)


@pytest.mark.req("F-16", "D-14", "D-15")
def test_a_result_is_issued_with_the_confirmation_and_the_holder_has_it(house: House) -> None:
    code = with_result(house)
    (row,) = of_owner(house)
    assert (row.dossier_code, row.title, row.state) == (
        code,
        "Giấy chứng nhận đăng ký hộ kinh doanh",
        "issued",
    )
    assert issued_result.number_words(row.year, row.number) == "000001/2026"
    owner, stranger = actor_of(house, OWNER), actor_of(house, "khoi@example.vn")
    with house.work() as work:
        assert issued_results.own_file(work, owner, row.id, NOW).content == GCN.content
    with house.work() as work, pytest.raises(NotFoundError):
        issued_results.own_file(work, stranger, row.id, NOW)
    assert of_owner(house, "khoi@example.vn") == []
    with house.work() as work:
        again = issued_results.issue(work, owner, row.dossier_id, version_of(house, code), NOW)
    assert again == []
    with_result(house, file=False)
    paper, _ = of_owner(house)
    assert (paper.sha256, paper.number, paper.result_key) == (None, 2, "gcn_hkd")
    with house.work() as work, pytest.raises(NotFoundError):
        issued_results.own_file(work, owner, paper.id, NOW)


@pytest.mark.req("F-16")
def test_only_whoever_works_on_the_dossier_attaches_its_result(house: House) -> None:
    code, _ = accepted_at(house, "T_tham_dinh")
    for login, key, refusal in (
        (OTHER, "gcn_hkd", NotAllowedError),
        ("vinh.le", "khac", ValidationError),
    ):
        with house.work() as work, pytest.raises(refusal):
            result_files.attach(work, actor_of(house, login), code, key, GCN, NOW)
    for content in (GCN, Upload("moi.pdf", pdf(3))):
        with house.work() as work:
            result_files.attach(work, actor_of(house, "vinh.le"), code, "gcn_hkd", content, NOW)
    kept = rows(house, "select name, replaced_at from file where slot = 'result:gcn_hkd' order by id")
    assert [(one.name, one.replaced_at) for one in kept] == [("gcn.pdf", NOW), ("moi.pdf", None)]


@pytest.mark.req("F-16", "G-01")
def test_a_result_is_revoked_or_replaced_by_decision_and_stays_with_its_trail(house: House) -> None:
    give_role(house, LEADER, "lanh_dao_co_quan")
    with_result(house)
    (row,) = of_owner(house)
    for login in (DESK, OTHER):
        with pytest.raises(NotAllowedError):
            ended(house, result_ending.revoke, row.id, DECISION, login=login)
    late = Decision("", NOW.date() + timedelta(days=1), "", None)
    with pytest.raises(ValidationError) as wrong:
        ended(house, result_ending.revoke, row.id, late)
    assert [one.pointer for one in wrong.value.errors] == ["/number", "/day", "/reason", "/document"]
    with pytest.raises(ValidationError):
        ended(house, result_ending.replace, row.id, DECISION, None)
    corrected = Upload("gcn_sua.pdf", pdf(4))
    new_id = ended(house, result_ending.replace, row.id, DECISION, corrected)
    new, old = of_owner(house)
    assert (old.state, old.replaced_by_id, new.id, new.state) == ("replaced", new_id, new_id, "issued")
    with pytest.raises(ConflictError):
        ended(house, result_ending.revoke, old.id, DECISION)
    ended(house, result_ending.limit, new.id, date(2031, 11, 23))
    ended(house, result_ending.revoke, new.id, DECISION)
    new, old = of_owner(house)
    assert (new.state, new.ended_at, new.decision_number) == ("revoked", NOW, "15/QĐ-UBND")
    assert new.valid_until == date(2031, 11, 23)
    told = rows(house, "select action, subject from audit where action like 'result.re%' order by id")
    assert [(one.action, one.subject) for one in told] == [
        ("result.replace", "000001/2026"),
        ("result.revoke", "000002/2026"),
    ]
    events = value(
        house,
        "select array_agg(args->>'event' order by id) from procrastinate_jobs where args->>'event' like 'result_%'",
    )
    assert events == [f"result_replaced:{old.id}", f"result_revoked:{new.id}"]
    with house.work() as work:
        assert applicant_told.tell(work, new.dossier_id, events[1], NOW)
    body = value(house, "select body from message where event like 'result_revoked%'")
    assert "bị thu hồi theo quyết định số 15/QĐ-UBND ngày 23/11/2026" in body


@pytest.mark.req("F-16", "J-16", "C-17")
def test_results_are_found_without_diacritics_by_those_who_may_see_them(house: House) -> None:
    give_role(house, LEADER, "lanh_dao_co_quan")
    code = with_result(house)
    (row,) = of_owner(house)
    for words in (
        ["bich", "hang"],
        [row.code.lower()],
        ["000001/2026"],
        [code.lower()],
        ["ho", "kinh", "doanh"],
    ):
        assert found(house, DESK, words=words) == [row.id], words
    assert found(house, LEADER, starts=NOW, ends=NOW + timedelta(days=1), state="issued") == [row.id]
    assert found(house, LEADER, starts=NOW + timedelta(days=1)) == []
    assert found(house, LEADER, state="revoked") == []
    assert found(house, OTHER, words=["bich"]) == []
    with house.work() as work, pytest.raises(NotAllowedError):
        result_search.one(work, actor_of(house, OTHER), row.id, NOW)
    with house.work() as work:
        assert result_search.content(work, actor_of(house, DESK), row.id, NOW).content == GCN.content
    with statements(house) as seen:
        found(house, DESK, words=["hang"])
    assert len(seen) <= 6, seen


def found(house: House, login: str, **wanted: Any) -> list[int]:
    with house.work() as work:
        rows = result_search.search(work, actor_of(house, login), Wanted(**wanted)).rows
    return [one.id for one in rows]


@pytest.mark.req("F-16", "B-07", "N-09")
def test_an_earlier_result_becomes_a_paper_of_another_dossier_of_the_same_person(house: House) -> None:
    with_result(house)
    (row,) = of_owner(house)
    theirs = file_dossier(house, "1.001193", "khoi@example.vn")
    mine = file_dossier(house)
    receiver = actor_of(house, DESK)
    with house.work() as work, pytest.raises(NotFoundError):
        result_search.take(work, actor_of(house, "hien.bui"), theirs, row.id, "giay_chung_sinh", NOW)
    with house.work() as work, pytest.raises(ValidationError):
        result_search.take(work, receiver, mine, row.id, "khong_co", NOW)
    paper = version_of(house, mine).facts.papers[0].key
    with house.work() as work:
        result_search.take(work, receiver, mine, row.id, paper, NOW)
    with house.work() as work, pytest.raises(ConflictError):
        result_search.take(work, receiver, mine, row.id, paper, NOW)
    taken = rows(
        house, "select d.code, f.sha256 from file f join dossier d on d.id = f.dossier_id order by f.id"
    )
    assert (taken[-1].code, taken[-1].sha256) == (mine, row.sha256)
    told = value(house, "select array_agg(action order by id) from audit where action like 'result.%'")
    assert told[-2:] == ["result.reuse", "result.taken"]
    assert audit_verify.verify(house, NOW).is_sound


@pytest.mark.req("C-09")
def test_the_desk_confirms_through_every_door_alike(house: House) -> None:
    """A dossier whose last step is not the desk's is confirmed by an action: its result is issued by that."""
    release(house, bpmn_of("S>a a>E", a={"position": "tiep_nhan"}))
    code = file_dossier(house, CODE, von=1)
    accept_dossier(house, code)
    finish(house, code, "a", DESK)
    assert of_owner(house) == []
    with house.work() as work:
        actions.perform(work, actor_of(house, DESK), code, "confirm_result", Given(), NOW)
    (row,) = of_owner(house)
    assert (row.dossier_code, row.sha256) == (code, None)
