"""The styleguide in a real Chromium: accessibility, width, keyboard, weight, and no need of scripts."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PORTAL, DESK, ERROR = "/styleguide?viewer=1", "/styleguide?layout=desk.html", "/error"


def findings(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("() => axe.run()")
    assert len(result["passes"]) > 20
    return [(item["id"], [node["html"] for node in item["nodes"]]) for item in result["violations"]]


def sideways(page):
    return page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("address", [PORTAL, DESK, ERROR])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, pages_address, address, width):
    page = open_page(width=width)
    page.goto(pages_address + address)
    assert findings(page) == []
    assert sideways(page) <= 0


@pytest.mark.parametrize("address", [PORTAL, DESK, ERROR])
@pytest.mark.parametrize("width", [1366, 640])
def test_text_may_grow_to_twice_its_size(open_page, pages_address, address, width):
    page = open_page(width=width)
    page.goto(pages_address + address)
    page.evaluate("() => document.styleSheets[0].insertRule('html { font-size: 200% }')")
    assert sideways(page) <= 0


def test_every_focus_of_the_keyboard_is_visible(open_page, pages_address):
    page = open_page()
    page.goto(pages_address + ERROR)
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "() => [document.activeElement.textContent.trim(),"
                " getComputedStyle(document.activeElement).outlineWidth]"
            )
        )
    assert stops[0][0] == "Đến nội dung chính"
    assert {ring for _, ring in stops} == {"3px"}


def test_the_error_summary_takes_the_focus(open_page, pages_address):
    page = open_page()
    page.goto(pages_address + PORTAL)
    assert page.evaluate("() => document.activeElement.className") == "error-summary"


def test_the_phone_menu_opens_without_scripts(open_page, pages_address):
    page = open_page(width=360, java_script_enabled=False)
    page.goto(pages_address + "/styleguide")
    page.locator(".phone-menu > summary").click()
    assert page.locator(".phone-menu nav a").all_text_contents() == [
        "Thủ tục",
        "Tra cứu",
        "Hồ sơ của tôi",
        "Đăng nhập",
    ]
    assert page.locator(".phone-menu nav a").first.is_visible()


def test_escape_closes_a_menu_and_returns_the_focus(open_page, pages_address):
    page = open_page()
    page.goto(pages_address + DESK)
    page.locator(".person-menu summary").click()
    assert page.get_by_role("button", name="Đăng xuất").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Đăng xuất").is_visible()


def test_the_list_obeys_the_keyboard(open_page, pages_address):
    page = open_page()
    page.goto(pages_address + DESK)
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    row = page.locator("[data-row]").nth(1)
    assert "is-cursor" in row.get_attribute("class")
    assert row.locator("input[type=checkbox]").is_checked()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert page.url.endswith("#r1")


def test_the_slash_goes_to_the_search_box_but_not_out_of_a_field(open_page, pages_address):
    page = open_page()
    page.goto(pages_address + DESK)
    page.keyboard.press("/")
    search = page.locator("[data-search]")
    page.keyboard.type("a/jx")
    assert search.input_value() == "a/jx"


def test_ticking_all_ticks_every_row(open_page, pages_address):
    page = open_page()
    page.goto(pages_address + DESK)
    page.locator("[data-tick-all]").check()
    assert page.locator("[data-row] input:checked").count() == page.locator("[data-row]").count() == 4


def test_a_form_sent_once_is_not_sent_again(open_page, pages_address):
    page = open_page()
    page.goto(pages_address + PORTAL)
    kept = page.evaluate(
        """() => {
            const form = document.querySelector('main form');
            form.setAttribute('data-send-once', '');
            const send = () => form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
            return [send(), send()];
        }"""
    )
    assert kept == [True, False]


def test_digits_are_of_one_width(open_page, pages_address):
    page = open_page()
    page.goto(pages_address + PORTAL)
    page.evaluate("() => document.fonts.ready")
    widths = page.evaluate(
        """() => ['1111111111', '0000000000', '8888888888'].map((text) => {
            const box = document.createElement('span');
            box.textContent = text;
            document.body.append(box);
            return box.getBoundingClientRect().width;
        })"""
    )
    assert len(set(widths)) == 1
