"""The information sheet in the studio: filled in without a code typed, saved beside the drawing, never lost (A-02)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW, token_of
from fixtures_model import bpmn_of
from fixtures_portal import words
from flask.testing import FlaskClient

from motcua.domain.process.process import ProcedureFacts
from motcua.engine.reader.reader import read
from motcua.services.process import process_drafts
from motcua.services.process.process_drafts import NewDraft
from motcua.services.work import House
from motcua_admin.process.sheet_entry import entry_of_facts
from motcua_admin.process.sheet_facts import facts_of

ROOT = Path(__file__).parents[2]
LIBRARY = [path for path in sorted((ROOT / "bpmn").glob("*/*.bpmn")) if b":procedure " in path.read_bytes()]
SELECT = re.compile(r'<select [^>]*name="([^"]+)".*?</select>', re.S)
CHOSEN = re.compile(r'<option value="([^"]*)" selected')
FIRST = re.compile(r'<option value="([^"]*)"')


def facts_in(bpmn: bytes) -> ProcedureFacts:
    model = read(bpmn).model
    assert model is not None
    assert model.facts is not None
    return model.facts


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_inputs_hold_everything_that_a_file_says(path: Path) -> None:
    facts = facts_in(path.read_bytes())
    # Rules over the form read the same in another spelling: the amount of a formula stands in the formula.
    plain = replace(facts, fees=tuple(replace(one, amount=0) if one.formula else one for one in facts.fees))
    again = facts_of(entry_of_facts(plain, None), plain)
    assert again == plain


def inputs(page: str) -> dict[str, list[str]]:
    """What a browser would send for the form as it stands."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", page.split('class="sheet-form"')[1]):
        kind = re.search(r'type="(\w+)"', tag)
        if kind is not None and kind[1] == "checkbox" and " checked" not in tag:
            continue
        found.setdefault(re.search(r'name="([^"]*)"', tag)[1], []).append(  # type: ignore[index]
            unescape(re.search(r'value="([^"]*)"', tag)[1])  # type: ignore[index]
        )
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        found[name] = [unescape(text)]
    for select in SELECT.finditer(page):
        chosen = CHOSEN.search(select[0]) or FIRST.search(select[0])
        found[select[1]] = [unescape(chosen[1])] if chosen else []
    return found


@pytest.fixture
def draft(house: House) -> int:
    bpmn = bpmn_of("S>a a>E").replace(b'field="thu"', b'field="ho_tich"').replace(b'form="don"', b"")
    with house.work() as work:
        wanted = NewDraft("1.900001", "Thủ tục thử", "ho_tich", "xa", bpmn, "blank")
        return process_drafts.create(work, actor_of(house, "soan.quytrinh"), wanted, NOW)


def stored(house: House, draft_id: int) -> ProcedureFacts:
    with house.work() as work:
        return facts_in(bytes(process_drafts.get(work, actor_of(house, "soan.quytrinh"), draft_id).bpmn))


@pytest.mark.req("A-02", "A-16", "A-21")
def test_a_clerk_fills_every_item_and_the_page_says_what_is_missing(
    house: House, draft: int, sign_in: Callable[[str], FlaskClient]
) -> None:
    browser = sign_in("soan.quytrinh")
    address = f"/thiet-ke/ban-thao/{draft}/thu-tuc"
    page = browser.get(address).text
    assert "Còn thiếu 9 mục bắt buộc" in words(page)
    for added in ("legal", "fees", "results", "limits"):
        page = browser.post(address, data={**inputs(page), "_action": f"{added}:add"}).text
    assert stored(house, draft).legal == ()
    typed = {
        "limit-number": "1,5",
        "limit-unit": "d",
        "form": "khai_sinh",
        "legal-0-name": "Luật Hộ tịch số 60/2014/QH13",
        "fees-0-name": "Lệ phí",
        "fees-0-amount": "75.000",
        "results-0-name": "Giấy khai sinh",
        "limits-0-number": "5",
        "limits-0-channel": "post",
        "sheet-vi-manner": "Trực tiếp\r\nTrực tuyến",
        "sheet-vi-sets": "01 bộ",
        "sheet-vi-subjects": "Cá nhân",
        "sheet-vi-agency": "Ủy ban nhân dân xã",
        "online_level": "3",
        "way-filing": ["direct", "online"],
        "papers-0-source": "dan_cu",
        "setting-supplement.max": "1",
    }
    answer = browser.post(address, data={**inputs(page), **typed})
    assert answer.status_code == 303, words(answer.text)
    assert "Đủ các mục bắt buộc" in words(browser.get(address).text)
    facts = stored(house, draft)
    assert (facts.limit, facts.form, facts.fees[0].amount) == ("1.5d", "khai_sinh", 75000)
    assert [(one.value, one.channel) for one in facts.limits] == [("5d", "post")]
    assert [(one.key, one.name) for one in facts.results] == [("giay_khai_sinh", "Giấy khai sinh")]
    assert (facts.manner.level, facts.manner.filing) == (3, ("direct", "online"))
    assert facts.sheet["manner"] == "Trực tiếp\nTrực tuyến"
    assert facts.papers[0].source == "dan_cu"
    assert facts.settings == {"supplement.max": "1"}


def test_what_is_wrong_is_said_at_its_input_and_nothing_typed_is_lost(
    house: House, draft: int, sign_in: Callable[[str], FlaskClient]
) -> None:
    browser = sign_in("soan.quytrinh")
    address = f"/thiet-ke/ban-thao/{draft}/thu-tuc"
    before = stored(house, draft)
    page = inputs(browser.get(address).text)
    wrong = {"name": "", "limit-number": "ba", "papers-0-originals": "hai", "sheet-vi-sets": "01 bộ <b>"}
    answer = browser.post(address, data={**page, **wrong})
    assert answer.status_code == 422
    for name in ("name", "limit-number", "papers-0-originals"):
        assert f'href="#{name}"' in answer.text
    kept = inputs(answer.text)
    assert {name: kept[name][0] for name in wrong} == wrong
    assert stored(house, draft) == before


def test_two_people_at_one_sheet_lose_nothing_and_the_drawing_is_no_conflict(
    house: House, draft: int, sign_in: Callable[[str], FlaskClient]
) -> None:
    browser = sign_in("soan.quytrinh")
    address = f"/thiet-ke/ban-thao/{draft}/thu-tuc"
    mine = inputs(browser.get(address).text)
    other = actor_of(house, "duyet.quytrinh")
    with house.work() as work:
        row = process_drafts.get(work, other, draft)
        drawn = bytes(row.bpmn).replace(b'name="B\xc6\xb0\xe1\xbb\x9bc a"', b'name="Xem"')
        assert drawn != bytes(row.bpmn)
        process_drafts.save(work, other, draft, drawn, row.revision, NOW)
    assert browser.post(address, data={**mine, "name": "Tên một"}).status_code == 303
    theirs = inputs(browser.get(address).text)
    assert browser.post(address, data={**theirs, "name": "Tên hai"}).status_code == 303
    answer = browser.post(address, data={**theirs, "name": "Tên ba"})
    assert answer.status_code == 409
    assert "Phan Thị Ngọc Nữ đã lưu bảng thông tin này" in words(answer.text)
    assert stored(house, draft).name == "Tên hai"
    assert inputs(answer.text)["name"] == ["Tên ba"]
    assert browser.post(address, data=inputs(answer.text)).status_code == 303
    assert stored(house, draft).name == "Tên ba"
    with house.work() as work:
        assert b"Xem" in bytes(process_drafts.get(work, other, draft).bpmn)


def test_whoever_only_approves_sees_the_sheet_and_cannot_change_it(
    house: House, draft: int, sign_in: Callable[[str], FlaskClient]
) -> None:
    address = f"/thiet-ke/ban-thao/{draft}/thu-tuc"
    assert sign_in("soan.xaydung").get(address).status_code == 403
    with house.work() as work:
        process_drafts.discard(work, actor_of(house, "soan.quytrinh"), draft, 1, NOW)
    browser = sign_in("soan.quytrinh")
    page = browser.get(address).text
    assert '<fieldset class="sheet-all" disabled>' in page
    sent = {"csrf_token": token_of(page), **inputs(page), "name": "Khác"}
    assert browser.post(address, data=sent).status_code == 409
