"""Drafts: what was typed is kept even when it is wrong, for a month, and until it is sent."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fixtures_dossier import PDF, actor_of
from fixtures_house import NOW
from fixtures_model import CODE, FORM, FORMS, bpmn_of, release
from fixtures_watch import everything

from motcua.domain.errors import ConflictError, NotFoundError, ValidationError
from motcua.services.intake import drafts, submission
from motcua.services.papers.files import Upload
from motcua.services.process import offers
from motcua.services.work import House

PHOTO_FORM = {
    **FORM,
    "properties": {
        **FORM["properties"],
        "anh": {"type": "string", "title": "Ảnh mặt tiền", "format": "motcua-file"},
    },
}


def begun(house: House) -> UUID:
    with house.work() as work:
        agency = next(one for one in offers.agencies_for(work, CODE) if one.code == "H50.16")
        return drafts.begin(work, actor_of(house, "hang@example.vn"), CODE, agency.id, NOW)


def save(house: House, draft_id: UUID, now=NOW, **answers: object) -> list[str]:
    """Save the only section; the pointers of what is wrong."""
    citizen = actor_of(house, "hang@example.vn")
    with house.work() as work:
        section = drafts.get(work, citizen, draft_id).form.sections[0].key
        problems = drafts.save_section(work, citizen, draft_id, section, answers, now, now.date())
    return [problem.pointer for problem in problems]


def read(house: House, draft_id: UUID) -> drafts.Draft:
    with house.work() as work:
        return drafts.get(work, actor_of(house, "hang@example.vn"), draft_id)


@pytest.fixture
def small(house: House) -> House:
    release(house, bpmn_of("S>a a>E"))
    return house


def test_wrong_answers_are_kept_and_the_section_is_not_done(small: House) -> None:
    draft_id = begun(small)
    assert save(small, draft_id, von="nhiều", noi_dung="Mở quán") == ["/von"]
    draft = read(small, draft_id)
    assert draft.data == {"von": "nhiều", "noi_dung": "Mở quán"}
    assert draft.done == frozenset()
    assert save(small, draft_id, von=5, noi_dung="Mở quán") == []
    assert read(small, draft_id).done == {draft.form.sections[0].key}
    # Undone again when an answer is spoilt.
    save(small, draft_id, noi_dung="Mở quán")
    assert read(small, draft_id).done == frozenset()


def test_answers_to_questions_not_asked_are_dropped(small: House) -> None:
    draft_id = begun(small)
    save(small, draft_id, von=5, la_quan_tri=True)
    assert read(small, draft_id).data == {"von": 5}


def test_a_draft_is_listed_until_it_is_sent_or_expires(small: House) -> None:
    draft_id = begun(small)
    citizen = actor_of(small, "hang@example.vn")
    later = NOW + timedelta(days=29)
    save(small, draft_id, later, von=5)
    with small.work() as work:
        assert [row.id for row in drafts.mine(work, citizen, later)] == [draft_id]
        # Saved on the 29th day, it is kept for another thirty.
        assert [row.id for row in drafts.mine(work, citizen, NOW + timedelta(days=58))] == [draft_id]
        assert drafts.mine(work, citizen, NOW + timedelta(days=60)) == []
        submission.submit(work, citizen, draft_id, declared=True, now=later)
        assert drafts.mine(work, citizen, later) == []


def test_a_sent_draft_is_never_changed_again(small: House) -> None:
    draft_id = begun(small)
    citizen = actor_of(small, "hang@example.vn")
    save(small, draft_id, von=5)
    with small.work() as work:
        code = submission.submit(work, citizen, draft_id, declared=True, now=NOW).code
    before = everything(small)
    with pytest.raises(ConflictError, match="đã gửi rồi"):
        save(small, draft_id, von=6)
    with pytest.raises(ConflictError), small.work() as work:
        drafts.attach(work, citizen, draft_id, "x", Upload("a.pdf", PDF), NOW)
    with pytest.raises(ConflictError), small.work() as work:
        drafts.detach(work, citizen, draft_id, 1, NOW)
    with small.work() as work:
        again = submission.submit(work, citizen, draft_id, declared=False, now=NOW + timedelta(hours=1))
    assert (again.code, again.submitted_at) == (code, NOW)
    assert everything(small) == before
    assert read(small, draft_id).dossier_code == code


def test_a_file_that_no_answer_names_any_more_is_taken_off(house: House) -> None:
    release(house, bpmn_of("S>a a>E"), {**FORMS, "don": PHOTO_FORM})
    draft_id = begun(house)
    citizen = actor_of(house, "hang@example.vn")
    with house.work() as work:
        first = drafts.attach_answer(work, citizen, draft_id, "/anh", Upload("a.pdf", PDF), NOW)
    assert save(house, draft_id, von=5, anh=first) == []
    assert [str(file.id) for file in read(house, draft_id).files] == [first]
    assert save(house, draft_id, von=5) == []
    assert read(house, draft_id).files == []


def test_an_unknown_draft_is_not_found(small: House) -> None:
    with pytest.raises(NotFoundError), small.work() as work:
        drafts.get(work, actor_of(small, "hang@example.vn"), uuid4())


def test_an_unfinished_form_is_not_sent_and_stays_a_draft(small: House) -> None:
    draft_id = begun(small)
    with pytest.raises(ValidationError) as caught, small.work() as work:
        submission.submit(work, actor_of(small, "hang@example.vn"), draft_id, declared=True, now=NOW)
    assert [error.pointer for error in caught.value.errors] == ["/von"]
    assert read(small, draft_id).dossier_id is None
