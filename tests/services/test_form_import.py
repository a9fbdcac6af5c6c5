"""Forms begun from a file: a paper form in Word becomes questions that a person confirms; hostile files are refused."""

from __future__ import annotations

import json
from collections.abc import Mapping

import paper_form_files
import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW
from step_table_files import locked, swollen

from motcua.domain.errors import InputError, NotAllowedError
from motcua.domain.forms import FormDefinition
from motcua.services.forms import form_drafts, form_import
from motcua.services.papers.files import Upload
from motcua.services.work import House
from motcua.store.base import Record

AUTHOR = "soan.quytrinh"


def taken(house: House, content: bytes, login: str = AUTHOR, **more: str) -> Record:
    wanted = {"field": "ho_tich", "title": "", "key": "thu_nhap", **more}
    with house.work() as work:
        who = actor_of(house, login)
        draft_id = form_import.take(work, who, Upload("mau.docx", content), **wanted, now=NOW)
        return form_drafts.get(work, who, draft_id)


def kinds_of(row: Record) -> Mapping[str, str]:
    form = FormDefinition.from_schema(row.schema)
    return {one.label.vi: one.widget or one.kind for one in form.fields}


@pytest.mark.req("B-01")
def test_three_paper_forms_become_questions_of_the_kinds_that_their_words_suggest(house: House) -> None:
    birth = taken(house, paper_form_files.birth(), key="mot")
    assert birth.title == "Tờ khai đăng ký khai sinh"
    assert birth.schema["x-paper"]["number"] == "Mẫu số 01"
    kinds = kinds_of(birth)
    assert len(kinds) >= 15
    expected = {
        "Họ, chữ đệm, tên người yêu cầu": "full_name", "Nơi cư trú": "address", "Ngày, tháng, năm sinh": "date",
        "Đề nghị cấp bản sao": "radio", "Số lượng": "integer", "Cam đoan": "declaration",
    }  # fmt: skip
    assert {label: kinds[label] for label in expected} == expected
    sections = [part["title"] for part in birth.schema["x-sections"]]
    assert sections == ["Thông tin chung", "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây"]

    household = taken(house, paper_form_files.household(), key="hai")
    kinds = kinds_of(household)
    expected = {
        "Số định danh cá nhân": "personal_id", "Điện thoại": "phone", "Fax": "text", "Thư điện tử": "email",
        "Ngành, nghề kinh doanh": "rows", "Vốn kinh doanh": "money", "Chủ thể thành lập hộ kinh doanh": "radio",
    }  # fmt: skip
    assert {label: kinds[label] for label in expected} == expected
    rows = next(one for one in FormDefinition.from_schema(household.schema).fields if one.kind == "rows")
    assert [one.label.vi for one in rows.fields] == ["Tên ngành", "Mã ngành", "Ngành, nghề chính"]
    assert household.schema["x-paper"]["addressee"] == "Phòng Kinh tế"

    permit = taken(house, paper_form_files.permit(), key="ba")
    kinds = kinds_of(permit)
    expected = {
        "Tên chủ đầu tư (tên chủ hộ)": "full_name", "Số căn cước công dân": "personal_id", "Số tầng": "integer",
        "Nội dung đề nghị": "textarea", "Dự kiến ngày khởi công": "date", "Địa điểm xây dựng": "address",
    }  # fmt: skip
    assert {label: kinds[label] for label in expected} == expected
    assert "Gửi kèm theo đơn này các tài liệu" in [one["text"] for one in permit.notes if not one["pointer"]]


def test_a_person_confirms_what_was_read(house: House) -> None:
    row = taken(house, paper_form_files.permit())
    with house.work() as work:
        author = actor_of(house, AUTHOR)
        asked = {one.label: one for one in form_import.questions(row)}
        assert asked["Diện tích xây dựng tầng 1"].doubt
        assert "m2" in asked["Diện tích xây dựng tầng 1"].source
        chosen = {asked["Thửa đất số"].key: "integer", asked["Người đại diện"].key: "-", "khong_co": "text"}
        form_import.confirm(work, author, row.id, row.revision, chosen, NOW)
        after = form_drafts.get(work, author, row.id)
    kinds = kinds_of(after)
    assert kinds["Thửa đất số"] == "integer"
    assert "Người đại diện" not in kinds
    assert any(one["pointer"] for one in row.notes)
    assert after.notes == [one for one in row.notes if not one["pointer"]] != []


def test_a_schema_of_any_origin_comes_in_and_says_what_cannot_be_drawn(house: House) -> None:
    foreign = {
        "title": "Person", "type": "object",
        "properties": {"name": {"type": "string", "title": "Name"}, "odd": {"prefixItems": [{"type": "string"}]}},
    }  # fmt: skip
    row = taken(house, json.dumps(foreign).encode())
    with house.work() as work:
        findings = form_drafts.save(work, actor_of(house, AUTHOR), row.id, row.schema, 1, NOW).findings
    assert any(one.severity == "error" and one.pointer.startswith("/properties/odd") for one in findings)
    assert [one.key for one in form_import.questions(row)] == ["name", "odd"]


def test_whatever_a_schema_has_for_its_sections_a_person_can_confirm(house: House) -> None:
    text = {"type": "string", "title": "A"}
    hostile: list[dict[str, object]] = [
        {"x-sections": 5}, {"x-sections": ["x"]}, {"x-sections": [{"key": "b", "title": "B", "fields": 5}]},
        {"x-sections": [{"key": "b", "title": "B", "fields": [{}, "a"]}]}, {"required": 5}, {"required": [[]]},
        {"properties": {"a": True, "b": False, "c": 5}},
    ]  # fmt: skip
    for number, odd in enumerate(hostile):
        content = json.dumps({"title": "Đơn", "type": "object", "properties": {"a": text}, **odd}).encode()
        row = taken(house, content, key=f"la_{number}")
        assert [one.key for one in form_import.questions(row)] == ["a"], odd
        with house.work() as work:
            author = actor_of(house, AUTHOR)
            form_import.confirm(work, author, row.id, 1, {"a": "text"}, NOW)
            assert FormDefinition.from_schema(form_drafts.get(work, author, row.id).schema).field_by_key["a"]
            form_import.confirm(work, author, row.id, 2, {"a": "-"}, NOW)
            assert form_drafts.get(work, author, row.id).schema["properties"] == {}


def test_hostile_files_are_refused_in_words(house: House) -> None:
    deep = b'{"properties":' * 5000 + b"{}" + b"}" * 5000
    hostile: list[bytes] = [
        b"", b"PK\x03\x04 hong", b"{", b'{"a": NaN, "properties": {}}', b"{}", deep, b"\xd0\xcf\x11\xe0" + bytes(600),
        locked(), swollen(b" ", 70_000_000), paper_form_files.without_questions(),
        paper_form_files.far_too_long(), bytes(form_import.LARGEST + 1),
    ]  # fmt: skip
    believed = [content[:20] for content in hostile if not is_refused(house, content)]
    assert believed == []
    with pytest.raises(NotAllowedError):
        taken(house, paper_form_files.birth(), "ha.tran")


def is_refused(house: House, content: bytes) -> bool:
    try:
        taken(house, content)
    except InputError as refused:
        return len(refused.message.vi) > 15
    return False
