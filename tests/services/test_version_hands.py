"""What approval asks for, whatever way a drawing took: other eyes, its scan, a code that can stand in an address (R-32)."""

from __future__ import annotations

import pytest
from fixtures_dossier import PDF, actor_of
from fixtures_house import NOW
from fixtures_watch import value
from services.version_story import APPROVER, AUTHOR, approve, begin, retimed, revision_of, submit

from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.process import draft_review, process_drafts
from motcua.services.process.procedures import UnfitModelError
from motcua.services.work import House


@pytest.mark.req("A-12")
def test_a_copy_is_of_all_who_drew_the_first(house: House) -> None:
    draft_id = begin(house, login=APPROVER)
    with house.work() as work:
        author = actor_of(house, AUTHOR)
        bpmn = bytes(process_drafts.get(work, author, draft_id).bpmn)
        copied = process_drafts.copy(work, author, draft_id, bpmn, NOW)
    submit(house, copied)
    with pytest.raises(NotAllowedError):
        approve(house, copied, login=APPROVER)


@pytest.mark.req("A-12")
def test_who_once_sent_it_does_not_approve_it_when_another_sends_it_again(house: House) -> None:
    draft_id = begin(house)
    submit(house, draft_id, login=APPROVER)
    with house.work() as work:
        draft_review.withdraw(work, actor_of(house, AUTHOR), draft_id, revision_of(house, draft_id), NOW)
    submit(house, draft_id)
    with pytest.raises(NotAllowedError):
        approve(house, draft_id, login=APPROVER)


@pytest.mark.req("A-05")
def test_the_table_that_a_draft_was_read_from_is_no_scan_of_its_decision(house: House) -> None:
    draft_id = begin(house)
    with house.work() as work:
        table = Upload("quyet-dinh.pdf", PDF)
        files.keep(work, table, NOW, uploaded_by=None, process_draft_id=draft_id, slot="upload:1")
        work.commit()
    submit(house, draft_id)
    with pytest.raises(ValidationError) as refused:
        approve(house, draft_id, upload=None)
    assert [one.pointer for one in refused.value.errors] == ["/file"]


@pytest.mark.parametrize("code", ["1.9/99", "x" * 41, "../..", "%00", "?"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(house: House, code: str) -> None:
    draft_id = begin(house)
    with house.work() as work:
        author = actor_of(house, AUTHOR)
        found = process_drafts.save(work, author, draft_id, retimed(8, code=code), 1, NOW).examined
        assert "procedure.code_malformed" in {one.code for one in found.errors}
    with pytest.raises(UnfitModelError):
        submit(house, draft_id)
    assert value(house, "select state from process_draft") == "draft"
