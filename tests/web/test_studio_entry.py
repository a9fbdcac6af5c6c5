"""How drafts begin, as an author sees it: nothing typed is lost, every doubt stands at its row, nothing is guessed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from desk_client import upload
from docx import Document
from fixtures_house import token_of
from flask.testing import FlaskClient
from step_table_files import PROCEDURES, many_in_one_table, without_table, word_file

from motcua.domain.process.annex import time_words
from motcua.services.work import House
from motcua.store.process import procedure as procedures
from motcua.store.process import process_draft as stored

UNCLEAR = (
    ("TT", "Vị trí", "Công việc", "Thời gian"),
    ("1", "Công chức tiếp nhận", "Tiếp nhận hồ sơ", "4 giờ"),
    ("2", "Tổ tư vấn", "Thẩm định", "1-2 ngày"),
    ("3", "Văn thư", "Đóng dấu", "4 giờ"),
)
FACTS = {"code": "9.000001", "name": "Cấp thử", "field": "xay_dung", "level": "xa", "owner": "", "form": ""}


@pytest.fixture
def author(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("soan.quytrinh")


def send_file(browser: FlaskClient, content: bytes, name: str) -> Any:
    token = token_of(browser.get("/thiet-ke/moi").text)
    return browser.post(
        "/thiet-ke/moi/tep",
        data={"csrf_token": token, "file": upload(content, name)},
        content_type="multipart/form-data",
    )


def send(browser: FlaskClient, address: str, **data: Any) -> Any:
    return browser.post(address, data={"csrf_token": token_of(browser.get(address).text), **data})


def steps(**changed: str) -> dict[str, str]:
    """The fields of UNCLEAR's three steps as the page shows them, some changed."""
    fields = {}
    for place, (_n, _who, work, _time) in enumerate(UNCLEAR[1:], start=1):
        fields |= {f"work-{place}": work, f"keep-{place}": "1"}
    keys = {"position-1": "tiep_nhan", "position-2": "", "position-3": "van_thu"}
    times = {"time-1": "4 giờ", "time-2": "", "time-3": "4 giờ"}
    return fields | keys | times | changed


def drafts(house: House) -> list[Any]:
    with house.work() as work:
        found = [stored.by_id(work.connection, row.id) for row in stored.listing(work.connection)]
    return [row for row in found if row is not None]


@pytest.mark.req("A-11")
def test_a_table_is_looked_through_put_right_and_made_a_draft(house: House, author: FlaskClient) -> None:
    content = word_file("Cấp thử", UNCLEAR)
    address = send_file(author, content, "bang.docx").location
    page = author.get(address).text
    assert "không đọc được thời gian “1-2 ngày”" in page
    assert "chưa rõ “Tổ tư vấn” là vị trí nào" in page
    refused = send(author, address, do="create", **FACTS, **steps(**{"time-2": "vài hôm"}), total="3 ngày")
    assert refused.status_code == 400
    assert "vài hôm" in refused.text
    assert "9.000001" in refused.text
    given = steps(**{"time-2": "1 ngày", "position-2": "chuyen_vien"})
    told = send(author, address, do="sum", **FACTS, **given, total="3 ngày")
    assert "Khác thời hạn 3 ngày" in told.text
    made = send(author, address, do="create", **FACTS, **given, total="16 giờ", checked="1")
    (row,) = drafts(house)
    assert made.location == f"/thiet-ke/ban-thao/{row.id}"
    assert (row.code, row.origin, row.notes) == ("9.000001", "table", [])
    assert author.get(f"/thiet-ke/ban-thao/{row.id}/tep-goc").data == content


def test_what_nobody_answered_is_a_note_of_the_draft(house: House, author: FlaskClient) -> None:
    address = send_file(author, word_file("Cấp thử", UNCLEAR), "bang.docx").location
    send(author, address, do="create", **FACTS, **steps(), total="")
    (row,) = drafts(house)
    assert {note["element"] for note in row.notes} == {"T_2", ""}
    address = f"/thiet-ke/ban-thao/{row.id}/ghi-chu"
    page = author.get(address).text
    assert "1-2 ngày" in page
    assert f"/thiet-ke/ban-thao/{row.id}#T_2" in page
    places = [str(place) for place, note in enumerate(row.notes) if note["element"]]
    send(author, address, revision=str(row.revision), done=places)
    assert send(author, address, revision=str(row.revision), done=["0"]).status_code == 409
    (row,) = drafts(house)
    assert {note["element"] for note in row.notes} == {""}


def test_columns_chosen_again_are_read_again_and_the_names_stay(author: FlaskClient) -> None:
    rows = [("A", "B", "C", "D"), *((n, who, work, time) for n, who, work, time in UNCLEAR[1:])]
    address = send_file(author, word_file("Cấp thử", rows), "bang.docx").location
    assert "Chưa nhận ra bảng các bước" in author.get(address).text
    twice = {"bang": "1", "h": "1", "c0": "work", "c1": "position", "c2": "work", "c3": "budget"}
    assert "Cột 1 và cột 3" in send(author, address, do="reread", **twice).text
    right = {**twice, "c0": "order"}
    read = send(author, address, do="reread", **right, code="9.7", name="Tên đã gõ").text
    assert "chưa rõ “Tổ tư vấn”" in read
    assert "Tên đã gõ" in read


@pytest.mark.req("A-11")
def test_several_procedures_of_a_file_become_drafts_one_by_one_or_together(
    house: House, author: FlaskClient
) -> None:
    content = many_in_one_table(PROCEDURES["p05"], PROCEDURES["p07"], PROCEDURES["p08"])
    address = send_file(author, content, "phu-luc.docx").location
    assert "Tệp có 3 thủ tục." in author.get(address).text
    unnamed = send(author, address, do="all", take=["1", "2"], field="dat_dai", level="xa", owner="")
    assert unnamed.status_code == 400
    assert "Thủ tục thứ 1 chưa có tên hoặc mã" in unnamed.text
    assert drafts(house) == []
    second = author.get(f"{address}?so=2").text
    assert PROCEDURES["p07"]["name"] in second
    names = {place: step["work"] for place, step in enumerate(PROCEDURES["p07"]["steps"], start=1)}
    fields = {f"work-{place}": work for place, work in names.items()}
    fields |= {
        f"time-{place}": f"{step['hours']} giờ"
        for place, step in enumerate(PROCEDURES["p07"]["steps"], start=1)
    }
    fields |= {f"keep-{place}": "1" for place in names}
    facts = {**FACTS, "code": "1.013831", "name": PROCEDURES["p07"]["name"], "field": "dat_dai"}
    made = send(author, address, so="2", do="create", total="64 giờ", **facts, **fields)
    assert made.location == address
    assert [row.code for row in drafts(house)] == ["1.013831"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (without_table(), "thu.docx", "Không thấy bảng quy trình nào"),
        (b"", "rong.docx", "Tệp rỗng"),
        (b"PK\x03\x04 hong", "hong.docx", "Không đọc được tệp này"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a.bpmn", "DOCTYPE"),
    ],
)
def test_a_file_that_is_nothing_we_know_is_refused_in_words(
    author: FlaskClient, content: bytes, name: str, said: str
) -> None:
    answer = send_file(author, content, name)
    page = answer if answer.status_code == 400 else author.get(answer.location)
    assert page.status_code == 400
    assert said in page.text


def test_a_bundle_goes_out_and_comes_in_as_a_draft(house: House, author: FlaskClient) -> None:
    with house.work() as work:
        version_id = procedures.current(work.connection, "1.001193").version_id
    gone = author.get(f"/thiet-ke/phien-ban/{version_id}/goi.zip")
    address = send_file(author, gone.data, "goi.zip").location
    assert "giống hệt ở đây" in author.get(address).text
    refused = send(author, address, **{**FACTS, "code": " "})
    assert (refused.status_code, drafts(house)) == (400, [])
    assert "Ghi mã thủ tục" in refused.text
    send(author, address, **{**FACTS, "code": "1.001193", "field": "ho_tich"})
    (row,) = drafts(house)
    assert (row.origin, row.code, row.state) == ("bundle", "1.001193", "draft")


def test_a_process_drawn_elsewhere_says_what_is_missing_and_keeps_its_own_words(
    house: House, author: FlaskClient
) -> None:
    foreign = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:z="http://camunda.org/schema/zeebe/1.0"'
        ' targetNamespace="http://t"><process id="p" name="Vẽ ở nơi khác"><startEvent id="s"/>'
        '<userTask id="t" name="Thẩm định"><extensionElements><z:formDefinition formId="f"/></extensionElements>'
        '</userTask><endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>'
        '<sequenceFlow id="b" sourceRef="t" targetRef="e"/></process></definitions>'
    ).encode()
    address = send_file(author, foreign, "ve.bpmn").location
    page = author.get(address).text
    assert "Thẩm định" in page
    assert "không có hình vẽ" in page
    assert 'value="Vẽ ở nơi khác"' in page
    send(author, address, **FACTS)
    (row,) = drafts(house)
    assert b"formDefinition" in bytes(row.bpmn)
    assert b'isExecutable="true"' in bytes(row.bpmn)
    assert {note["element"] for note in row.notes} >= {"t"}


def test_a_usual_shape_and_a_copy_ask_for_their_names_first(house: House, author: FlaskClient) -> None:
    with house.work() as work:
        version_id = procedures.current(work.connection, "1.013225").version_id
    for address, more in (("/thiet-ke/moi", {"shape": "phong"}), (f"/thiet-ke/moi?tu={version_id}", {})):
        refused = send(author, address, **more, **{**FACTS, "name": ""})
        assert refused.status_code == 400
        assert "Ghi tên thủ tục." in refused.text
        assert 'value="9.000001"' in refused.text
        made = send(author, address, **more, **{**FACTS, "form": "xay_dung/gpxd_nha_o"})
        assert "/thiet-ke/ban-thao/" in made.location
    assert {row.origin for row in drafts(house)} == {"template", "copy"}


def test_a_table_too_long_for_one_procedure_is_refused_in_words(author: FlaskClient) -> None:
    rows = [UNCLEAR[0], *((str(place), "Văn thư", f"Việc {place}", "1 giờ") for place in range(1, 302))]
    answer = author.get(send_file(author, word_file("Cấp thử", rows), "dai.docx").location)
    assert answer.status_code == 400
    assert "có 301 dòng" in answer.text


@pytest.mark.req("A-24")
def test_annex_and_iso_procedure_have_the_steps_and_times_of_the_version(
    house: House, author: FlaskClient
) -> None:
    with house.work() as work:
        version_id = procedures.current(work.connection, "1.013225").version_id
        model = house.versions.get(work.connection, version_id).model
    address = f"/thiet-ke/phien-ban/{version_id}/phu-luc.docx"
    iso = Document(io.BytesIO(author.get(f"{address}?ma=QT-07&lan=02&tieu-chuan=TCVN ISO 9001:2008").data))
    said = "\n".join(one.text for one in iso.paragraphs)
    assert "TCVN ISO 9001:2008" in said
    assert [row.cells[1].text for row in iso.tables[0].rows][:2] == ["QT-07", "02"]
    rows = [[cell.text for cell in row.cells] for row in iso.tables[1].rows][1:-1]
    assert [row[2] for row in rows] == [step.name for step in sorted(model.steps, key=lambda one: one.order)]
    times = [time_words(step.budget) for step in sorted(model.steps, key=lambda one: one.order)]
    assert [row[3] for row in rows] == times
    plain = author.get(address)
    assert zipfile.is_zipfile(io.BytesIO(plain.data))
    assert "phu-luc-1.013225" in plain.headers["Content-Disposition"]


def test_the_catalogue_finds_a_procedure_and_opens_its_next_version(
    house: House, author: FlaskClient
) -> None:
    page = author.get("/thiet-ke?q=khai sinh&linh-vuc=ho_tich").text
    assert "Đăng ký khai sinh" in page
    assert "Cấp giấy phép xây dựng" not in page
    with house.work() as work:
        version_id = procedures.current(work.connection, "1.001193").version_id
    token = token_of(author.get("/thiet-ke/moi").text)
    author.post(f"/thiet-ke/phien-ban/{version_id}/ban-thao", data={"csrf_token": token})
    (row,) = drafts(house)
    assert row.based_on == version_id
    assert f"Bản thảo {row.id}" in author.get("/thiet-ke?trang-thai=draft").text
    assert "Không có thủ tục nào khớp" in author.get("/thiet-ke?q=khongcothutucnay").text
