"""A question of the form that is answered by a file: kept with the draft, shown again, gone when it is removed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from fixtures_dossier import HOUSEHOLD, PDF
from fixtures_house import NOW, post, token_of
from fixtures_model import bpmn_of, release
from fixtures_portal import attach, begin, send, typed, words
from fixtures_watch import rows, value
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from motcua import settings
from motcua.domain.people.permissions import SYSTEM
from motcua.services.process import library, procedures
from motcua.services.work import House

QUESTION = {"type": "string", "title": "Ảnh mặt tiền", "format": "motcua-file"}


@pytest.fixture
def draft(house: House, sign_in: Callable[[str], FlaskClient]) -> tuple[FlaskClient, str]:
    """A browser with a form begun whose first section also asks for a file."""
    folders = [settings.content("bpmn")]
    found = library.sources(folders, settings.content("forms"))
    source = next(one for _, one in found if b'code="1.001612"' in one.bpmn)
    forms: Any = copy.deepcopy(dict(source.forms))
    schema = forms["hkd_thanh_lap"]
    schema["properties"]["anh"] = QUESTION
    schema["x-sections"][0]["fields"].append("anh")
    with house.work() as work:
        procedures.release(work, SYSTEM, replace(source, forms=forms), NOW)
    browser = sign_in("hang@example.vn")
    return browser, f"{begin(browser)}/chu_ho"


def save(browser: FlaskClient, page: str, content: bytes | None = None, **more: str) -> Any:
    """Send the section with what its page holds, and a file when there is one."""
    shown = browser.get(page).get_data(as_text=True)
    data: dict[str, Any] = {"csrf_token": token_of(shown), **typed(HOUSEHOLD), **more}
    if 'name="anh"' in shown:
        data["anh"] = shown.split('name="anh" value="')[1].split('"')[0]
    if content is not None:
        data["anh-upload"] = FileStorage(BytesIO(content), filename="mặt tiền.pdf")
    boundary, body = encode_multipart(data)
    return browser.post(page, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def files(house: House) -> int:
    with house.engine.connect() as connection:
        return int(connection.execute(text("select count(*) from file")).scalar_one())


def test_the_file_is_kept_and_shown_again(draft: tuple[FlaskClient, str], house: House) -> None:
    browser, page = draft
    assert save(browser, page, PDF).status_code == 303
    assert "mặt tiền.pdf" in words(browser.get(page))
    assert save(browser, page).status_code == 303
    assert files(house) == 1


def test_the_file_survives_an_error_elsewhere_in_the_section(draft: tuple[FlaskClient, str]) -> None:
    browser, page = draft
    answer = save(browser, page, PDF, chu_ho_so_dinh_danh="1")
    assert answer.status_code == 422
    assert "mặt tiền.pdf" in words(answer)
    assert "mặt tiền.pdf" in words(browser.get(page))


def test_a_file_that_will_not_do_is_named_at_the_question(draft: tuple[FlaskClient, str]) -> None:
    browser, page = draft
    answer = save(browser, page, b"not a pdf")
    assert answer.status_code == 422
    assert "không phải PDF" in words(answer)
    assert 'href="#anh"' in answer.get_data(as_text=True)


def test_a_removed_file_does_not_travel_with_the_dossier(
    draft: tuple[FlaskClient, str], house: House
) -> None:
    browser, page = draft
    save(browser, page, PDF)
    dropped = save(browser, page, _action="drop:/anh")
    assert dropped.status_code == 200
    assert 'name="anh"' not in dropped.get_data(as_text=True)
    token = token_of(browser.get(page).get_data(as_text=True))
    assert browser.post(page, data={"csrf_token": token, **typed(HOUSEHOLD)}).status_code == 303
    assert files(house) == 0


def ask(key: str, title: str, **words_: Any) -> dict[str, Any]:
    return {"type": "string", "title": title, "x-en": {"title": f"English {key}"}, **words_}


FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "title": "Đơn",
    "additionalProperties": False,
    "x-sections": [
        {"key": "a", "title": "A", "fields": ["co"]},
        {"key": "b", "title": "B", "fields": ["tep", "ban_ve", "ghi"]},
    ],
    "properties": {
        "co": ask("co", "Có nhà", enum=["co", "khong"]),
        "tep": ask("tep", "Ảnh nhà", format="motcua-file", **{"x-component": "nha"}),
        "ban_ve": ask("ban_ve", "Bản vẽ", format="motcua-file", **{"x-accept": ["image"]}),
        "ghi": ask("ghi", "Ghi chú"),
    },
    "allOf": [
        {
            "if": {"properties": {"co": {"const": "co"}}, "required": ["co"]},
            "then": {"required": ["tep"]},
            "else": {"properties": {"tep": False}},
        }
    ],
}


@pytest.mark.req("B-04")
def test_a_file_answers_its_own_question_and_no_other_and_goes_when_that_is_not_asked(
    house: House, sign_in: Callable[[str], FlaskClient]
) -> None:
    papers = '<m:paper key="nha" name="Giấy tờ nhà"/>'
    release(house, bpmn_of("S>a a>E", code="1.900001", papers=papers), {"don": FORM})
    browser = sign_in("hang@example.vn")
    draft = begin(browser, "1.900001")
    assert post(browser, f"{draft}/a", co="co").status_code == 303
    sent: dict[str, Any] = {"tep-upload": FileStorage(BytesIO(PDF), filename="riêng tư.pdf")}
    assert post(browser, f"{draft}/b", **sent).status_code == 303
    (file,) = rows(house, "select id from file")
    # One that takes pictures alone is not answered by it, on the page or behind it.
    assert post(browser, f"{draft}/b", tep=str(file.id), ban_ve=str(file.id)).status_code == 303
    assert data_of(house) == {"co": "co", "tep": str(file.id)}
    keep(house, {**data_of(house), "ban_ve": str(file.id)})
    assert "đính kèm lại tệp" in words(post(browser, f"{draft}/check", declared="yes"))
    keep(house, {"co": "co", "tep": str(file.id)})
    assert post(browser, f"{draft}/a", co="khong").status_code == 303
    # The question stands for a paper; unasked, it does so no longer, and its file stays behind.
    assert "Giấy tờ nhà" in words(post(browser, f"{draft}/check", declared="yes"))
    assert attach(browser, draft, "nha", "nhà.pdf").status_code == 303
    code = send(browser, draft)
    assert [row.name for row in rows(house, "select name from file")] == ["nhà.pdf"]
    # Amended, a file comes and goes the same way; what was sent once is kept as an earlier version.
    for has, last in (("co", None), ("khong", NOW)):
        draft = post(browser, f"/my/{code}", f"/my/{code}/amend").location.removesuffix("/check")
        assert post(browser, f"{draft}/a", co=has).status_code == 303
        if has == "co":
            photo: dict[str, Any] = {"tep-upload": FileStorage(BytesIO(PDF), filename="ảnh nhà.pdf")}
            assert post(browser, f"{draft}/b", **photo).status_code == 303
        send(browser, draft)
        kept = rows(house, "select name, replaced_at from file where dossier_id is not null order by id")
        assert [tuple(row) for row in kept] == [("nhà.pdf", None), ("ảnh nhà.pdf", last)]
    assert value(house, "select count(*) from file where draft_id is not null") == 0


def data_of(house: House) -> dict[str, Any]:
    (row,) = rows(house, "select data_sealed from draft")
    return dict(house.cipher.open_json(row.data_sealed))


def keep(house: House, data: dict[str, Any]) -> None:
    with house.work() as work:
        work.connection.execute(
            text("update draft set data_sealed = :sealed"), {"sealed": house.cipher.seal_json(data)}
        )
        work.commit()
