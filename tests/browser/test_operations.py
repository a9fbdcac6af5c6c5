"""Failed calls and what a dossier waits for, in a real browser: axe has no objection, nothing scrolls sideways."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from browser import officer
from browser.looking import look
from fixtures_house import SECRET, give_factor
from fixtures_model import finish
from fixtures_waits import (
    border,
    call,
    catch,
    error,
    errors,
    message,
    messages,
    model,
    pause,
    started,
    step,
    timer,
    waits,
)
from playwright.sync_api import expect
from staff_people import make_operator

from motcua.services.dossier import operations

pytestmark = pytest.mark.browser


def test_an_operator_finds_a_failed_call_and_answers_it_by_hand(site, open_page) -> None:
    drawing = model(
        "S>a a>s s>b b>E X>c c>E2",
        step("a"),
        call("s", "tax.fetch", 'attempts="1"'),
        border("X", "s", error("tu_choi")),
        step("b"),
        step("c"),
        roots=errors("tu_choi"),
    )
    now = datetime.now(UTC)
    code = started(site.house, drawing, now=now)
    finish(site.house, code, "a", now=now)
    row = waits(site.house)["s"]
    operations.run(replace(site.house, operations={}), row.dossier_id, row.task_id, now)
    make_operator(site.house, "dung.vo")
    give_factor(site.house, "dung.vo")
    page = officer.sign_in(open_page, site.address, "dung.vo", SECRET)
    page.get_by_role("link", name="Cuộc gọi hỏng").first.click()
    expect(page.get_by_role("heading", name="Gọi s")).to_be_visible()
    look(page, "operations")
    page.get_by_text("Nhập kết quả thay", exact=True).click()
    page.get_by_label("thue_ket_qua").fill("hop_le")
    page.get_by_role("button", name="Ghi kết quả thay và cho đi tiếp").click()
    expect(page.get_by_text("Nhập nội dung")).to_be_visible()
    look(page, "operations-refused")
    page.get_by_label("thue_ma_so").fill("4600123456")
    page.get_by_role("button", name="Ghi kết quả thay và cho đi tiếp").click()
    expect(page.get_by_text("Không có cuộc gọi nào hỏng")).to_be_visible()


def test_the_desk_sees_what_is_waited_for_and_notes_that_it_came(site, open_page) -> None:
    drawing = model(
        "S>a a>P P>t P>m t>J m>J J>b b>E",
        step("a"),
        '<b:parallelGateway id="P"/><b:parallelGateway id="J"/>',
        catch("t", timer("4h"), pause("notice")),
        catch("m", message("da_nop"), pause("payment")),
        step("b"),
        roots=messages("da_nop"),
    )
    now = datetime.now(UTC)
    code = started(site.house, drawing, now=now)
    finish(site.house, code, "a", now=now)
    page = officer.sign_in(open_page, site.address, "vinh.le")
    page.goto(f"{site.address}/desk/{code}")
    expect(page.get_by_role("heading", name="Đang chờ ngoài bước của cán bộ")).to_be_visible()
    look(page, "dossier-awaited")
    page.get_by_role("button", name="Ghi nhận đã có").click()
    expect(page.get_by_text("Đã ghi nhận. Hồ sơ đi tiếp.")).to_be_visible()
    expect(page.get_by_role("button", name="Ghi nhận đã có")).to_have_count(0)
    page.goto(f"{site.address}/track?code={code}")
    expect(page.get_by_text("đồng hồ dừng").first).to_be_visible()
    look(page, "track-awaited")
