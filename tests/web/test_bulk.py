"""Many dossiers at once on the desk: ticked in the list, asked once, followed, and the failed ones named (D-13)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures_dossier import accepted_at, file_dossier, waiting_of
from fixtures_house import token_of
from fixtures_portal import words
from flask.testing import FlaskClient

from motcua.services.work import House
from motcua.worker import run as run_worker

SignIn = Callable[[str], FlaskClient]


def ticked(browser: FlaskClient) -> tuple[list[str], str]:
    """The boxes of the list and the token of its form."""
    html = browser.get("/desk").get_data(as_text=True)
    return re.findall(r'name="item" value="([^"]+)"', html), token_of(html)


def asked(browser: FlaskClient, action: str, items: list[str]) -> Any:
    token = token_of(browser.get("/desk").get_data(as_text=True))
    return browser.post("/desk/bulk/new", data={"csrf_token": token, "action": action, "item": items})


def begun(browser: FlaskClient, page: Any, **given: str) -> Any:
    """Send the page of shared inputs with what is typed into it."""
    html = page.get_data(as_text=True)
    sent = dict(re.findall(r'name="(csrf_token|key|action)" value="([^"]+)"', html))
    items = re.findall(r'name="item" value="([^"]+)"', html)
    return browser.post("/desk/bulk", data={**sent, "item": items, **given})


@pytest.mark.req("D-13")
def test_rows_are_ticked_done_and_the_faulty_one_is_named(house: House, sign_in: SignIn) -> None:
    codes = [accepted_at(house, "T_phan_cong")[0] for _ in range(2)]
    browser = sign_in("thang.nguyen")
    items, _ = ticked(browser)
    assert sorted(item.partition("/")[0] for item in items) == sorted(codes)
    assert "Nhận việc…" in words(browser.get("/desk"))
    page = asked(browser, "claim", [*items, "H50.16-261123-9999/1"])
    assert "Nhận việc: 3 hồ sơ" in words(page)
    started = begun(browser, page)
    assert started.status_code == 303
    progress = browser.get(started.location)
    assert "Đang làm, còn 3 hồ sơ" in words(progress)
    assert 'hx-trigger="every 2s"' in progress.get_data(as_text=True)
    run_worker(house, until_empty=True)
    done = browser.get(started.location)
    assert "2 xong" in words(done)
    assert "H50.16-261123-9999 Không có hồ sơ mã H50.16-261123-9999" in words(done)
    assert "hx-trigger" not in done.get_data(as_text=True)
    assert {waiting_of(house, code)[0].holder_id is not None for code in codes} == {True}


def test_a_run_left_is_found_again_and_its_failures_tried_anew(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    sent = file_dossier(house)
    browser = sign_in("thang.nguyen")
    started = begun(browser, asked(browser, "claim", [f"{code}/{task}", sent]))
    run_worker(house, until_empty=True)
    listed = browser.get("/desk/bulk")
    assert f'href="{started.location}"' in listed.get_data(as_text=True)
    again = browser.get(f"{started.location}/again")
    assert "Nhận việc: 1 hồ sơ" in words(again)
    assert f'name="item" value="{sent}/"' in again.get_data(as_text=True)
    assert begun(browser, again).status_code == 303


def test_sending_the_page_twice_starts_one_run(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    browser = sign_in("thang.nguyen")
    page = asked(browser, "claim", [f"{code}/{task}"])
    assert begun(browser, page).location == begun(browser, page).location


def test_a_shared_input_that_is_missing_is_named_and_the_choice_is_kept(
    house: House, sign_in: SignIn
) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in("vinh.le")
    page = asked(browser, "hand_over", [f"{code}/{task}"])
    answer = begun(browser, page, reason="Đi công tác")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#person"' in html
    assert "Đi công tác</textarea>" in html
    assert f'name="item" value="{code}/{task}"' in html


def test_accepting_many_asks_whether_the_papers_were_checked(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    browser = sign_in("ha.tran")
    items, _ = ticked(browser)
    page = asked(browser, "accept", items)
    assert begun(browser, page).status_code == 422
    started = begun(browser, page, checked="yes")
    run_worker(house, until_empty=True)
    assert "1 xong" in words(browser.get(started.location))
    assert waiting_of(house, code)[0].counted_from is not None


def test_nothing_ticked_goes_back_to_the_list_in_words(sign_in: SignIn) -> None:
    browser = sign_in("ha.tran")
    answer = asked(browser, "claim", [])
    assert answer.status_code == 303
    assert "Chưa chọn hồ sơ nào." in words(browser.get(answer.location))


@pytest.mark.parametrize(("action", "status"), [("refuse", 404), ("no_such", 404), ("urge", 403)])
def test_only_what_one_may_do_to_many_is_asked(
    house: House, sign_in: SignIn, action: str, status: int
) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    browser = sign_in("vinh.le")
    assert asked(browser, action, [f"{code}/{task}"]).status_code == status


def test_a_run_of_somebody_else_is_not_found(house: House, sign_in: SignIn) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    browser = sign_in("thang.nguyen")
    started = begun(browser, asked(browser, "claim", [f"{code}/{task}"]))
    other = sign_in("vinh.le")
    assert other.get(started.location).status_code == 404
    assert other.get(f"{started.location}/again").status_code == 404
