"""Drafts of processes: who may draw what, and nobody's work is written over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_model import CODE, FORMS, bpmn_of, release
from fixtures_watch import rows, value

from motcua.domain.errors import NotAllowedError, NotFoundError
from motcua.services.process import process_drafts
from motcua.services.process.process_drafts import DraftChangedError, NewDraft
from motcua.services.work import House

ONE, TWO = bpmn_of("S>a a>E", limit="8h"), bpmn_of("S>a a>b b>E", limit="8h")


def begun(house: House, login: str = "soan.quytrinh", field: str = "thu", code: str = CODE) -> int:
    with house.work() as work:
        wanted = NewDraft(code, "Thủ tục thử", field, "xa", ONE, "blank")
        return process_drafts.create(work, actor_of(house, login), wanted, NOW)


def saved(house: House, login: str, draft_id: int, bpmn: bytes, revision: int, minutes: int = 0) -> int:
    with house.work() as work:
        now = NOW + timedelta(minutes=minutes)
        return process_drafts.save(work, actor_of(house, login), draft_id, bpmn, revision, now).revision


@pytest.fixture(autouse=True)
def _field(house: House) -> None:
    release(house, ONE)


def test_the_second_of_two_people_is_told_and_writes_over_nothing(house: House) -> None:
    draft_id = begun(house)
    assert saved(house, "soan.quytrinh", draft_id, TWO, 1) == 2
    with pytest.raises(DraftChangedError) as told:
        saved(house, "duyet.quytrinh", draft_id, ONE, 1)
    assert (told.value.by, told.value.revision) == ("Phan Thị Ngọc Nữ", 2)
    assert "Phan Thị Ngọc Nữ" in told.value.message.vi
    assert bytes(value(house, "select bpmn from process_draft")) == TWO
    assert saved(house, "duyet.quytrinh", draft_id, ONE, 2) == 3
    assert len(value(house, "select hands from process_draft")) == 2


@pytest.mark.req("A-12")
def test_drawing_is_for_those_with_the_right_in_the_field_at_the_competent_agency(house: House) -> None:
    draft_id = begun(house)
    for login in ("soan.xaydung", "ha.tran", "cntt.phuong", "hang@example.vn"):
        with pytest.raises(NotAllowedError):
            begun(house, login)
        with pytest.raises(NotAllowedError):
            saved(house, login, draft_id, TWO, 1)
        with house.work() as work:
            assert process_drafts.listing(work, actor_of(house, login)) == []
    # A draft of the field one may draw for is no way into another's procedure.
    with pytest.raises(NotAllowedError):
        begun(house, "soan.xaydung", field="xay_dung")
    own = begun(house, "soan.xaydung", field="xay_dung", code="")
    with pytest.raises(NotAllowedError):
        saved(house, "soan.xaydung", own, TWO, 1)


def test_a_model_with_errors_is_kept_and_examined(house: House) -> None:
    draft_id = begun(house)
    with house.work() as work:
        author = actor_of(house, "soan.quytrinh")
        found = process_drafts.save(work, author, draft_id, bpmn_of("S>a a>b"), 1, NOW).examined
        assert "end.missing" in {finding.code for finding in found.errors}
        found = process_drafts.save(work, author, draft_id, b"<no xml", 2, NOW).examined
        assert found.model is None
        assert found.errors
        longest = process_drafts.save(work, author, draft_id, TWO, 3, NOW).examined
    assert [step for step, _ in longest.longest if step in "ab"] == ["a", "b"]
    assert (longest.total, longest.limit_seconds, longest.errors) == (8 * 3600, 8 * 3600, [])


@pytest.mark.req("N-20")
def test_savings_stand_in_the_log_once_in_ten_minutes_of_one_person(house: House) -> None:
    draft_id = begun(house)
    for revision, minutes in enumerate((0, 1, 2, 30), start=1):
        saved(house, "soan.quytrinh", draft_id, TWO, revision, minutes)
    with house.work() as work:
        process_drafts.discard(work, actor_of(house, "soan.quytrinh"), draft_id, 5, NOW)
    found = [
        row.action for row in rows(house, "select action from audit where action like 'draft.%' order by id")
    ]
    assert found == ["draft.create", "draft.save", "draft.save", "draft.discard"]
    with pytest.raises(DraftChangedError):
        saved(house, "soan.quytrinh", draft_id, ONE, 6)
    with house.work() as work, pytest.raises(NotFoundError):
        process_drafts.get(work, actor_of(house, "soan.quytrinh"), draft_id + 1)


def test_the_library_holds_the_forms_that_a_draft_may_use(house: House) -> None:
    draft_id = begun(house)
    with house.work() as work:
        row = process_drafts.get(work, actor_of(house, "soan.quytrinh"), draft_id)
        assert not process_drafts.examined(work, row).errors
        keys = {
            one["key"]
            for one in work.connection.exec_driver_sql(
                "select key from library_form where field='thu'"
            ).mappings()
        }
    assert keys == set(FORMS)
