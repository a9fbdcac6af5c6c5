"""What the designer's script is told and what it may send: the drawing with its revision, the check, conditions."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW, token_of
from flask.testing import FlaskClient

from motcua.services.process import process_drafts
from motcua.services.process.process_drafts import NewDraft
from motcua.services.work import House
from motcua.store.process import procedure as procedures

CODE = "1.013225"


@pytest.fixture
def draft(house: House) -> int:
    """A draft of the building permit's next version."""
    with house.work() as work:
        row = procedures.by_code(work.connection, CODE)
        assert row is not None
        version = procedures.version(work.connection, row.version_id)
        assert version is not None
        wanted = NewDraft(
            CODE, row.name, row.field, row.level, bytes(version.bpmn), "version", based_on=version.id
        )
        return process_drafts.create(work, actor_of(house, "soan.quytrinh"), wanted, NOW)


def put(browser: FlaskClient, draft_id: int, bpmn: bytes, revision: int) -> Any:
    headers = {"X-CSRFToken": token_of(browser.get("/thiet-ke").text)}
    return browser.put(f"/thiet-ke/ban-thao/{draft_id}/bpmn?revision={revision}", data=bpmn, headers=headers)


def asked(browser: FlaskClient, draft_id: int, **question: Any) -> dict[str, Any]:
    headers = {"X-CSRFToken": token_of(browser.get("/thiet-ke").text)}
    answer = browser.post(f"/thiet-ke/ban-thao/{draft_id}/dieu-kien", json=question, headers=headers)
    assert answer.status_code == 200
    said: dict[str, Any] = answer.json
    return said


@pytest.mark.req("A-10", "A-11")
def test_a_drawing_is_saved_with_what_is_wrong_and_an_old_one_is_refused_by_name(
    sign_in: Callable[[str], FlaskClient], draft: int
) -> None:
    first, second = sign_in("soan.quytrinh"), sign_in("soan.xaydung")
    bpmn = first.get(f"/thiet-ke/ban-thao/{draft}/bpmn").data
    before = first.get(f"/thiet-ke/ban-thao/{draft}/kiem-tra").json
    assert (before["findings"], before["total"], before["limit"]) == ([], 56 * 3600, 56 * 3600)
    saved = put(first, draft, bpmn.replace(b'budget="24h"', b'budget="26h"'), 1).json
    assert (saved["revision"], saved["total"], sum(seconds for _, seconds in saved["longest"])) == (
        2,
        58 * 3600,
        58 * 3600,
    )
    assert [(one["code"], one["severity"]) for one in saved["findings"]] == [("path.over_limit", "error")]
    refused = put(second, draft, bpmn, 1)
    assert (refused.status_code, refused.json["by"]) == (409, "Phan Thị Ngọc Nữ")
    assert first.get(f"/thiet-ke/ban-thao/{draft}/bpmn").data.count(b'budget="26h"') == 1
    assert put(first, draft, b"", 2).status_code == 400


@pytest.mark.req("A-10")
def test_a_condition_is_built_of_rows_and_shown_as_a_sentence(
    sign_in: Callable[[str], FlaskClient], draft: int
) -> None:
    browser = sign_in("soan.quytrinh")
    stored = asked(browser, draft, at="X_huong_xu_ly", text='huong_xu_ly == "cap_phep"')
    assert stored["rows"] == [{"field": "huong_xu_ly", "operator": "==", "value": "cap_phep"}]
    fields = {one["key"]: one for one in stored["fields"]}
    assert "cap_phep" in [choice["key"] for choice in fields["huong_xu_ly"]["choices"]]
    assert stored["sentence"].startswith(fields["huong_xu_ly"]["name"])
    rows = [
        {"field": "dien_tich", "operator": ">=", "value": 120.5},
        {"field": "so_tang", "operator": "<", "value": 3},
    ]
    built = asked(browser, draft, at="X_lay_y_kien", join="any", rows=rows)
    assert (built["text"], built["problem"]) == ("dien_tich >= 120.5 or so_tang < 3", "")
    wrong = asked(
        browser, draft, at="X_lay_y_kien", join="all", rows=[{"field": "a b", "operator": "==", "value": 1}]
    )
    assert "Chọn một trường" in wrong["problem"]


@pytest.mark.req("A-10")
def test_a_condition_asks_only_what_is_filled_in_by_then(
    sign_in: Callable[[str], FlaskClient], draft: int
) -> None:
    browser = sign_in("soan.quytrinh")
    known = {
        at: {one["key"] for one in asked(browser, draft, at=at, text="")["fields"]}
        for at in ("T_phan_cong", "X_huong_xu_ly")
    }
    assert "huong_xu_ly" not in known["T_phan_cong"]
    assert known["T_phan_cong"] | {"huong_xu_ly"} <= known["X_huong_xu_ly"]


@pytest.mark.req("A-12")
def test_the_page_offers_the_positions_and_forms_of_the_field_and_is_for_reading_once_sent_on(
    sign_in: Callable[[str], FlaskClient], house: House, draft: int
) -> None:
    browser = sign_in("soan.quytrinh")
    facts = facts_of(browser, draft)
    assert facts["readOnly"] is False
    assert {"chuyen_vien", "van_thu"} <= {one["key"] for one in facts["positions"]}
    assert "tham_dinh_gpxd" in {one["key"] for one in facts["forms"]}
    with house.work() as work:
        process_drafts.discard(work, actor_of(house, "soan.quytrinh"), draft, facts["revision"], NOW)
    assert facts_of(browser, draft)["readOnly"] is True


def facts_of(browser: FlaskClient, draft_id: int) -> dict[str, Any]:
    page = browser.get(f"/thiet-ke/ban-thao/{draft_id}").text
    facts: dict[str, Any] = json.loads(unescape(page.partition('data-facts="')[2].partition('"')[0]))
    return facts
