"""A leader signs the result of his step in the browser, and only then passes the dossier on (A-14, F-13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from browser import officer
from browser.asking import expect_errors, expect_said, field, press
from browser.looking import look
from fixtures_model import waiting
from fixtures_server import Site
from fixtures_watch import QUANG_TRI
from playwright.sync_api import Page, expect
from services.signing_story import LEADER, at_signing, key_folder, paper, released, signing_house

from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.services.work import House

pytestmark = pytest.mark.browser


@pytest.fixture
def house(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    """The house with a key of the leader's in a file of the server."""
    released(house)
    folder = key_folder(pki, tmp_path, quoc_dang="giam_doc")
    return signing_house(house, pki, folder)


@pytest.mark.req("A-14", "F-13")
def test_a_leader_signs_and_then_forwards(
    house: House, site: Site, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    first = datetime.now(QUANG_TRI) - timedelta(hours=1)
    code, task_id = at_signing(house, with_paper=0, now=first)
    page = officer.sign_in(open_page, site.address, LEADER)
    officer.open_dossier(page, site.address, code)
    officer.write(page, "Đồng ý cấp phép")
    press(officer.work_card(page), "Chuyển: Bước c")
    expect_errors(
        page,
        "Bước “Bước b” phải có chữ ký số của lãnh đạo cơ quan trên “Giấy phép xây dựng” trước khi chuyển. "
        "Chưa có tệp để ký: nộp tệp PDF ở mục “Ký số”, rồi ký.",
    )
    look(page, "sign-refused")
    officer.work_card(page).get_by_role("link", name="Ký số", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ký số: Giấy phép xây dựng")
    licence = tmp_path / "giay-phep.pdf"
    licence.write_bytes(paper().content)
    field(page, "Giấy phép xây dựng").set_input_files(licence)
    press(page, "Nộp tệp")
    expect_said(page, "Đã nộp tệp. Xem lại rồi ký.")

    page.goto(f"{site.address}/account/signing-keys")
    look(page, "sign-keys")
    press(page, "Đăng ký khóa này")
    expect_said(page, "Đã đăng ký khóa ký số.")
    page.goto(f"{site.address}/desk/{code}/steps/{task_id}/sign")
    field(page, "Mật khẩu của khóa").fill(PASSPHRASE)
    look(page, "sign-page")
    # By the keyboard: beside the browser's own view of a PDF a click of the mouse may be lost.
    page.get_by_role("button", name="Ký số", exact=True).press("Enter")
    expect_said(page, "Đã ký số.")
    look(page, "sign-done")
    page.get_by_role("link", name="Về hồ sơ để chuyển tiếp").press("Enter")
    expect(officer.work_card(page)).to_contain_text("Trần Thị Quỳnh Như ký lúc")
    officer.write(page, "Đồng ý cấp phép")
    officer.forward(page, "Chuyển: Bước c")
    assert list(waiting(house, code)) == ["c"]
