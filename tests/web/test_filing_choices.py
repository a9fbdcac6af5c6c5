"""What is chosen at filing: carriers, the way of the result, whose dossier it is; and the receipt alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from fixtures_dossier import PDF
from fixtures_house import NOW, post, token_of
from fixtures_model import bpmn_of, release
from fixtures_portal import begin, words
from fixtures_watch import rows, run_jobs_telling_at_once
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from motcua.services.work import House
from motcua.store.accounts import identity_link as links

SignIn = Callable[..., FlaskClient]
CODE = "1.900001"
MANNER = '<m:manner filing="online direct" results="desk post online"/>'
OWNER = {
    "kind": "authorised",
    "name": "Võ Đình Khôi",
    "identity": "045 090 001 236",
    "phone": "0905 111 222",
    "email": "chu.ho.so@example.vn",
}


@pytest.fixture
def ready(house: House, sign_in: SignIn) -> tuple[FlaskClient, str]:
    """A complete form of a small procedure, at its last look."""
    release(house, bpmn_of("S>a a>E", papers=MANNER))
    browser = sign_in("hang@example.vn")
    draft = begin(browser, CODE)
    section = browser.get(draft).location
    assert post(browser, section, von="5").status_code == 303
    return browser, draft


def send_file(browser: FlaskClient, page: str, file: str = "", **data: str) -> Any:
    sent: dict[str, Any] = {"csrf_token": token_of(browser.get(page).get_data(as_text=True)), **data}
    if file:
        sent["authorisation"] = FileStorage(BytesIO(PDF), filename=file)
    boundary, encoded = encode_multipart(sent)
    return browser.post(page, data=encoded, content_type=f'multipart/form-data; boundary="{boundary}"')


@pytest.mark.req("C-11", "B-06")
def test_post_needs_an_address_and_email_alone_is_email_alone(
    ready: tuple[FlaskClient, str], house: House, sign_in: SignIn
) -> None:
    browser, draft = ready
    page = f"{draft}/check"
    asked = words(browser.get(page))
    for said in ("Bạn muốn nhận kết quả thế nào", "Qua bưu chính công ích", "Báo tin về hồ sơ"):
        assert said in asked
    given = {"receive_by": "post", "tell_by_asked": "1", "tell_by": "email", "declared": "yes"}
    refused = post(browser, page, **given, receive_address="x")
    assert "Nhập địa chỉ nhận kết quả" in words(refused)
    assert post(browser, page, **{**given, "receive_by": "drone"}).status_code == 422
    undeclared = post(browser, page, receive_by="desk")
    assert (undeclared.status_code, "Đánh dấu vào lời cam đoan" in words(undeclared)) == (422, True)
    address = "118 Nguyễn Huệ, phường Nam Đông Hà, chị Hằng 0914552187"
    answer = post(browser, page, **given, receive_address=address)
    assert answer.status_code == 303, words(answer)
    code = str(answer.location.split("/")[2])
    own = words(browser.get(f"/my/{code}"))
    assert f"Nhận kết quả: Qua bưu chính công ích, {address}" in own
    # The declaration stands on the dossier with its time and the version of its words.
    assert "Bạn đã cam đoan lúc 23/11/2026 09:00" in own
    assert "(bản 2026-11-21)" in own
    officer = words(sign_in("vinh.le").get(f"/desk/{code}"))
    assert address in officer
    assert "Cam đoan lúc 23/11/2026 09:00, bản 2026-11-21" in officer
    run_jobs_telling_at_once(house)
    carried = rows(house, "select distinct channel from delivery")
    assert [one.channel for one in carried] == [channel.name for channel in house.channels]
    # Sealed in the database, like all of the applicant's contact.
    assert not any("118 Nguyễn" in str(row) for row in rows(house, "select * from dossier"))


@pytest.mark.req("C-06")
def test_who_files_for_another_is_kept_apart_from_him_and_proves_his_right(
    ready: tuple[FlaskClient, str], house: House, sign_in: SignIn
) -> None:
    browser, draft = ready
    page = f"{draft}/behalf"
    missing = send_file(browser, page, **OWNER)
    assert "Đính kèm văn bản ủy quyền" in words(missing)
    assert send_file(browser, page, "ủy quyền.pdf", **{**OWNER, "identity": "123"}).status_code == 422
    assert send_file(browser, page, "ủy quyền.pdf", **OWNER).status_code == 303
    assert "Võ Đình Khôi (bạn nộp thay)" in words(browser.get(f"{draft}/check"))
    # The owner has an account that proved its number, so that he sees it there.
    with house.work() as work:
        (owner,) = rows(house, "select id from account where login = 'khoi@example.vn'")
        links.save(
            work.connection,
            provider="vneid",
            issuer="https://id.example",
            subject="khoi",
            account_id=owner.id,
            level=2,
            linked_at=NOW,
            last_used_at=NOW,
        )
        work.commit()
    answer = post(browser, f"{draft}/check", declared="yes")
    code = str(answer.location.split("/")[2])
    (row,) = rows(
        house,
        "select d.applicant_name, a.login, d.filed_by_name, f.login as filer from dossier d"
        " join account a on a.id = d.applicant_id join account f on f.id = d.filed_by_id",
    )
    assert tuple(row) == ("Võ Đình Khôi", "khoi@example.vn", "Nguyễn Thị Bích Hằng", "hang@example.vn")
    for login in ("hang@example.vn", "khoi@example.vn"):
        seen = sign_in(login)
        assert code in words(seen.get("/my"))
        own = words(seen.get(f"/my/{code}"))
        assert "Người nộp thay: Nguyễn Thị Bích Hằng" in own
        assert "ủy quyền.pdf" in own
    officer = words(sign_in("vinh.le").get(f"/desk/{code}"))
    assert "Người nộp thay: Nguyễn Thị Bích Hằng" in officer
    assert "Văn bản ủy quyền hoặc hợp đồng dịch vụ nộp hồ sơ" in officer
    run_jobs_telling_at_once(house)
    told = rows(
        house, "select a.login from message m join account a on a.id = m.account_id where m.event = 'sent'"
    )
    assert [one.login for one in told] == ["khoi@example.vn"]


@pytest.mark.req("C-03")
def test_receipt_message_and_api_carry_the_same_code_and_time(
    ready: tuple[FlaskClient, str], house: House
) -> None:
    browser, draft = ready
    code = str(post(browser, f"{draft}/check", declared="yes").location.split("/")[2])
    receipt = words(browser.get(f"/my/{code}/filed"))
    assert code in receipt
    assert "23/11/2026 09:00" in receipt
    run_jobs_telling_at_once(house)
    (message,) = rows(house, "select body from message where event = 'sent'")
    assert code in message.body
    assert "23/11/2026 09:00" in message.body
    found = browser.get(f"/api/v1/track/{code}").get_json()["dossier"]
    assert (found["code"], datetime.fromisoformat(found["submitted_at"])) == (code, NOW)
