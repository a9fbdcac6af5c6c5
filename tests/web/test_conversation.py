"""Applicant and officers write to each other on a dossier: kept in order, with files, for nobody else (C-20)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from fixtures_dossier import PDF, accept_dossier, file_dossier
from fixtures_house import Clock, token_of
from fixtures_portal import words
from fixtures_watch import run_jobs, value
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from motcua.services.dossier.conversation import MOST_UNANSWERED
from motcua.services.work import House

SignIn = Callable[..., FlaskClient]
QUESTION = "Tôi đổi địa chỉ <b>nhận</b> kết quả được không?"
ANSWER = "Được. Xem giấy hướng dẫn kèm theo."


def write(browser: FlaskClient, page: str, body: str, *files: tuple[str, bytes]) -> Any:
    """Send words, and files, from the page that shows the form."""
    token = token_of(browser.get(page).get_data(as_text=True))
    data: dict[str, Any] = {"csrf_token": token, "talk": body}
    for name, content in files:
        data["talk_files"] = FileStorage(BytesIO(content), filename=name)
    boundary, encoded = encode_multipart(data)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return browser.post(f"{page}/talk", data=encoded, content_type=kind)


@pytest.mark.req("C-20")
def test_question_and_answer_with_a_file_stand_in_order_and_nobody_else_sees_them(
    house: House, sign_in: SignIn, clock: Clock, client: FlaskClient
) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    citizen, officer = sign_in("hang@example.vn"), sign_in("ha.tran")
    clock.now += timedelta(minutes=5)
    assert write(citizen, f"/my/{code}", QUESTION, ("ảnh.pdf", PDF)).status_code == 303
    clock.now += timedelta(minutes=10)
    # Who has the dossier is told, reads, and answers with a file.
    assert value(house, "select count(*) from message where event like 'talk:%'") > 0
    desk = officer.get(f"/desk/{code}").get_data(as_text=True)
    assert "&lt;b&gt;nhận&lt;/b&gt;" in desk
    assert "ảnh.pdf" in desk
    assert write(officer, f"/desk/{code}", ANSWER, ("huong_dan.pdf", PDF)).status_code == 303
    run_jobs(house)
    page = citizen.get(f"/my/{code}").get_data(as_text=True)
    said = words(page)
    assert said.index("đổi địa chỉ") < said.index("Xem giấy hướng dẫn")
    assert (
        said.index("Cơ quan trả lời bạn") < said.index("Bạn hỏi cơ quan") < said.index("Đã tiếp nhận hồ sơ")
    )
    assert "đã trả lời câu hỏi của bạn" in words(citizen.get("/my"))
    history = words(officer.get(f"/desk/{code}"))
    assert history.index("Trả lời người nộp") < history.index("Người nộp hỏi về hồ sơ")
    files = re.findall(rf'href="(/my/{re.escape(code)}/files/\d+)">huong_dan.pdf', page)
    assert citizen.get(files[0]).data == PDF
    # A file that the scanner has not seen yet is said to be so, and is no link.
    with house.engine.begin() as connection:
        connection.execute(text("update content set scan = 'waiting'"))
    for browser, page in ((citizen, f"/my/{code}"), (officer, f"/desk/{code}")):
        shown = browser.get(page).get_data(as_text=True)
        assert re.search(r'"file-name">huong_dan\.pdf.{0,400}Đang kiểm tra mã độc', shown, re.DOTALL), page
    other = sign_in("khoi@example.vn")
    for address in (f"/my/{code}", files[0]):
        assert other.get(address).status_code == 404
    assert write(citizen, f"/my/{code}", "x").status_code == 422
    token = token_of(other.get("/my").get_data(as_text=True))
    assert other.post(f"/my/{code}/talk", data={"csrf_token": token, "talk": QUESTION}).status_code == 404
    public = words(client.get(f"/track/{code}"))
    assert "địa chỉ" not in public
    assert "Bạn hỏi cơ quan" not in public
    # The words lie sealed in the database.
    assert (
        value(
            house,
            "select count(*) from conversation where position('Xem' in encode(body_sealed, 'escape')) > 0",
        )
        == 0
    )


@pytest.mark.req("C-20")
def test_who_has_nothing_to_do_with_a_dossier_writes_nothing_and_nobody_floods_it(
    house: House, sign_in: SignIn
) -> None:
    code = file_dossier(house)
    leader = sign_in("tuan.le")
    token = token_of(leader.get("/desk").get_data(as_text=True))
    assert leader.post(f"/desk/{code}/talk", data={"csrf_token": token, "talk": ANSWER}).status_code == 403
    citizen = sign_in("hang@example.vn")
    for _ in range(MOST_UNANSWERED):
        assert write(citizen, f"/my/{code}", QUESTION).status_code == 303
    refused = write(citizen, f"/my/{code}", QUESTION)
    assert refused.status_code == 409
    assert "chưa được trả lời" in words(refused)
    # What was typed is still there.
    assert "đổi địa chỉ &lt;b&gt;nhận" in refused.get_data(as_text=True)
