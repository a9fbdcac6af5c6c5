"""The pages of a comparison and of live counts: what changes, what it would do, where dossiers stand (A-12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from fixtures_dossier import accept_dossier, file_dossier
from flask.testing import FlaskClient
from lxml import html
from services.version_story import AUTHOR, CODE, FIELD, approved, begin, library

from motcua.services.work import House
from motcua.store.process import library as stored
from motcua.store.process import procedure as procedures

pytestmark = pytest.mark.req("A-12")

Sign = Callable[..., FlaskClient]


def drawn() -> bytes:
    """The sample's process: the seal's step gone, another for looking the name up, the appraisal shorter."""
    text = library()
    text = re.sub(r'(id="T_tham_dinh".*?budget=")12h"', r'\g<1>8h"', text, count=1, flags=re.DOTALL)
    text = text.replace(
        'id="T_phat_hanh" name="Vào sổ, đóng dấu"', 'id="T_tra_ten" name="Tra tên hộ kinh doanh"'
    )
    return text.replace('"T_phat_hanh"', '"T_tra_ten"').encode()


def forms(house: House) -> Mapping[str, Any]:
    """The sample's forms with one question more."""
    with house.work() as work:
        found = {row.key: row.schema for row in stored.forms(work.connection, FIELD)}
    main = found["hkd_thanh_lap"]
    asked = {**main["properties"], "to_ban_do": {"type": "string", "title": "Tờ bản đồ"}}
    sections = [*main["x-sections"]]
    sections[0] = {**sections[0], "fields": [*sections[0]["fields"], "to_ban_do"]}
    return {**found, "hkd_thanh_lap": {**main, "properties": asked, "x-sections": sections}}


def text_of(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


def test_draft_beside_the_version_in_use_in_drawings_words_and_effects(sign_in: Sign, house: House) -> None:
    accept_dossier(house, file_dossier(house))
    draft_id = begin(house, drawn(), forms=forms(house))
    page = sign_in(AUTHOR).get(f"/thiet-ke/ban-thao/{draft_id}/so-sanh").get_data(as_text=True)
    said = text_of(page)
    for words in (
        "Bước “Thẩm định hồ sơ”, thời gian 12 giờ 8 giờ",
        "mục “Tờ bản đồ” không có chữ, không bắt buộc",
        "Tổng 24 giờ → 20 giờ, trong hạn luật 24 giờ",
        "1 hồ sơ đang mở giữ phiên bản của mình",
        "Bước “Tiếp nhận, số hóa hồ sơ”: 1",
        "Tính lúc 23/11/2026 09:00",
    ):
        assert words in said, words
    drawing = html.fromstring(page)
    marked = [
        one.get("class") for one in drawing.xpath("//*[contains(@class,'diagram-marked') and *[name()='g']]")
    ]
    assert "diagram-marked is-changed" in marked
    assert "Đổi" in drawing.xpath(
        "string(//*[contains(@class,'is-changed')]/*[contains(@class,'diagram-word')])"
    )


def test_version_beside_the_one_before_and_beside_any_other(sign_in: Sign, house: House) -> None:
    first = procedures_id(house)
    second = approved(house, drawn())
    waiting = approved(house, library().replace('budget="12h"', 'budget="10h"', 1).encode(), days=5)
    browser = sign_in("duyet.quytrinh")
    page = text_of(browser.get(f"/thiet-ke/phien-ban/{waiting}/so-sanh").get_data(as_text=True))
    assert "Phiên bản 3 thay phiên bản 2" in page
    assert "Nếu kích hoạt" in page
    other = text_of(browser.get(f"/thiet-ke/phien-ban/{waiting}/so-sanh?voi={first}").get_data(as_text=True))
    assert "Phiên bản 3 thay phiên bản 1" in other
    assert "12 giờ 10 giờ" in other
    old = text_of(browser.get(f"/thiet-ke/phien-ban/{second}/so-sanh").get_data(as_text=True))
    assert "Nếu kích hoạt" not in old
    alone = browser.get(f"/thiet-ke/phien-ban/{first}/so-sanh").get_data(as_text=True)
    assert "Phiên bản 1, chưa có phiên bản nào để so sánh" in text_of(alone)
    assert browser.get(f"/thiet-ke/phien-ban/{second}/so-sanh?voi=999999").status_code == 404


def procedures_id(house: House) -> int:
    with house.work() as work:
        row = procedures.current(work.connection, CODE)
    assert row is not None
    return int(row.version_id)


def test_drawing_that_cannot_be_read_is_answered_in_words(sign_in: Sign, house: House) -> None:
    draft_id = begin(house, b"<khong-phai-bpmn/>")
    answer = sign_in(AUTHOR).get(f"/thiet-ke/ban-thao/{draft_id}/so-sanh")
    assert answer.status_code == 400
    assert "Bản vẽ chưa đọc được nên chưa so sánh được." in text_of(answer.get_data(as_text=True))


def test_where_dossiers_stand_is_drawn_for_authors_and_nobody_else(sign_in: Sign, house: House) -> None:
    accept_dossier(house, file_dossier(house))
    address = f"/thiet-ke/thu-tuc/{CODE}/ho-so"
    page = html.fromstring(sign_in(AUTHOR).get(address).get_data(as_text=True))
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows[0] == ["Tiếp nhận, số hóa hồ sơ", "1", "0", "0"]
    assert [row[1:] for row in rows[1:]] == [["0", "0", "0"]] * 5
    assert "1 hồ sơ" in page.xpath("string(//*[local-name()='svg' and contains(@class,'diagram-svg')])")
    assert sign_in("vinh.le").get(address).status_code == 403
