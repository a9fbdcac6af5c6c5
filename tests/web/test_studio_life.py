"""The pages of approval: sent by one person, approved with its decision by another, in force, history, abolished."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from fixtures_dossier import PDF
from fixtures_house import token_of
from fixtures_watch import value
from flask.testing import FlaskClient
from services.version_story import APPROVER, AUTHOR, CODE, begin, library, retimed

from motcua.services.work import House

SignIn = Callable[..., FlaskClient]
DECISION = {"number": "12/QĐ-UBND", "date": "2026-11-20", "issuer": "UBND tỉnh", "effective": "2026-11-23"}


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def send(browser: FlaskClient, page: str, target: str, **data: Any) -> Any:
    """Post what the page's form would: its token, the revision it was shown with, a file when asked for."""
    html = browser.get(page).get_data(as_text=True)
    revision = re.search(r'name="revision" value="(\d+)"', html)
    more = {"revision": revision[1]} if revision else {}
    if data.pop("scan", False):
        data["file"] = (BytesIO(PDF), "quyet-dinh.pdf")
    return browser.post(target, data={"csrf_token": token_of(html), **more, **data})


@pytest.mark.req("A-03", "A-05", "N-20")
def test_a_change_goes_from_its_author_to_another_who_approves_and_its_history_says_so(
    house: House, sign_in: SignIn
) -> None:
    draft_id = begin(house)
    page = f"/thiet-ke/ban-thao/{draft_id}/duyet"
    author, approver = sign_in(AUTHOR), sign_in(APPROVER)
    refused = send(author, page, f"/thiet-ke/ban-thao/{draft_id}/gui-duyet", reason="")
    assert refused.status_code == 422
    assert "Ghi lý do" in text_of(refused)
    assert (
        send(author, page, f"/thiet-ke/ban-thao/{draft_id}/gui-duyet", reason="Rút ngắn").status_code == 303
    )
    assert "gửi phê duyệt bản thảo" in text_of(approver.get("/account"))
    own = author.get(page)
    assert "Phê duyệt" in text_of(own)
    assert 'name="number"' in own.get_data(as_text=True)
    target = f"/thiet-ke/ban-thao/{draft_id}/phe-duyet"
    assert send(author, page, target, **DECISION, scan=True).status_code == 403
    lacking = send(approver, page, target, **{**DECISION, "number": "", "effective": "2026-11-01"})
    assert lacking.status_code == 422
    for said in ("Ghi số quyết định", "Đính kèm bản chụp", "01/11/2026 đã qua"):
        assert said in text_of(lacking)
    assert 'value="UBND tỉnh"' in lacking.get_data(as_text=True)
    done = send(approver, page, target, **DECISION, scan=True)
    assert done.status_code == 303, text_of(done)
    shown = approver.get(done.location)
    for said in ("Đang dùng", "12/QĐ-UBND", "Rút ngắn", "Phan Thị Ngọc Nữ", "Lê Công Hiếu", "Kích hoạt"):
        assert said in text_of(shown)
    file = re.search(rf'href="({re.escape(done.location)}/tep/\d+)"', shown.get_data(as_text=True))
    assert file is not None
    assert approver.get(file[1]).data == PDF
    stranger = sign_in("vinh.le")
    for address in (done.location, file[1], page, f"/thiet-ke/thu-tuc/{CODE}", "/thiet-ke/cong-bo"):
        assert stranger.get(address).status_code == 403, address


def test_what_keeps_a_draft_from_being_sent_is_listed_with_the_way_to_it(
    house: House, sign_in: SignIn
) -> None:
    author = sign_in(AUTHOR)
    unfit = begin(house, library().replace('budget="12h"', 'budget=""').encode())
    shown = author.get(f"/thiet-ke/ban-thao/{unfit}/duyet").get_data(as_text=True)
    assert f'href="/thiet-ke/ban-thao/{unfit}#T_tham_dinh"' in shown
    assert "gui-duyet" not in shown
    bare = begin(house, library().replace("<motcua:legal ", "<motcua:lawless ").encode())
    answer = author.get(f"/thiet-ke/ban-thao/{bare}/duyet")
    assert "Căn cứ pháp lý" in text_of(answer)
    assert "gui-duyet" not in answer.get_data(as_text=True)


def test_an_approver_who_saw_another_revision_approves_nothing(house: House, sign_in: SignIn) -> None:
    draft_id = begin(house)
    page = f"/thiet-ke/ban-thao/{draft_id}/duyet"
    author, approver = sign_in(AUTHOR), sign_in(APPROVER)
    send(author, page, f"/thiet-ke/ban-thao/{draft_id}/gui-duyet", reason="Rút ngắn")
    html = approver.get(page).get_data(as_text=True)
    send(author, page, f"/thiet-ke/ban-thao/{draft_id}/rut-lai")
    late = approver.post(
        f"/thiet-ke/ban-thao/{draft_id}/phe-duyet",
        data={"csrf_token": token_of(html), "revision": "2", **DECISION, "file": (BytesIO(PDF), "a.pdf")},
    )
    assert late.status_code == 409
    assert value(house, "select count(*) from procedure_version where draft_id = :id", id=draft_id) == 0


@pytest.mark.req("A-03")
def test_a_version_waits_is_activated_and_its_procedure_abolished_on_the_pages(
    house: House, sign_in: SignIn
) -> None:
    first = value(house, "select version_id from procedure where code = :code", code=CODE)
    draft_id = begin(house, retimed(6), based_on=first)
    late = begin(house, retimed(5), based_on=first)
    page = f"/thiet-ke/ban-thao/{draft_id}/duyet"
    author, approver = sign_in(AUTHOR), sign_in(APPROVER)
    noted = send(author, page, f"/thiet-ke/ban-thao/{draft_id}/quyet-dinh", **DECISION, scan=True)
    assert noted.status_code == 303
    assert "12/QĐ-UBND" in text_of(author.get("/thiet-ke/cong-bo"))
    assert "sau khi bản thảo này bắt đầu" not in text_of(author.get(page))
    send(author, page, f"/thiet-ke/ban-thao/{draft_id}/gui-duyet", reason="Rút ngắn")
    done = send(
        approver, page, f"/thiet-ke/ban-thao/{draft_id}/phe-duyet", **{**DECISION, "effective": "2026-12-01"}
    )
    version = done.location
    waiting = approver.get(version)
    assert "Tự có hiệu lực lúc 01/12/2026 00:00" in text_of(waiting)
    assert 'name="effective" value="2026-12-01"' in waiting.get_data(as_text=True)
    assert send(author, page, f"{version}/kich-hoat", effective="2026-11-23").status_code == 403
    assert send(approver, version, f"{version}/kich-hoat", effective="2026-11-01").status_code == 422
    assert send(approver, version, f"{version}/huy", reason="").status_code == 422
    assert send(approver, version, f"{version}/kich-hoat", effective="2026-11-23").status_code == 303
    assert "Phiên bản 2 có hiệu lực sau khi" in text_of(author.get(f"/thiet-ke/ban-thao/{late}/duyet"))
    procedure = f"/thiet-ke/thu-tuc/{CODE}"
    listed = text_of(approver.get(procedure))
    assert "Đã thay" in listed
    assert "Hồ sơ đang ở đâu" in listed
    assert "đến 23/11/2026" in listed
    assert send(approver, procedure, f"{procedure}/bai-bo", **{**DECISION, "issuer": ""}).status_code == 422
    assert send(approver, procedure, f"{procedure}/bai-bo", **DECISION, scan=True).status_code == 303
    assert "Bãi bỏ" in text_of(approver.get(procedure))
    assert approver.get(f"/procedures/{CODE}").status_code == 404
    back = send(author, version, f"{version}/dung-lai")
    assert back.status_code == 303
    assert "Dùng lại phiên bản 2" in text_of(author.get(back.location))
