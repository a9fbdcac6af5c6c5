"""The pages of the form library: begun from a Word file, tested, published, restored; a shared field changed once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO

import paper_form_files
import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW, post, token_of
from fixtures_portal import words
from fixtures_watch import rows, value
from flask.testing import FlaskClient

from motcua.services.forms import form_drafts, form_publication, shared_republication
from motcua.services.forms.form_drafts import NewForm
from motcua.services.work import House

AUTHOR, PUBLISHER = "soan.quytrinh", "duyet.quytrinh"
STUDIO = "/thiet-ke"
FORMS, SHARED = f"{STUDIO}/bieu-mau", f"{STUDIO}/truong-chung"


def draft_of(location: str) -> int:
    found = re.search(r"/bieu-mau/(\d+)", location)
    assert found is not None, location
    return int(found[1])


@pytest.mark.req("B-01")
def test_a_form_read_from_word_is_confirmed_tried_and_published(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    author = sign_in(AUTHOR)
    token = token_of(author.get(f"{FORMS}/moi").text)
    upload = {"csrf_token": token, "field": "ho_tich", "key": "nhap_word", "way": "file-"}
    refused = author.post(f"{FORMS}/moi/tep", data={**upload, "file": (BytesIO(b"xin chao"), "a.docx")})
    assert refused.status_code == 400
    sent = {**upload, "file": (BytesIO(paper_form_files.birth()), "mau.docx")}
    review = author.post(f"{FORMS}/moi/tep", data=sent).location
    assert "Quan hệ với người được khai sinh" in words(author.get(review))
    draft_id = draft_of(review)
    assert post(author, review, revision="1").status_code == 303
    page = f"{FORMS}/{draft_id}"

    # A case: made up, tried, kept with what the form says of it.
    case = f"{page}/kiem-thu/ca"
    filled = author.get(f"{case}?tu=mau").text
    fields = dict(re.findall(r'name="(ca-[^"]+)"[^>]*value="([^"]*)"', filled))
    tried = post(author, case, **fields, do="try", revision="2")
    assert "Biểu mẫu trả lời" in words(tried)
    assert post(author, case, **fields, do="keep", name="", revision="2").status_code == 422
    assert post(author, case, **fields, do="keep", name="Ca một", revision="2").status_code == 303
    listed = words(author.get(f"{page}/kiem-thu"))
    assert "Ca một" in listed
    assert "1 ca đạt" in listed

    # An author sees all but may not publish; the publisher gives a reason.
    assert "chưa có quyền công bố" in words(author.get(f"{page}/cong-bo"))
    publisher = sign_in(PUBLISHER, factor=True)
    shown = words(publisher.get(f"{page}/cong-bo"))
    assert "Đây là phiên bản đầu tiên" in shown
    assert "phiên bản thủ tục được người khác phê duyệt" in shown
    assert post(publisher, f"{page}/cong-bo", reason="").status_code == 422
    done = post(publisher, f"{page}/cong-bo", reason="Theo Thông tư 04")
    assert done.status_code == 303, words(done)
    assert done.location == f"{FORMS}/ho_tich/nhap_word"
    assert "Theo Thông tư 04" in words(author.get(done.location))
    assert author.get(f"{done.location}/phien-ban/1").json["title"] == "Tờ khai đăng ký khai sinh"
    assert sign_in("soan.xaydung").get(done.location).status_code == 403


@pytest.mark.req("B-11")
def test_a_form_in_use_is_changed_compared_and_offered_to_its_procedures(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    publisher = sign_in(PUBLISHER, factor=True)
    page = f"{FORMS}/ho_tich/khai_sinh"
    begun = post(publisher, page, f"{page}/ban-thao")
    draft_id = draft_of(begun.location)
    assert post(publisher, page, f"{page}/ban-thao").location == begun.location
    unchanged = post(publisher, f"{FORMS}/{draft_id}/cong-bo", reason="Thử")
    assert unchanged.status_code == 409
    assert "Không có gì khác" in words(unchanged)
    with house.work() as work:
        row = form_drafts.get(work, actor_of(house, AUTHOR), draft_id)
        parts = [{**row.schema["x-sections"][0], "title": "Người đi khai"}, *row.schema["x-sections"][1:]]
        form_drafts.save(work, actor_of(house, AUTHOR), draft_id, {**row.schema, "x-sections": parts}, 1, NOW)
    compared = words(publisher.get(f"{page}/so-sanh"))
    assert "Hai bản cạnh nhau" in compared
    assert "Người đi khai" in compared
    assert post(publisher, f"{FORMS}/{draft_id}/cong-bo", reason="Đổi tên phần").status_code == 303
    shown = publisher.get(page).text
    assert "phiên bản 1, cũ" in words(publisher.get(page))
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version is not None
    assert post(publisher, page, f"{page}/thu-tuc", version=version[1]).status_code == 303
    assert value(house, "select count(*) from process_draft where origin = 'version'") == 1
    assert "đang có bản thảo" in words(publisher.get(page))
    # The first version comes back as a draft.
    restored = post(publisher, page, f"{page}/ban-thao", number="1")
    assert "Người yêu cầu" in str(value(house, "select schema from form_draft order by id desc limit 1"))
    discard = f"{FORMS}/{draft_of(restored.location)}/bo"
    assert post(publisher, page, discard, revision="1").status_code == 303


@pytest.mark.req("B-02")
def test_a_shared_field_is_changed_once_and_the_forms_are_listed_beforehand(
    house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    publisher = sign_in(PUBLISHER, factor=True)
    assert "so_cccd" in words(publisher.get(SHARED))
    # A form that uses the field: made from its snippet.
    schema = rows(house, "select schema from shared_field where name = 'so_cccd'")[0].schema
    with house.work() as work:
        who = actor_of(house, PUBLISHER)
        used = {**schema, "x-shared": "so_cccd", "x-shared-number": 1}
        made = {"title": "Đơn có số", "type": "object", "properties": {"so": used}}
        draft_id = form_drafts.create(work, who, NewForm("ho_tich", "don_co_so", "", "blank", made), NOW)
        form_publication.publish(work, who, draft_id, "Mới", NOW)
    page = f"{SHARED}/so_cccd"
    assert "Đơn có số" in words(publisher.get(page))
    rest = {
        key: one for key, one in schema.items() if key not in ("title", "description", "x-error", "x-example")
    }
    typed = {
        "title": "Số căn cước công dân", "en-title": "ID card number", "schema": json.dumps(rest), "number": "1",
        "description": schema["description"], "x-error": schema["x-error"], "x-example": schema["x-example"],
    }  # fmt: skip
    looked = post(publisher, page, **typed, do="look")
    assert "Số định danh cá nhân → Số căn cước công dân" in words(looked)
    chosen = re.findall(r'name="form" value="(\d+)"', looked.get_data(as_text=True))
    assert chosen
    assert post(publisher, page, **typed, do="save", form=chosen, reason="").status_code == 422
    run = post(publisher, page, **typed, do="save", form=chosen, reason="Luật Căn cước").location
    run_id = int(run.rsplit("/", 1)[1])
    assert "Đang công bố" in words(publisher.get(run))
    for form_id in chosen:
        shared_republication.carry_out(house, run_id, int(form_id), NOW)
    assert "Đã xong" in words(publisher.get(run))
    label = value(
        house, "select schema->'properties'->'so'->>'title' from library_form where key = 'don_co_so'"
    )
    assert label == "Số căn cước công dân"
    assert post(publisher, page, **{**typed, "title": "Khác"}, do="save", reason="Cũ").status_code == 409
    # An author of one field sees the library and changes nothing.
    other = sign_in("soan.xaydung")
    assert other.get(page).status_code == 200
    assert other.get(f"{SHARED}/moi").status_code == 403
    assert (
        post(publisher, f"{SHARED}/moi", title="Nơi ở", schema='{"type": "string"}', reason="Cần").status_code
        == 303
    )
    assert post(publisher, f"{SHARED}/moi", title="Sai", schema="{", reason="Cần").status_code == 422
