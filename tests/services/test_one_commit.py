"""One action, one commit: whatever fails in the middle leaves no row, no job and no audit behind."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from fixtures_dossier import PDF, accept_dossier, accepted_at, actor_of, file_dossier
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, finish, release, waiting
from fixtures_watch import everything, value

from motcua.domain.errors import InputError, ValidationError
from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.intake import drafts, submission
from motcua.services.papers.files import FileError, Upload
from motcua.services.process import offers
from motcua.services.work import House


class FullDisk:
    """A file store that has no room left."""

    def put(self, content: bytes) -> str:
        raise OSError("No space left on device")

    def get(self, sha256: str) -> bytes:
        raise KeyError(sha256)


def begun(house: House, code: str = CODE) -> UUID:
    citizen = actor_of(house, "hang@example.vn")
    with house.work() as work:
        agency = next(one for one in offers.agencies_for(work, code) if one.code == "H50.16")
        return drafts.begin(work, citizen, code, agency.id, NOW)


def test_a_file_that_cannot_be_kept_takes_the_whole_step_back(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    officer = actor_of(house, "thang.nguyen")
    before = everything(house)
    done = Completion(opinion="Giao.", uploads=(Upload("y_kien.pdf", PDF),))
    with pytest.raises(OSError, match="No space left"), replace(house, files=FullDisk()).work() as work:
        steps.finish(work, officer, code, task, done, NOW)
    assert everything(house) == before


def test_a_disguised_file_takes_the_whole_step_back(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    officer = actor_of(house, "thang.nguyen")
    before = everything(house)
    done = Completion(
        opinion="Giao.", uploads=(Upload("y_kien.pdf", PDF), Upload("anh.jpg", b"<html></html>"))
    )
    with pytest.raises(FileError), house.work() as work:
        steps.finish(work, officer, code, task, done, NOW)
    assert everything(house) == before


def test_a_step_form_with_errors_changes_nothing_and_names_every_field(house: House) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    officer = actor_of(house, "vinh.le")
    before = everything(house)
    done = Completion(answers={"ten_hop_le": "có", "ket_qua_tham_dinh": "chua_ro"})
    with pytest.raises(ValidationError) as caught, house.work() as work:
        steps.finish(work, officer, code, task, done, NOW)
    assert {error.pointer for error in caught.value.errors} >= {
        "/ten_hop_le",
        "/ket_qua_tham_dinh",
        "/tru_so_hop_le",
    }
    assert everything(house) == before


def test_a_next_step_without_an_agency_leaves_the_dossier_where_it_was(house: House) -> None:
    release(house, bpmn_of("S>a a>b b>E", b={"agency": "field:co_quan"}))
    code = file_dossier(house, CODE, von=1, co_quan="H99")
    accept_dossier(house, code)
    before = everything(house)
    with pytest.raises(InputError, match="Bước b"):
        finish(house, code, "a", opinion="Chuyển sở.")
    assert everything(house) == before
    assert list(waiting(house, code)) == ["a"]


def test_a_filing_that_fails_keeps_the_draft_and_its_answers(house: House) -> None:
    release(house, bpmn_of("S>P1 P1>a P1>b a>P2 b>P2 P2>E", a={"agency": "field:co_quan"}))
    citizen = actor_of(house, "hang@example.vn")
    draft_id = begun(house)
    with house.work() as work:
        section = drafts.get(work, citizen, draft_id).form.sections[0].key
        drafts.save_section(work, citizen, draft_id, section, {"von": 1, "co_quan": "H99"}, NOW, NOW.date())
    before = everything(house)
    with pytest.raises(InputError, match="Bước a"), house.work() as work:
        submission.submit(work, citizen, draft_id, declared=True, now=NOW)
    assert everything(house) == before
    with house.work() as work:
        draft = drafts.get(work, citizen, draft_id)
        assert (draft.data, draft.dossier_id) == ({"von": 1, "co_quan": "H99"}, None)


@pytest.mark.req("B-06")
def test_without_the_declaration_nothing_is_sent_and_with_it_text_version_and_time_are_kept(
    house: House,
) -> None:
    release(house, bpmn_of("S>a a>E"))
    citizen = actor_of(house, "hang@example.vn")
    draft_id = begun(house)
    with house.work() as work:
        section = drafts.get(work, citizen, draft_id).form.sections[0].key
        drafts.save_section(work, citizen, draft_id, section, {"von": 1, "co_quan": "H99"}, NOW, NOW.date())
    with pytest.raises(ValidationError) as caught, house.work() as work:
        submission.submit(work, citizen, draft_id, declared=False, now=NOW)
    assert [(error.pointer, error.code) for error in caught.value.errors] == [("/_declared", "not_declared")]
    assert value(house, "select count(*) from dossier") == 0
    with house.work() as work:
        submission.submit(work, citizen, draft_id, declared=True, now=NOW)
    found = "select declaration || '|' || declaration_version || '|' || (declared_at = :now) from dossier"
    text, version, is_now = value(house, found, now=NOW).split("|")
    assert text.startswith("Tôi cam đoan")
    assert version
    assert is_now == "true"


def test_everything_that_is_missing_is_named_at_once(house: House) -> None:
    draft_id = begun(house, "1.001193")
    with pytest.raises(ValidationError) as caught, house.work() as work:
        submission.submit(work, actor_of(house, "hang@example.vn"), draft_id, declared=False, now=NOW)
    named = {error.pointer for error in caught.value.errors}
    assert {"/_declared", "/ho_ten_con", "/_papers/giay_chung_sinh"} <= named
    # Papers that are needed only in some cases are not asked of everybody.
    assert "/_papers/uy_quyen" not in named
