"""What agencies and leaders wrote about a dossier, as an officer sees it on a wide screen and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from browser import officer
from browser.looking import look
from fixtures_server import Site
from playwright.sync_api import Page, expect
from services.routing_story import DOCUMENT, act, id_of, serve, started, with_right

from motcua.services.work import House

pytestmark = pytest.mark.browser


@pytest.mark.req("H-01", "D-04", "D-07", "D-17")
def test_questions_answers_instruction_note_and_paper_on_one_page(
    house: House, site: Site, open_page: Callable[..., Page]
) -> None:
    asked = serve(house, "mai.ho", "H50.27"), serve(house, "ha.tran", "H50.41")
    first = datetime.now(UTC) - timedelta(days=7)
    code = started(house, now=first, a={"paper": "follows"})
    leader = with_right(house, "quoc.dang", "dossier.urge")
    person = id_of(house, "vinh.le")
    note = "Thẩm định kỹ phần vốn và địa chỉ trụ sở, có gì vướng thì hỏi phòng Kinh tế."
    act(house, leader, code, "assign", first, person=person, opinion=note, until=first + timedelta(days=2))
    act(
        house,
        "vinh.le",
        code,
        "consult",
        first + timedelta(hours=1),
        agencies=asked,
        duration="4h",
        opinion="Địa điểm kinh doanh có vướng quy hoạch không?",
        uploads=(DOCUMENT,),
    )
    answered = first + timedelta(hours=2)
    act(house, "mai.ho", code, "answer", answered, opinion="Không vướng quy hoạch.", uploads=(DOCUMENT,))
    act(house, "vinh.le", code, "forward", first + timedelta(hours=3), marks={"paper_sent": "yes"})
    later = first + timedelta(hours=4)
    act(house, leader, code, "urge", later, opinion="Người dân đã hỏi hai lần.")
    act(house, "vinh.le", code, "correct", later, reason="Nhập nhầm số vốn", answers={"von": 250})
    page = officer.sign_in(open_page, site.address, "vinh.le")
    officer.open_dossier(page, site.address, code)
    part = page.locator("section").filter(has=page.get_by_role("heading", name="Trao đổi, chỉ đạo"))
    for words in ("Quá hạn trả lời", "Không vướng quy hoạch.", "Người dân đã hỏi hai lần.", "Đang chuyển"):
        expect(part.get_by_text(words, exact=True)).to_be_visible()
    agencies = page.locator("section").filter(has=page.get_by_role("heading", name="Các cơ quan"))
    for words in ("Cơ quan chủ trì", "Quá hạn trả lời", "Đã trả lời"):
        expect(agencies.get_by_text(words, exact=True)).to_be_visible()
    look(page, "officer-exchanges")
