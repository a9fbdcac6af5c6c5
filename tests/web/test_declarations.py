"""Declarations to take away: blank ones for anybody, one's own draft and dossier, and the officer's copy (B-03, B-11)."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
import pytest
from docx import Document
from fixtures_dossier import ANSWERS, file_dossier
from fixtures_portal import BUSINESS, begin, fill
from flask.testing import FlaskClient
from sqlalchemy import text

from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]
NAME = str(ANSWERS[BUSINESS]["ten_hkd"])


def told(answer: object) -> str:
    """What a PDF or a Word file of an answer says."""
    content = answer.get_data()  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        return "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)
    assert content.startswith(b"%PDF-"), content[:200]
    pdf = pypdfium2.PdfDocument(content)
    try:
        return " ".join("".join(page.get_textpage().get_text_range() for page in pdf).split())
    finally:
        pdf.close()


@pytest.mark.req("B-03")
def test_anybody_downloads_the_blank_form_of_the_current_version(client: FlaskClient) -> None:
    page = client.get("/procedures/1.001193").get_data(as_text=True)
    for kind in ("pdf", "docx"):
        assert f"/procedures/1.001193/form.{kind}" in page
        answer = client.get(f"/procedures/1.001193/form.{kind}")
        assert answer.status_code == 200
        assert f"mau-1.001193.{kind}" in answer.headers["Content-Disposition"]
        assert "KHAI SINH" in told(answer)
        assert "Kính gửi:" in told(answer)
    assert client.get("/procedures/1.001193/form.exe").status_code == 404
    assert client.get("/procedures/9.999999/form.pdf").status_code == 404


@pytest.mark.req("B-11")
def test_a_dossier_keeps_its_declaration_and_strangers_do_not_get_it(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    hang = sign_in("hang@example.vn")
    assert f"/my/{code}/declaration.pdf" in hang.get(f"/my/{code}").get_data(as_text=True)
    own = hang.get(f"/my/{code}/declaration.pdf")
    for words in (code, NAME, "Ủy ban nhân dân phường Nam Đông Hà", "Tôi cam đoan"):
        assert words in told(own)
    assert own.get_data() == hang.get(f"/my/{code}/declaration.pdf").get_data()
    assert sign_in("khoi@example.vn").get(f"/my/{code}/declaration.pdf").status_code == 404
    officer = sign_in("ha.tran")
    assert f"/desk/{code}/declaration.docx" in officer.get(f"/desk/{code}").get_data(as_text=True)
    assert NAME in told(officer.get(f"/desk/{code}/declaration.docx"))
    with house.engine.connect() as connection:
        opened = connection.execute(
            text("select count(*) from audit where subject = 'declaration'")
        ).scalar_one()
    assert opened == 1
    assert sign_in("vinh.le").get(f"/desk/{code}/declaration.pdf").status_code == 403


def test_a_draft_is_printed_as_far_as_it_is_filled(sign_in: SignIn) -> None:
    hang = sign_in("hang@example.vn")
    draft = begin(hang)
    fill(hang, draft)
    assert f"{draft}/declaration.pdf" in hang.get(f"{draft}/check").get_data(as_text=True)
    said = told(hang.get(f"{draft}/declaration.pdf"))
    assert "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH" in said
    assert "Bằng chữ:" in said
    assert sign_in("khoi@example.vn").get(f"{draft}/declaration.pdf").status_code == 404
