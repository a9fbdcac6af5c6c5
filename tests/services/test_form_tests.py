"""Test cases of a form: kept with it, tried at every publication, made of a dossier without its people."""

from __future__ import annotations

import json
from datetime import date

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW

from motcua.domain.forms import FormDefinition, validate
from motcua.domain.forms.form_sample import sample_answers
from motcua.domain.forms.made_up import without_people
from motcua.services.forms import form_drafts, form_publication, form_tests
from motcua.services.forms.form_publication import UnfitFormError
from motcua.services.work import House
from motcua.store.process import library

AUTHOR, PUBLISHER = "soan.quytrinh", "duyet.quytrinh"
TODAY = date(2026, 11, 23)


@pytest.mark.req("B-01")
def test_a_case_that_fails_keeps_the_form_from_being_published(house: House) -> None:
    with house.work() as work:
        author, publisher = actor_of(house, AUTHOR), actor_of(house, PUBLISHER)
        draft_id = form_drafts.next_version(work, author, "ho_tich", "khai_sinh", NOW)
        found = form_tests.page(work, author, draft_id, NOW)
        assert found.form is not None
        good = form_tests.made_up(work, found.form, NOW)
        form_tests.add(work, author, draft_id, 1, "Tờ khai đủ", good, NOW, as_sample=True)
        bad = {key: value for key, value in good.items() if key != "ho_ten_con"}
        form_tests.add(work, author, draft_id, 2, "Thiếu tên trẻ", bad, NOW)
        row = form_drafts.get(work, author, draft_id)
        assert [one["expected"] for one in row.tests] == [
            [],
            [{"pointer": "/ho_ten_con", "code": "required"}],
        ]
        assert [one["name"] for one in row.samples] == ["Tờ khai đủ"]
        assert all(one.passed for one in form_tests.page(work, author, draft_id, NOW).tried)
        # The form no longer asks for the child's name: the second case says so and blocks.
        schema = {**row.schema, "required": [key for key in row.schema["required"] if key != "ho_ten_con"]}
        form_drafts.save(work, author, draft_id, schema, 3, NOW)
        with pytest.raises(UnfitFormError) as refused:
            form_publication.publish(work, publisher, draft_id, "Thử", NOW)
        (failing,) = refused.value.failing
        assert failing.name == "Thiếu tên trẻ"
        assert "cần bị báo lỗi" in failing.problems[0].vi
        assert "Thiếu tên trẻ" in refused.value.message.vi
        form_tests.remove(work, author, draft_id, 4, "Thiếu tên trẻ", NOW)
        number = form_publication.publish(work, publisher, draft_id, "Thử", NOW).number
        # The next draft has the cases that the version was published with.
        again = form_drafts.next_version(work, author, "ho_tich", "khai_sinh", NOW)
        assert [one["name"] for one in form_drafts.get(work, author, again).tests] == ["Tờ khai đủ"]
    assert number == 2


@pytest.mark.parametrize("key", ["ho_tich/khai_sinh", "ho_kinh_doanh/hkd_thanh_lap"])
def test_answers_of_a_dossier_are_kept_without_its_people(house: House, key: str) -> None:
    with house.work() as work:
        form = FormDefinition.from_schema(library.form(work.connection, *key.split("/")).schema)
    answers = sample_answers(form, TODAY)
    real = json.loads(
        json.dumps(answers, ensure_ascii=False)
        .replace("Nguyễn Văn Thử", "Lê Thị Thật")
        .replace("Nguyễn Thị Minh", "Lê Thị Thật")
    )
    kept = without_people(form, real)
    text = json.dumps(kept, ensure_ascii=False)
    assert "Lê Thị Thật" not in text
    assert kept.keys() == real.keys()
    # The same shape: what was valid stays valid, but for agreement between numbers and names.
    before = {one.pointer for one in validate(form, real, today=TODAY)}
    assert {one.pointer for one in validate(form, kept, today=TODAY)} <= before
