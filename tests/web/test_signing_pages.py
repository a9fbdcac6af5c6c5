"""Signing in the browser: one document, many, one's keys and the agency's seals (A-14, F-13)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_client import act, upload
from fixtures_house import NOW, token_of
from fixtures_model import waiting
from flask.testing import FlaskClient
from services.signing_story import LEADER, at_signing, key_folder, paper, released, signing_house
from services.time_story import give_role
from staff_people import agency_id

from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.services.signing import order_work
from motcua.services.work import House

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def house(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    """The house with keys in files, one for the leader and a seal of the ward."""
    released(house)
    give_role(house, LEADER, "quan_tri_co_quan")
    folder = key_folder(pki, tmp_path, quoc_dang="giam_doc", H50_16="con_dau")
    return signing_house(house, pki, folder)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def post(browser: FlaskClient, address: str, **data: str) -> Any:
    token = token_of(browser.get("/desk").get_data(as_text=True))
    return browser.post(address, data={"csrf_token": token, **data}, follow_redirects=True)


@pytest.mark.req("A-14", "F-13")
def test_the_pages_lead_from_the_document_to_the_signature(house: House, sign_in: SignIn) -> None:
    browser = sign_in(LEADER)
    code, task_id = at_signing(house, with_paper=0)
    refused = act(browser, code, f"steps/{task_id}/finish", _opinion="Đồng ý")
    assert refused.status_code == 422
    assert "phải có chữ ký số của lãnh đạo cơ quan" in text_of(refused)
    assert "Phải ký trước khi chuyển" in text_of(refused)

    place = f"/desk/{code}/steps/{task_id}"
    assert "Chưa có tệp để ký" in text_of(browser.get(f"{place}/sign"))
    given = paper()
    act(browser, code, f"steps/{task_id}/document", file=upload(given.content, given.name))
    unsigned = text_of(browser.get(f"{place}/sign"))
    assert "Bạn chưa đăng ký khóa ký số nào" in unsigned
    assert "Dấu ký đặt ở trang cuối, phía dưới, bên phải." in unsigned

    offered = text_of(browser.get("/account/signing-keys"))
    assert "Trần Thị Quỳnh Như" in offered
    done = post(browser, "/account/signing-keys", service="tep", reference=LEADER)
    assert "Đã đăng ký khóa ký số" in text_of(done)
    key = re.search(r'name="key_id" value="(\d+)"', browser.get(f"{place}/sign").get_data(as_text=True))
    assert key is not None
    missing = post(browser, f"{place}/sign", key_id=key[1], secret="")
    assert "Nhập mật khẩu của khóa" in text_of(missing)
    wrong = post(browser, f"{place}/sign", key_id=key[1], secret="không đúng")
    assert "Bước vẫn mở, bạn ký lại được" in text_of(wrong)
    signed = post(browser, f"{place}/sign", key_id=key[1], secret=PASSPHRASE)
    assert "Đã ký số." in text_of(signed)
    assert "Trần Thị Quỳnh Như, Sở Xây dựng" in text_of(signed)
    assert PASSPHRASE not in text_of(signed)
    assert act(browser, code, f"steps/{task_id}/finish", _opinion="Đồng ý").status_code == 303
    assert list(waiting(house, code)) == ["c"]
    assert "chứng thư của Trần Thị Quỳnh Như" in text_of(browser.get(f"/desk/{code}"))


@pytest.mark.req("F-13", "D-13")
def test_many_are_signed_from_the_list_with_one_unlocking(house: House, sign_in: SignIn) -> None:
    browser = sign_in(LEADER)
    post(browser, "/account/signing-keys", service="tep", reference=LEADER)
    items = [at_signing(house, with_paper=number) for number in (0, 1, 2)]
    assert "Ký số…" in text_of(browser.get("/desk"))
    token = token_of(browser.get("/desk").get_data(as_text=True))
    chosen = [f"{code}/{task_id}" for code, task_id in items]
    new = browser.post("/desk/sign/new", data={"csrf_token": token, "item": chosen})
    assert "Ký được 2 văn bản." in text_of(new)
    assert f"Hồ sơ {items[0][0]} chưa có tệp" in text_of(new)
    key = re.search(r'name="key_id" value="(\d+)"', new.get_data(as_text=True))
    assert key is not None
    sent = {"csrf_token": token, "item": chosen, "key_id": key[1], "secret": PASSPHRASE}
    run = browser.post("/desk/sign", data=sent, follow_redirects=True)
    assert "Đang ký, còn 2 văn bản" in text_of(run)
    address = run.request.path
    order_work.carry_out(house, int(address.rpartition("/")[2]), NOW)
    done = text_of(browser.get(address))
    assert "Đã ký 2 văn bản" in done
    assert items[0][0] in done
    assert address in text_of(browser.get("/desk/sign"))


@pytest.mark.req("F-13")
def test_a_seal_is_registered_and_given_by_whoever_manages_the_agency(house: House, sign_in: SignIn) -> None:
    browser = sign_in(LEADER)
    place = f"/quan-tri/con-dau-so/{agency_id(house)}"
    assert "Đăng ký con dấu" in text_of(browser.get(place))
    short = post(browser, place, service="tep", reference="H50.16", reason="QĐ")
    assert "Nhập lý do hoặc số văn bản" in text_of(short)
    done = post(browser, place, service="tep", reference="H50.16", reason="Quyết định 12/QĐ-UBND")
    assert "Đã đăng ký con dấu số" in text_of(done)
    key = re.search(r"/(\d+)/giao", done.get_data(as_text=True))
    assert key is not None
    given = post(browser, f"{place}/{key[1]}/giao", login="vinh.le", reason="Quyết định 13/QĐ-UBND")
    assert "Lê Quang Vinh" in text_of(given)
