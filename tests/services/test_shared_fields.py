"""The shared library of fields: changed once, shown in all forms after one press, with the list beforehand."""

from __future__ import annotations

from typing import Any

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import rows

from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.domain.forms import shared_field
from motcua.services.forms import form_drafts, form_publication, shared_fields, shared_republication
from motcua.services.forms.form_drafts import NewForm
from motcua.services.forms.shared_fields import SharedFieldChangedError
from motcua.services.work import House
from motcua.store.process import library

AUTHOR, PUBLISHER = "soan.quytrinh", "duyet.quytrinh"
NAME = "so_cccd"


def published_form(house: House, field: str, key: str, **own: Any) -> int:
    """A form with one question of the shared field, said otherwise where `own` says so; its id in the library."""
    with house.work() as work:
        who = actor_of(house, PUBLISHER)
        (snippet,) = (one["schema"] for one in shared_fields.snippets(work) if one["name"] == NAME)
        schema = {"title": f"Biểu mẫu {key}", "type": "object", "properties": {"so": {**snippet, **own}}}
        wanted = NewForm(field, key, "", "blank", schema, tests=(own and TESTS) or ())
        draft_id = form_drafts.create(work, who, wanted, NOW)
        form_publication.publish(work, who, draft_id, "Mới", NOW)
        return int(library.form(work.connection, field, key).id)


TESTS = ({"name": "Thiếu số", "data": {"so": "045"}, "expected": [{"pointer": "/so", "code": "digits"}]},)


def label_of(house: House, form_id: int) -> str:
    with house.work() as work:
        return str(library.form_by_id(work.connection, form_id).schema["properties"]["so"]["title"])


@pytest.mark.req("B-02", "B-11")
def test_a_label_changed_once_shows_in_all_forms_after_one_press(house: House) -> None:
    plain = published_form(house, "ho_tich", "thu_mot")
    other = published_form(house, "xay_dung", "thu_hai")
    named = published_form(house, "ho_tich", "thu_ba", title="Số của người mẹ")
    before = rows(house, "select id, forms::text as forms from procedure_version order by id")
    with house.work() as work:
        author, publisher = actor_of(house, AUTHOR), actor_of(house, PUBLISHER)
        row = shared_fields.found(work, NAME)
        changed = {**row.schema, "title": "Số căn cước công dân", "description": "Xem mặt trước thẻ."}
        with pytest.raises(NotAllowedError):
            shared_fields.publish(work, actor_of(house, "soan.xaydung"), NAME, changed, 1, "Đổi tên", NOW)
        # The list beforehand, with what changes in each in words; nothing is written by it.
        planned = {one.form.id: one for one in shared_republication.preview(work, author, NAME, NOW, changed)}
        words = [change.sentence.vi for change in planned[plain].changes]
        assert any("Số định danh cá nhân → Số căn cước công dân" in one for one in words), words
        assert {plain, other, named} <= planned.keys()
        shipped = library.form(work.connection, "ho_tich", "khai_sinh").id
        assert "Đăng ký khai sinh" in {use.version.name for use in planned[shipped].procedures}
        assert not any("nhãn" in change.sentence.vi for change in planned[named].changes)
        assert label_of(house, plain) == "Số định danh cá nhân"
        with pytest.raises(NotAllowedError):
            shared_republication.start(work, author, NAME, [plain], "Đổi tên", NOW)
        chosen = [plain, other, named, shipped]
        run_id = shared_republication.start(
            work, publisher, NAME, chosen, "Theo Luật Căn cước", NOW, schema=changed, number=1
        )
        with pytest.raises(SharedFieldChangedError):
            shared_fields.publish(work, publisher, NAME, row.schema, 1, "Cũ", NOW)
    for form_id in chosen:
        assert shared_republication.carry_out(house, run_id, form_id, NOW) == "done"
        assert shared_republication.carry_out(house, run_id, form_id, NOW) == ""
    assert [label_of(house, one) for one in chosen[:3]] == ["Số căn cước công dân"] * 2 + ["Số của người mẹ"]
    with house.work() as work:
        run = shared_republication.page(work, publisher, run_id)
        assert (run.done, run.waiting, len(run.failed)) == (4, 0, 0)
        asked = library.form_by_id(work.connection, shipped).schema["properties"]
        assert asked["me"]["properties"]["so_dinh_danh"]["title"] == "Số căn cước công dân"
        assert asked["ho_ten_con"]["title"] != "Họ và tên"
        question = library.form_by_id(work.connection, named).schema["properties"]["so"]
        assert (question["description"], question[shared_field.NUMBER]) == ("Xem mặt trước thẻ.", 2)
        left = shared_republication.preview(work, author, NAME, NOW)
        assert not {one.form.id for one in left} & set(chosen)
        page = shared_fields.get(work, author, NAME)
        assert [one.number for one in page.versions] == [2, 1]
        # Drafts are for those who may see them.
        elsewhere = {"title": "Đơn", "type": "object", "properties": {"so": question}}
        wanted = NewForm("ho_tich", "thu_tu", "", "blank", elsewhere)
        form_drafts.create(work, publisher, wanted, NOW)
        assert [one.key for one in shared_fields.get(work, publisher, NAME).drafts] == ["thu_tu"]
        assert shared_fields.get(work, actor_of(house, "soan.xaydung"), NAME).drafts == []
    assert rows(house, "select id, forms::text as forms from procedure_version order by id") == before
    log = rows(house, "select subject, detail from audit where action = 'form.republish' order by subject")
    assert [row.subject for row in log] == [
        "ho_tich/khai_sinh", "ho_tich/thu_ba", "ho_tich/thu_mot", "xay_dung/thu_hai",
    ]  # fmt: skip


def test_a_form_that_would_not_hold_is_named_and_left_as_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = (
        published_form(house, "ho_tich", "thu_mot"),
        published_form(house, "ho_tich", "thu_hai", title="Số"),
    )
    with house.work() as work:
        publisher = actor_of(house, PUBLISHER)
        row = shared_fields.found(work, NAME)
        loose = {
            key: value for key, value in row.schema.items() if key not in ("x-digits", "pattern", "x-widget")
        }
        planned = {
            one.form.id: one for one in shared_republication.preview(work, publisher, NAME, NOW, loose)
        }
        assert planned[good].problem is None
        assert "Thiếu số" in planned[bad].problem.vi
        run_id = shared_republication.start(
            work, publisher, NAME, [good, bad], "Nới", NOW, schema=loose, number=1
        )
        broken = shared_republication.start(work, publisher, NAME, [good], "Lần hai", NOW)
    outcomes = [shared_republication.carry_out(house, run_id, one, NOW) for one in (good, bad)]
    assert outcomes == ["done", "failed"]
    # What nobody foresaw ends the form's part of the run too, in words.
    with monkeypatch.context() as patch:
        patch.setattr(shared_field, "followed", None)
        assert shared_republication.carry_out(house, broken, good, NOW) == "failed"
    with house.work() as work:
        run = shared_republication.page(work, publisher, broken)
        assert (run.waiting, "Máy chủ gặp lỗi" in run.failed[0][0].problem) == (0, True)
    with house.work() as work:
        ((item, form),) = shared_republication.page(work, publisher, run_id).failed
        assert (form.id, form.number) == (bad, 1)
        assert "Thiếu số" in item.problem
        with pytest.raises(ValidationError):
            shared_fields.create(work, publisher, "hai", {"type": "string"}, "Thử", NOW)
        with pytest.raises(ValidationError):
            shared_fields.create(work, publisher, NAME, row.schema, "Thử", NOW)
        made = shared_fields.create(work, publisher, "", {"type": "string", "title": "Nơi ở"}, "Thử", NOW)
        assert made == "noi_o"


def test_a_form_keeps_what_it_says_otherwise_and_follows_the_rest() -> None:
    one = {
        "type": "string",
        "title": "Điện thoại",
        "description": "Cũ",
        "maxLength": 10,
        "x-en": {"title": "Phone"},
    }
    two = {"type": "string", "title": "Số điện thoại", "maxLength": 12, "x-en": {"title": "Phone number"}}
    schema = {
        "$defs": {"dt": {**one, "title": "Gọi số nào"}},
        "properties": {
            "a": {**one, "x-shared": "dt", "x-shared-number": 1},
            "b": {
                **one,
                "x-shared": "dt",
                "description": "Riêng",
                "x-personal": True,
                "x-en": {"title": "Mine"},
            },
            "rows": {
                "items": {
                    "properties": {"c": {"$ref": "#/$defs/dt", "title": "Điện thoại", "x-shared": "dt"}}
                }
            },
        },
    }
    new = shared_field.followed(schema, {"dt": {1: one, 2: two}})
    a, b = new["properties"]["a"], new["properties"]["b"]
    c = new["properties"]["rows"]["items"]["properties"]["c"]
    bound = {"x-shared": "dt", "x-shared-number": 2}
    assert a == {**two, **bound}
    assert b == {**two, **bound, "description": "Riêng", "x-personal": True, "x-en": {"title": "Mine"}}
    assert c == {**two, **bound}
    assert schema["properties"]["a"]["title"] == "Điện thoại"
    assert shared_field.followed(new, {"dt": {1: one, 2: two}}) == new
