"""A form that is not sent: kept over signing out, without a code; its owner is reminded once, then it goes (B-10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from fixtures_dossier import file_dossier
from fixtures_house import NOW, Clock, post
from fixtures_portal import BIRTH, attach, begin, words
from fixtures_watch import rows, value
from flask.testing import FlaskClient

from motcua.services.intake import draft_life
from motcua.services.work import House

SignIn = Callable[..., FlaskClient]


def remind(house: House, day: int) -> int:
    with house.work() as work:
        return draft_life.remind(work, NOW + timedelta(days=day))


def purge(house: House, day: int) -> int:
    with house.work() as work:
        return draft_life.purge(work, NOW + timedelta(days=day))


@pytest.mark.req("B-10")
def test_what_was_filled_in_is_there_after_signing_in_again_and_no_code_is_given_out(
    house: House, sign_in: SignIn
) -> None:
    browser = sign_in("hang@example.vn")
    draft = begin(browser, BIRTH)
    section = browser.get(draft).location
    assert post(browser, section, ho_ten_nguoi_yeu_cau="Nguyễn Thị Bích Hằng").status_code == 422
    attach(browser, draft, "giay_chung_sinh", "chứng sinh.pdf")
    post(browser, "/my", "/account/sign-out")
    assert browser.get(section).status_code == 302
    again = sign_in("hang@example.vn")
    assert 'value="Nguyễn Thị Bích Hằng"' in again.get(section).get_data(as_text=True)
    assert "chứng sinh.pdf" in words(again.get(f"{draft}/papers"))
    assert "giữ đến 23/12/2026" in words(again.get("/my"))
    assert value(house, "select count(*) from dossier") == 0
    assert value(house, "select count(*) from code_counter") == 0


@pytest.mark.req("B-10")
def test_the_owner_is_reminded_once_before_the_form_goes_with_its_files(
    house: House, sign_in: SignIn, clock: Clock
) -> None:
    browser = sign_in("hang@example.vn")
    draft = begin(browser, BIRTH)
    attach(browser, draft, "giay_chung_sinh")
    sent = file_dossier(house, BIRTH, "hang@example.vn")
    assert remind(house, 26) == 0
    assert (remind(house, 28), remind(house, 29)) == (1, 0)
    assert value(house, "select body from account_notice order by id desc limit 1") == (
        "Tờ khai “Đăng ký khai sinh” lưu ngày 23/11/2026 chưa gửi sẽ bị xóa sau ngày 23/12/2026. "
        "Mở “Hồ sơ của tôi” để làm tiếp; lưu lại một lần là được giữ thêm 30 ngày."
    )
    assert value(house, "select count(*) from procrastinate_jobs where task_name = 'carry_letter'") == len(
        house.channels
    )
    clock.now = NOW + timedelta(days=29)
    browser = sign_in("hang@example.vn")
    assert "Sắp hết hạn giữ" in words(browser.get("/my"))
    # Saved again, it is kept for thirty days more, and the new end is told of as the first was.
    assert post(browser, browser.get(draft).location, ho_ten_nguoi_yeu_cau="Hằng").status_code == 422
    assert (purge(house, 31), remind(house, 57)) == (0, 1)
    assert purge(house, 60) == 1
    assert rows(house, "select id from draft where dossier_id is null") == []
    assert rows(house, "select id from file where draft_id is not null") == []
    # What was sent stays, with its papers.
    assert browser.get(f"/my/{sent}").status_code == 200
    assert value(house, "select count(*) from file where dossier_id is not null") > 0
    assert purge(house, 61) == 0
