"""The life of a version: four eyes, decision, waiting, in force, replaced, abolished; open dossiers keep theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fixtures_dossier import (
    HOUSEHOLD,
    accept_dossier,
    actor_of,
    file_dossier,
    open_page,
    version_of,
    walk_dossier,
)
from fixtures_house import NOW
from fixtures_watch import everything, rows, value
from services.version_story import (
    APPROVER,
    AUTHOR,
    CODE,
    DECISION,
    SCAN,
    TODAY,
    approve,
    approved,
    begin,
    in_use,
    library,
    log,
    retimed,
    revision_of,
    state_of,
    submit,
    submitted,
)
from sqlalchemy.exc import DBAPIError

from motcua import worker
from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Delegator
from motcua.services.process import draft_review, offers, procedures, process_drafts
from motcua.services.process.procedures import UnfitModelError
from motcua.services.process.process_drafts import DraftChangedError
from motcua.services.version import version_effect, version_end, version_life
from motcua.services.version.version_life import Approval
from motcua.services.work import House

NEW = "1.999001"


def budget_of(house: House, dossier: str) -> str:
    return version_of(house, dossier).model.step_by_id["T_tham_dinh"].budget


@pytest.mark.req("A-12")
def test_a_changed_time_is_a_new_version_and_open_dossiers_keep_the_old(house: House) -> None:
    old = file_dossier(house, CODE)
    accept_dossier(house, old)
    version_id = approved(house)
    new = file_dossier(house, CODE)
    assert (budget_of(house, old), budget_of(house, new)) == ("12h", "8h")
    row = rows(house, "select * from procedure_version where id = :id", id=version_id)[0]
    assert (row.state, row.number, row.author_name, row.approver_name, row.reason) == (
        "active", 2, "Phan Thị Ngọc Nữ", "Lê Công Hiếu", "Rút ngắn thẩm định",
    )  # fmt: skip
    assert row.decision == DECISION.to_dict()
    before = rows(
        house,
        "select state, ended_at from procedure_version where number = 1 and procedure_id = :p",
        p=row.procedure_id,
    )
    assert [tuple(one) for one in before] == [("replaced", NOW)]
    assert [one["after"] for one in log(house, "version.activate")] == [{"version": 2}]
    assert [one["before"] for one in log(house, "version.activate")] == [{"version": 1}]


@pytest.mark.req("A-12")
def test_nobody_approves_what_he_or_whom_he_stands_in_for_had_a_hand_in(house: House) -> None:
    """Not the author, not one who saved it, not one who sent it, nor their deputy: by no door of the services."""
    draft_id = begin(house, login="quantri.tinh")
    with house.work() as work:
        process_drafts.save(work, actor_of(house, "soan.quytrinh"), draft_id, retimed(6), 1, NOW)
    submit(house, draft_id, login=APPROVER)
    before = everything(house)
    for login in ("quantri.tinh", APPROVER):
        with pytest.raises(NotAllowedError, match="người khác"):
            approve(house, draft_id, login=login)
        with pytest.raises(NotAllowedError), house.work() as work:
            draft_review.send_back(work, actor_of(house, login), draft_id, 3, "Sai", NOW)
    with pytest.raises(NotAllowedError):
        approve(house, draft_id, login=AUTHOR)
    author = actor_of(house, AUTHOR)
    deputy = replace(
        actor_of(house, APPROVER),
        id=actor_of(house, "ha.tran").id,
        behind=(Delegator(author.id or 0, author.name),),
    )
    with pytest.raises(NotAllowedError, match="người khác"), house.work() as work:
        version_life.approve(work, deputy, draft_id, 3, Approval(DECISION, TODAY, SCAN), NOW)
    assert everything(house) == before


@pytest.mark.req("A-12")
def test_only_the_right_for_the_field_at_the_agency_approves_or_draws(house: House) -> None:
    draft_id = submitted(house)
    for login in ("vinh.le", "soan.xaydung", "hang@example.vn"):
        with pytest.raises(NotAllowedError):
            approve(house, draft_id, login=login)
        with pytest.raises(NotAllowedError):
            begin(house, login=login)
        with pytest.raises(NotAllowedError), house.work() as work:
            version_end.abolish(work, actor_of(house, login), CODE, DECISION, SCAN, NOW)


@pytest.mark.req("A-02")
def test_a_draft_is_sent_complete_or_each_missing_item_is_named(house: House) -> None:
    bare = library().replace("<motcua:legal ", "<motcua:lawless ").encode()
    draft_id = begin(house, bare)
    with pytest.raises(ValidationError) as caught:
        submit(house, draft_id)
    assert [(one.pointer, one.code) for one in caught.value.errors] == [("/sheet/legal", "sheet_missing")]
    assert "Căn cứ pháp lý" in caught.value.errors[0].message.vi
    unfit = begin(house, library().replace('budget="12h"', 'budget=""').encode())
    with pytest.raises(UnfitModelError) as refused:
        submit(house, unfit)
    assert "T_tham_dinh" in {finding.element for finding in refused.value.findings}
    with pytest.raises(ConflictError, match="giống hệt phiên bản 1"):
        submit(house, begin(house, library().encode()))
    with pytest.raises(ValidationError), house.work() as work:
        draft_review.submit(work, actor_of(house, AUTHOR), begin(house), 1, " ", NOW)


def test_what_was_sent_is_not_drawn_on_until_it_is_taken_or_sent_back(house: House) -> None:
    draft_id = submitted(house)
    frozen = value(house, "select forms::text from process_draft where id = :id", id=draft_id)
    assert "hkd_thanh_lap" in frozen
    with pytest.raises(DraftChangedError), house.work() as work:
        process_drafts.save(work, actor_of(house, AUTHOR), draft_id, retimed(4), 2, NOW)
    with house.work() as work:
        draft_review.send_back(work, actor_of(house, APPROVER), draft_id, 2, "Thiếu bước ký", NOW)
    row = rows(house, "select state, answer, forms::text from process_draft where id = :id", id=draft_id)[0]
    assert tuple(row) == ("draft", "Thiếu bước ký", "{}")
    with house.work() as work:
        process_drafts.save(work, actor_of(house, AUTHOR), draft_id, retimed(4), 3, NOW)
    revision = submit(house, draft_id)
    with house.work() as work:
        draft_review.withdraw(work, actor_of(house, AUTHOR), draft_id, revision, NOW)
    with pytest.raises(DraftChangedError), house.work() as work:
        version_life.approve(
            work, actor_of(house, APPROVER), draft_id, revision, Approval(DECISION, TODAY, SCAN), NOW
        )
    told = rows(house, "select body from account_notice where body like '%Thiếu bước ký%'")
    assert len(told) == 1


@pytest.mark.req("A-05")
def test_no_process_without_the_number_the_issuer_and_the_scan_of_its_decision(house: House) -> None:
    draft_id = submitted(house)
    before = everything(house)
    with pytest.raises(ValidationError) as caught:
        approve(house, draft_id, decision=replace(DECISION, number=""), upload=None)
    assert {one.pointer for one in caught.value.errors} == {"/number", "/file"}
    with pytest.raises(ValidationError, match="1 chỗ") as past:
        approve(house, draft_id, effective=TODAY - timedelta(days=1))
    assert past.value.errors[0].pointer == "/effective"
    assert "22/11/2026 đã qua" in past.value.errors[0].message.vi
    assert everything(house) == before
    version_id = approve(house, draft_id)
    kept = rows(house, "select slot, name from file where process_draft_id = :id", id=draft_id)
    assert [tuple(one) for one in kept] == [("decision", "quyet-dinh.pdf")]
    # The list of registered accounts that the decision needs: how many agencies have one at every step.
    assert log(house, "version.activate")[-1]["agencies"] > 0
    assert state_of(house, version_id) == "active"


@pytest.mark.req("A-03")
def test_a_version_waits_for_its_day_and_is_offered_by_nobody_before(house: House) -> None:
    version_id = approved(house, retimed(8, NEW), days=7, code=NEW)
    effective = value(house, "select effective_at from procedure_version where id = :id", id=version_id)
    job = rows(
        house, "select scheduled_at, args from procrastinate_jobs where task_name = 'activate_version'"
    )
    assert [tuple(one) for one in job] == [(effective, {"version_id": version_id})]
    with house.work() as work:
        assert NEW not in {row.code for row in procedures.search(work, "")}
        for refused in (lambda: procedures.sheet(work, NEW), lambda: offers.agencies_for(work, NEW)):
            with pytest.raises(NotFoundError):
                refused()
    assert {"activate_version", "sweep_versions"} <= {one.does.__name__ for one in worker.JOBS}
    for early in (NOW, effective - timedelta(seconds=1)):
        with house.work() as work:
            assert not version_effect.carry_out(work, version_id, early)
    assert version_effect.sweep(house, effective) == 1
    assert version_effect.sweep(house, effective) == 0
    with house.work() as work:
        assert not version_effect.carry_out(work, version_id, effective)
        assert NEW in {row.code for row in procedures.search(work, "")}
    assert file_dossier(house, NEW, now=effective, **HOUSEHOLD)
    assert len(log(house, "version.activate")) == 1


@pytest.mark.req("A-03")
def test_an_abolished_procedure_takes_no_dossier_and_open_ones_finish(house: House) -> None:
    code = file_dossier(house, CODE)
    waiting = approved(house, days=3)
    approver = actor_of(house, APPROVER)
    with pytest.raises(ConflictError, match="chờ kích hoạt"), house.work() as work:
        version_end.abolish(work, approver, CODE, DECISION, SCAN, NOW)
    with house.work() as work:
        version_life.call_off(work, approver, waiting, "Hoãn", NOW)
    with pytest.raises(ValidationError) as caught, house.work() as work:
        version_end.abolish(work, approver, CODE, replace(DECISION, issuer=""), None, NOW)
    assert {one.pointer for one in caught.value.errors} == {"/issuer", "/file"}
    with house.work() as work:
        version_end.abolish(work, approver, CODE, DECISION, SCAN, NOW)
    assert in_use(house) == (1, False)
    with pytest.raises(NotFoundError, match="đã bãi bỏ"):
        file_dossier(house, CODE)
    accept_dossier(house, code)
    assert list(walk_dossier(house, code))
    assert open_page(house, code).row.engine_ended
    assert version_effect.sweep(house, NOW + timedelta(days=30)) == 0
    assert log(house, "version.abolish")[0]["decision"]["number"] == DECISION.number


def test_an_older_version_comes_back_as_a_new_one_with_its_contents(house: House) -> None:
    second = approved(house)
    first = value(
        house,
        "select min(v.id) from procedure_version v join procedure p on p.id = v.procedure_id where code = :c",
        c=CODE,
    )
    with house.work() as work:
        draft_id = version_end.take_up_again(work, actor_of(house, AUTHOR), first, NOW)
    submit(house, draft_id)
    third = approve(house, draft_id)
    digests = rows(
        house, "select digest from procedure_version where id in (:a, :b) order by id", a=first, b=third
    )
    assert digests[0] == digests[1]
    assert [state_of(house, one) for one in (first, second, third)] == ["replaced", "replaced", "active"]
    assert in_use(house) == (3, True)


@pytest.mark.req("A-12")
def test_what_a_version_holds_is_changed_by_nobody(house: House) -> None:
    version_id = approved(house)
    for column in (
        "bpmn = bpmn",
        "forms = forms",
        "approver_id = author_id",
        "decision = '{}'",
        "number = 9",
        "approver_name = 'Người khác'",
        "author_name = 'Người khác'",
        "reason = ''",
        "request_id = 1",
    ):
        with pytest.raises(DBAPIError, match="never changed"), house.work() as work:
            work.connection.exec_driver_sql(f"update procedure_version set {column} where id = {version_id}")
    for deed in (
        "update version_event set actor_name = ''",
        "delete from version_event",
        "truncate version_event cascade",
    ):
        with pytest.raises(DBAPIError, match="never changed or deleted"), house.work() as work:
            work.connection.exec_driver_sql(deed)
    draft_id = value(house, "select draft_id from procedure_version where id = :id", id=version_id)
    author, revision = actor_of(house, AUTHOR), revision_of(house, draft_id)
    with pytest.raises(DraftChangedError), house.work() as work:
        process_drafts.save(work, author, draft_id, retimed(4), revision, NOW)
    with pytest.raises(DraftChangedError), house.work() as work:
        draft_review.withdraw(work, author, draft_id, revision, NOW)
