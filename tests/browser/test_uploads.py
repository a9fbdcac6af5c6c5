"""On a telephone: three photographs joined into a PDF, an upload broken off and gone on with, a wrong file refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from browser.asking import press
from browser.looking import look
from file_samples import photo
from fixtures_dossier import actor_of
from fixtures_server import Site
from fixtures_watch import rows, value
from playwright.sync_api import Page, Route, expect

from motcua.services.intake import drafts
from motcua.services.papers import uploads
from motcua.services.process import offers
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House

pytestmark = pytest.mark.browser
PAPER, LOGIN = "Giấy chứng sinh", "hang@example.vn"


def begun(house: House) -> UUID:
    """A birth's registration, begun a moment ago by the clock of the browser's server."""

    citizen = actor_of(house, LOGIN)
    with house.work() as work:
        agency = offers.agencies_for(work, "1.001193")[0]
        return drafts.begin(work, citizen, "1.001193", agency.id, datetime.now(UTC))


def sign_in(page: Page, address: str, next_page: str) -> None:
    page.goto(f"{address}/account/sign-in?next={next_page}")
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill(LOGIN)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    press(page, "Đăng nhập")
    expect(page.get_by_role("heading", level=1)).to_have_text("Giấy tờ kèm theo")


@pytest.mark.req("B-04", "N-12")
def test_photographs_are_joined_uploads_go_on_and_what_will_not_do_is_said(
    house: House, site: Site, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    draft = begun(house)
    page = open_page(width=360, height=740, has_touch=True, is_mobile=True)
    sign_in(page, site.address, f"/drafts/{draft}/papers")
    chooser = page.get_by_label(PAPER)

    photos = [tmp_path / f"trang-{number}.jpg" for number in (1, 2, 3)]
    for number, path in enumerate(photos):
        path.write_bytes(photo(900, 600, seed=number * 60))
    chooser.set_input_files(photos)
    joining = page.get_by_role("group", name="Ghép các ảnh thành một tệp PDF")
    expect(joining.get_by_role("listitem")).to_have_count(3)
    press(joining, "Lên trang-3.jpg")
    expect(joining.get_by_role("listitem").nth(1)).to_contain_text("trang-3.jpg")
    joining.get_by_label("Xoay").first.select_option("90")
    look(page, "citizen-papers-photos")
    press(joining, "Ghép thành một tệp PDF")
    expect(page.get_by_role("link", name="trang-1 (3).pdf", exact=True)).to_be_visible()
    expect(page.get_by_text("3 trang")).to_be_visible()
    assert value(house, "select count(*) from file where joined_id is not null") == 3

    large = tmp_path / "ban-quet.pdf"
    large.write_bytes((Path(__file__).resolve().parents[1] / "data" / "giay_to.pdf").read_bytes())
    whole = large.read_bytes()
    large.write_bytes(whole[:-6].ljust(uploads.PART + 500_000, b"\n") + whole[-6:])
    offsets: list[str] = []

    def break_off(route: Route) -> None:
        start = route.request.headers.get("upload-offset", "")
        if route.request.method == "PATCH":
            offsets.append(start)
        route.abort() if start == str(uploads.PART) else route.continue_()

    page.route("**/uploads/parts/*", break_off)
    chooser.set_input_files(large)
    expect(page.get_by_text("Mất kết nối. Tệp ban-quet.pdf sẽ tự tải tiếp từ 67 %").first).to_be_visible()
    look(page, "citizen-papers-dropped")
    page.reload()
    expect(
        page.get_by_text("Tệp ban-quet.pdf tải dở 67 %. Chọn lại đúng tệp này để tải tiếp.")
    ).to_be_visible()
    page.unroute("**/uploads/parts/*")
    offsets.clear()
    page.on(
        "request",
        lambda sent: (
            offsets.append(sent.headers.get("upload-offset", "")) if sent.method == "PATCH" else None
        ),
    )
    chooser.set_input_files(large)
    expect(page.get_by_role("link", name="ban-quet.pdf", exact=True)).to_be_visible()
    assert offsets == [str(uploads.PART)]

    wrong = tmp_path / "gia.pdf"
    wrong.write_bytes(b"<html>")
    chooser.set_input_files(wrong)
    expect(page.get_by_text("Nội dung tệp “gia.pdf” không phải PDF.").first).to_be_visible()
    expect(page.get_by_role("link", name="ban-quet.pdf", exact=True)).to_be_visible()
    look(page, "citizen-papers-refused")
    press(page, "Lưu và tiếp tục")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Giấy tờ kèm theo")
    kept = [row.name for row in rows(house, "select name from file where replaced_at is null order by id")]
    assert kept == ["trang-1 (3).pdf", "ban-quet.pdf"]
