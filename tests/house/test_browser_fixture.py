"""The Chromium that browser tests share."""

import pytest

pytestmark = pytest.mark.browser


def test_a_page_has_the_width_asked_for_and_speaks_vietnamese(open_page):
    page = open_page(width=360)
    page.set_content("<p>Một cửa</p>")
    assert page.evaluate("[window.innerWidth, navigator.language]") == [360, "vi-VN"]


def test_two_pages_share_no_cookie(open_page):
    first, second = open_page(), open_page()
    first.context.add_cookies([{"name": "a", "value": "1", "url": "http://127.0.0.1"}])
    assert second.context.cookies() == []
