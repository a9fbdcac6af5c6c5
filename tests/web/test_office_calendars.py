"""The administration's pages of calendars: the year, changes typed in, the preview, saving."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures_dossier import accept_dossier, file_dossier
from fixtures_house import NOW, post, token_of
from fixtures_watch import rows
from flask.testing import FlaskClient

from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]


def text(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def save(browser: FlaskClient, preview: str) -> Any:
    """Send the form of a preview as it stands."""
    form = preview[preview.index("/luu") :]
    fields = dict(re.findall(r'name="(nam|revision|change)" value="([^"]*)"', form))
    address = re.search(r'action="([^"]*/luu)"', preview)
    assert address is not None
    values = {key: html.unescape(value) for key, value in fields.items()}
    return browser.post(address[1], data={"csrf_token": token_of(preview), **values})


def typed(browser: FlaskClient, what: str, **fields: Any) -> Any:
    return post(browser, f"/quan-tri/lich/A/{what}?nam=2027", **fields)


@pytest.mark.req("E-01")
def test_the_year_says_of_each_day_what_it_is_by_sign_and_words(sign_in: SignIn) -> None:
    page = text(sign_in("quantri.tinh"), "/quan-tri/lich/A?nam=2026")
    assert page.count('class="month"') == 12
    assert 'title="Thứ Hai 23/11/2026, làm việc, 07:00–11:30, 13:30–17:00"' in page
    assert re.search(r'title="[^"]*02/09/2026, nghỉ[^"]*"[^>]*>2<span class="day-sign"', page)
    assert "Chú giải" in page


def test_a_year_nobody_decided_on_is_marked_as_proposed_until_it_has_a_number(sign_in: SignIn) -> None:
    browser = sign_in("quantri.tinh")
    assert "chưa có ngày nghỉ nào trong lịch này" in text(browser, "/quan-tri/lich/A?nam=2027")
    days = re.findall(r'name="days" value="([^"]+)"', text(browser, "/quan-tri/lich/A/de-xuat?nam=2027"))
    assert "2027-09-02" in days
    assert save(browser, typed(browser, "de-xuat", days=days).get_data(as_text=True)).status_code == 303
    page = text(browser, "/quan-tri/lich/A?nam=2027")
    assert page.count("đề xuất, chưa có số quyết định") == len(days)
    official = typed(browser, "de-xuat", days=days, document="TB 11/TB-BNV").get_data(as_text=True)
    assert "0 ngày đổi giờ" in official
    save(browser, official)
    page = text(browser, "/quan-tri/lich/A?nam=2027")
    assert "đề xuất, chưa có số quyết định" not in page
    assert page.count("TB 11/TB-BNV") == len(days)


@pytest.mark.req("E-28")
def test_the_preview_names_the_dossier_and_saving_asks_for_the_recount(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    accept_dossier(house, code, NOW)
    browser = sign_in("quantri.tinh")
    fields = {"from": "2026-11-25", "to": "2026-11-26", "name": "Nghỉ bão", "document": "CĐ 5"}
    preview = typed(browser, "nghi", **fields).get_data(as_text=True)
    assert "2 ngày đổi giờ" in preview
    assert "1 hồ sơ đang giải quyết dời hạn" in preview
    assert code in preview
    assert rows(house, "select 1 from audit where action = 'calendar.change'") == []
    assert save(browser, preview).status_code == 303
    assert len(rows(house, "select 1 from procrastinate_jobs where task_name = 'recount_calendar'")) == 1
    # The same preview once more: the calendar has moved on since.
    assert save(browser, preview).status_code == 409


def test_a_swap_closes_one_day_and_works_another(sign_in: SignIn) -> None:
    browser = sign_in("quantri.tinh")
    hours = {"swap-0-opens": "07:00", "swap-0-closes": "11:00"}
    answer = typed(browser, "lam-bu", worked="2027-08-21", closed="2027-08-30", document="TB 9", **hours)
    save(browser, answer.get_data(as_text=True))
    page = text(browser, "/quan-tri/lich/A?nam=2027")
    assert 'title="Thứ Bảy 21/08/2027, làm bù, 07:00–11:00"' in page
    assert "Hoán đổi với 21/08/2027" in page


def test_summer_hours_are_a_season(sign_in: SignIn) -> None:
    browser = sign_in("quantri.tinh")
    week = {
        f"{day}-0-{end}": time
        for day in ("mon", "tue")
        for end, time in (("opens", "06:30"), ("closes", "11:00"))
    }
    answer = typed(browser, "gio", **{"from": "2027-05-03", "to": "2027-05-04", "name": "Giờ hè"}, **week)
    preview = answer.get_data(as_text=True)
    assert "06:30–11:00" in preview
    save(browser, preview)
    page = text(browser, "/quan-tri/lich/A?nam=2027")
    assert 'title="Thứ Hai 03/05/2027, giờ theo mùa, 06:30–11:00"' in page
    assert 'title="Thứ Tư 05/05/2027, làm việc, 07:00–11:30, 13:30–17:00"' in page


@pytest.mark.parametrize(
    ("what", "fields", "field"),
    [
        ("nghi", {"name": "Tết"}, "from"),
        ("nghi", {"from": "2027-02-05", "to": "2027-02-01", "name": "Tết"}, "to"),
        ("nghi", {"from": "2027-02-05"}, "name"),
        ("nghi", {"from": "31/02/2027", "name": "Tết"}, "from"),
        ("lam-bu", {"worked": "2027-02-06"}, "swap-0-opens"),
        ("gio", {"from": "2027-02-06", "mon-0-opens": "07:00"}, "mon-0-closes"),
        ("gio", {"from": "2027-02-06"}, "mon-0-opens"),
    ],
)
def test_what_is_missing_is_asked_for_at_its_field(
    sign_in: SignIn, what: str, fields: dict[str, str], field: str
) -> None:
    answer = typed(sign_in("quantri.tinh"), what, **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.get_data(as_text=True)


def test_reversed_hours_are_refused_in_words(sign_in: SignIn) -> None:
    hours = {"swap-0-opens": "11:00", "swap-0-closes": "07:00"}
    answer = typed(sign_in("quantri.tinh"), "lam-bu", worked="2027-02-06", **hours)
    assert answer.status_code == 422
    assert "Giờ đóng phải sau giờ mở" in answer.get_data(as_text=True)


@pytest.mark.req("J-08")
def test_a_ward_sees_the_provinces_calendar_and_changes_only_its_own(sign_in: SignIn) -> None:
    browser = sign_in("quantri.phuong")
    page = text(browser, "/quan-tri/lich/A?nam=2027")
    assert "Chỉ xem" in page
    assert "/quan-tri/lich/A/nghi" not in page
    fields = {"from": "2027-02-05", "name": "Tết"}
    assert typed(browser, "nghi", **fields).status_code == 403
    form = text(browser, "/quan-tri/lich/rieng")
    (ward,) = re.findall(r'<option value="(\d+)"', form)
    answer = post(browser, "/quan-tri/lich/rieng", agency_id=ward, code="A-H50.16", name="Lịch của phường")
    assert answer.status_code == 303
    own = post(browser, "/quan-tri/lich/A-H50.16/nghi", **fields).get_data(as_text=True)
    assert save(browser, own).status_code == 303


def test_a_change_that_cannot_be_read_changes_nothing(house: House, sign_in: SignIn) -> None:
    browser = sign_in("quantri.tinh")
    token = token_of(text(browser, "/quan-tri/lich/A/nghi"))
    for change in ("", "{", "[" * 5000, '{"sessions": {}}', '{"days_off": 3}'):
        answer = browser.post("/quan-tri/lich/A/luu", data={"csrf_token": token, "change": change})
        assert answer.status_code in (400, 409), change
    assert len(rows(house, "select 1 from calendar where code = 'A'")) == 1


def test_officers_without_the_right_have_no_administration(sign_in: SignIn) -> None:
    browser = sign_in("ha.tran")
    for address in ("/quan-tri", "/quan-tri/lich", "/quan-tri/lich/A", "/quan-tri/co-quan"):
        assert browser.get(address).status_code == 403, address
    assert "Quản trị" not in text(browser, "/desk")
    assert sign_in("quantri.phuong").get("/quan-tri").location == "/quan-tri/co-quan"
