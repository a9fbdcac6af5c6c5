"""Procedures of one or two steps on one screen, still three stages in the history (A-10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_client import act, state
from fixtures_dossier import VERIFICATION, accept_dossier, checklist_of, file_dossier, open_page
from fixtures_model import CODE, bpmn_of, release
from fixtures_portal import typed, words
from flask.testing import FlaskClient

from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]
HANDED = {"returns": "yes", "recipient": "Nguyễn Thị Bích Hằng", "method": "desk"}


def one_step(house: House, **facts: str) -> str:
    """A dossier of a procedure whose only step is the desk's own."""
    release(house, bpmn_of("S>a a>E", **facts, a={"position": "tiep_nhan", "form": "kiem_tra"}))
    return file_dossier(house, CODE, von=5)


def marks(house: House, code: str) -> dict[str, str]:
    return {f"paper-{key}": mark for key, mark in checklist_of(house, code).items()}


@pytest.mark.req("A-10")
def test_one_screen_leaves_three_stages_with_their_instants(house: House, sign_in: SignIn) -> None:
    code = one_step(house)
    browser = sign_in("ha.tran")
    assert f'href="/desk/{code}/one-screen"' in browser.get(f"/desk/{code}").get_data(as_text=True)
    page = words(browser.get(f"/desk/{code}/one-screen"))
    assert "1. Tiếp nhận" in page
    assert "2. Giải quyết: Bước a" in page
    assert "3. Trả kết quả" in page
    sent = {**marks(house, code), "a-dat": "true", "opinion-a": "Đủ điều kiện", **HANDED}
    assert act(browser, code, "one-screen", **sent).status_code == 303
    shown = open_page(house, code)
    assert shown.row.state == "returned"
    assert [one.action for one in shown.history if one.action != "view"] == [
        "submit",
        "accept",
        "forward",
        "confirm_result",
        "return_result",
    ]
    row = shown.row
    assert None not in (row.accepted_at, row.result_at, row.returned_at)
    assert [one.body for one in shown.opinions] == ["Đủ điều kiện"]


@pytest.mark.req("A-10")
@pytest.mark.parametrize(
    ("change", "anchor"),
    [
        ({"paper-don": "bad"}, "paper-don"),
        ({"a-dat": ""}, "a-dat"),
        ({"recipient": ""}, "recipient"),
        ({"method": "chim bồ câu"}, "method"),
    ],
)
def test_what_is_wrong_in_one_stage_leaves_all_of_them_undone(
    house: House, sign_in: SignIn, change: dict[str, str], anchor: str
) -> None:
    code = one_step(house)
    before = state(house, code)
    sent = {**marks(house, code), "a-dat": "true", "opinion-a": "Giữ <b>lời</b>", **HANDED, **change}
    answer = act(sign_in("ha.tran"), code, "one-screen", **sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{anchor}"' in html
    assert f'id="{anchor}"' in html
    assert "Giữ &lt;b&gt;lời&lt;/b&gt;</textarea>" in html
    assert state(house, code) == before


def test_the_result_may_wait_to_be_handed_over(house: House, sign_in: SignIn) -> None:
    code = one_step(house)
    sent = {**marks(house, code), "a-dat": "true"}
    assert act(sign_in("ha.tran"), code, "one-screen", **sent).status_code == 303
    shown = open_page(house, code)
    assert (shown.row.state, shown.row.engine_ended) == ("processing", True)


@pytest.mark.req("A-10", "C-09")
@pytest.mark.parametrize(
    ("rule", "anchor"), [("before_accept", "paper-originals"), ("at_return", "originals")]
)
def test_originals_are_a_tick_of_their_stage_and_stand_in_the_history(
    house: House, sign_in: SignIn, rule: str, anchor: str
) -> None:
    code = one_step(house, papers=f'<m:setting key="original_check" value="{rule}"/>')
    browser, before = sign_in("ha.tran"), state(house, code)
    sent = {**marks(house, code), "a-dat": "true", **HANDED}
    refused = act(browser, code, "one-screen", **sent).get_data(as_text=True)
    assert (refused.count(f'href="#{anchor}"'), refused.count(f'id="{anchor}"')) == (1, 1)
    assert state(house, code) == before
    assert act(browser, code, "one-screen", **sent, originals="yes").status_code == 303
    done = [one.action for one in open_page(house, code).history if one.action != "view"]
    assert done.index("check_originals") == (1 if rule == "before_accept" else 4)
    assert done[-1] == "return_result"


@pytest.mark.req("A-10")
def test_a_step_of_somebody_else_is_where_one_s_own_part_ends(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn")
    browser = sign_in("hien.bui")
    page = words(browser.get(f"/desk/{code}/one-screen"))
    assert "Sau đó hồ sơ chờ ở bước" in page
    assert "3. Trả kết quả" not in page
    sent = {**marks(house, code), **typed(VERIFICATION, "T_tiep_nhan")}
    answer = act(browser, code, "one-screen", **sent)
    assert answer.status_code == 303, words(answer)
    assert [visit.row.step_id for visit in open_page(house, code).waiting] == ["T_ky"]


def test_longer_procedures_and_other_people_have_no_such_screen(house: House, sign_in: SignIn) -> None:
    code = file_dossier(house)
    answer = sign_in("ha.tran").get(f"/desk/{code}/one-screen")
    assert (answer.status_code, answer.location) == (302, f"/desk/{code}")
    short = one_step(house)
    assert sign_in("tp.hotich").get(f"/desk/{short}/one-screen").status_code == 403
    assert act(sign_in("tp.hotich"), short, "one-screen").status_code == 403


def test_sent_twice_the_second_changes_nothing(house: House, sign_in: SignIn) -> None:
    code = one_step(house)
    browser = sign_in("ha.tran")
    sent = {**marks(house, code), "a-dat": "true", **HANDED}
    assert act(browser, code, "one-screen", **sent).status_code == 303
    before = state(house, code)
    assert act(browser, code, "one-screen", **sent).status_code == 409
    assert state(house, code) == before


def test_an_accepted_dossier_offers_what_is_left(house: House, sign_in: SignIn) -> None:
    code = one_step(house)
    accept_dossier(house, code)
    browser = sign_in("ha.tran")
    page = words(browser.get(f"/desk/{code}/one-screen"))
    assert "1. Tiếp nhận" not in page
    assert act(browser, code, "one-screen", **{"a-dat": "true", **HANDED}).status_code == 303
    assert open_page(house, code).row.state == "returned"
