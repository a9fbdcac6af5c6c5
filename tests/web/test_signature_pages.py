"""Pages about signatures: the trust list, what was found beside a file, sealing a dossier."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures_dossier import PDF, desk_of, open_page
from fixtures_house import post, token_of
from fixtures_model import bpmn_of, release
from fixtures_portal import words
from flask import Flask, url_for
from flask.testing import FlaskClient
from services.signing_story import key_folder, signing_house
from services.test_seals import PROVINCE, accepted, add_paper, seal_key
from services.test_signed_papers import CITIZEN, PAPERS, attach, begun
from signed_samples import signed_pdf

from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]
TRUST = "/quan-tri/tin-cay"
WHY = {"reason": "Quyết định 12/QĐ-UBND"}


@pytest.fixture
def house(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    """A province that seals what it accepts; the fixtures of the pages are built on it."""
    sealing = signing_house(house, pki, key_folder(pki, tmp_path, H50_16="con_dau"))
    release(sealing, bpmn_of("S>a a>E"))
    return replace(sealing, profile=replace(sealing.profile, dossier_seal="on_accept"))


@pytest.mark.req("F-13")
def test_an_authority_is_seen_before_it_is_trusted(sign_in: SignIn, pki: SandboxPki) -> None:
    browser = sign_in(PROVINCE)
    upload = {"file": (io.BytesIO((pki.folder / "unknown_root.pem").read_bytes()), "ca.pem")}
    token = token_of(browser.get(TRUST).get_data(as_text=True))
    seen = browser.post(f"{TRUST}/xem", data={"csrf_token": token, **upload})
    page = words(seen)
    assert "Chứng thực không ai biết" in page
    assert "So dấu vân tay trên" in page
    assert "Chứng thực không ai biết" not in words(browser.get(TRUST))
    certificate = re.search(r'name="certificate" value="([^"]+)"', seen.get_data(as_text=True))[1]
    assert base64.b64decode(certificate) == pki.certificate("unknown_root")
    wanted = {"certificate": certificate, "kind": "signing", "since": "2026-01-01", "hosts": "ocsp.ca.vn"}
    assert post(browser, TRUST, reason="", **wanted).status_code == 422
    assert post(browser, TRUST, **wanted, **WHY).status_code == 303
    listed = browser.get(TRUST).get_data(as_text=True)
    assert "Chứng thực không ai biết" in listed
    number = re.findall(r"/tin-cay/(\d+)/bo", listed)[0]
    assert post(browser, TRUST, f"{TRUST}/{number}/may-chu", hosts="http://x").status_code == 422
    assert post(browser, TRUST, f"{TRUST}/{number}/bo", reason="Hết phép hoạt động").status_code == 303
    assert "Hết phép hoạt động" in words(browser.get(TRUST))
    # An agency's administrator reads the list and changes nothing.
    other = sign_in("quantri.phuong")
    assert "Thêm tổ chức chứng thực" not in words(other.get(TRUST))


@pytest.mark.req("F-14", "F-15")
def test_the_desk_sees_who_signed_a_file_and_seals_the_dossier(
    house: House, sign_in: SignIn, pki: SandboxPki
) -> None:
    code = accepted(house)
    add_paper(house, code, "phuong-an.pdf", signed_pdf(pki, "cong_dan"), "paper:phuong_an")
    seal_key(house, code)
    browser = sign_in(desk_of(house, code))
    file_id = next(one.id for one in open_page(house, code).files if one.name == "phuong-an.pdf")
    shown = f"/desk/{code}?file={file_id}"
    assert "Kiểm tra chữ ký số" in words(browser.get(shown))
    checked = post(browser, shown, f"/desk/{code}/files/{file_id}/signature")
    assert checked.status_code == 303
    page = words(browser.get(shown))
    assert "Chữ ký số hợp lệ" in page
    assert "Người ký: Hồ Thị Ngọc Ánh, lúc" in page
    seals = f"/desk/{code}/seals"
    assert seals in _page(browser, code)
    form = browser.get(seals).get_data(as_text=True)
    key_id = re.search(r'<option value="(\d+)"', form)[1]
    assert post(browser, seals, key_id=key_id, secret="sai").status_code == 400
    assert post(browser, seals, key_id=key_id, secret=PASSPHRASE).status_code == 303
    assert "Còn nguyên" in words(browser.get(seals))
    package = browser.get(f"{seals}/1.zip")
    assert package.mimetype == "application/zip"
    assert "manifest.p7s" in zipfile.ZipFile(io.BytesIO(package.data)).namelist()


@pytest.mark.req("F-14")
def test_the_applicant_sees_what_is_wrong_with_his_signature_before_he_sends(
    house: House, app: Flask, sign_in: SignIn, pki: SandboxPki
) -> None:
    release(house, bpmn_of("S>a a>E", papers=PAPERS))
    draft_id = begun(house)
    with app.test_request_context():
        papers = url_for("citizen.papers", draft_id=draft_id)
    browser = sign_in(CITIZEN)
    attach(house, draft_id, PDF)
    page = words(browser.get(papers))
    assert "Nộp tệp PDF đã ký bằng chữ ký số của bạn." in page
    assert "Tệp không có chữ ký số." in page
    sent = words(post(browser, papers.replace("papers", "check"), declared="yes"))
    assert "“Phương án” phải là tệp PDF đã ký số; tệp phuong-an.pdf chưa có chữ ký số." in sent
    attach(house, draft_id, signed_pdf(pki, "cong_dan"))
    page = words(browser.get(papers))
    assert "Chữ ký số hợp lệ Hồ Thị Ngọc Ánh" in page


def _page(browser: FlaskClient, code: str) -> str:
    return browser.get(f"/desk/{code}").get_data(as_text=True)
