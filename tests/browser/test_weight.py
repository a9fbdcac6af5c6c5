"""No page of the portal weighs more than a quarter of a megabyte, fonts and styles included, before any packing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from browser import citizen
from browser.birth import FATHER
from fixtures_dossier import accepted_at
from fixtures_portal import BUSINESS

pytestmark = pytest.mark.browser

BUDGET = 250_000
SECOND = 1000


def test_every_page_of_the_portal_is_light(site, open_page) -> None:
    code, _ = accepted_at(site.house, "T_ky", now=datetime.now(UTC))
    first = open_page()
    citizen.register_and_begin(first, site, BUSINESS, FATHER)
    signed_in = first.context.storage_state()
    paths = [
        "/",
        "/procedures",
        f"/procedures/{BUSINESS}",
        f"/track/{code}",
        *parts_of_the_form(first, site.address),
    ]
    weights = {path: weigh(open_page(storage_state=signed_in), site.address + path) for path in paths}
    assert {path: weight for path, weight in weights.items() if weight > BUDGET} == {}
    assert min(first_paint(first) for _ in range(3)) < SECOND


def parts_of_the_form(page, address: str) -> list[str]:
    """The part that is open, the two after it (an address, lines of business), and the last look before sending."""
    links = (
        page.get_by_role("navigation", name="Các phần của tờ khai")
        .get_by_role("listitem")
        .get_by_role("link")
    )
    paths = [page.url, *(link.get_attribute("href") for link in links.all()[:2])]
    draft = page.url.rpartition("/")[0].removeprefix(address)
    return [*(path.removeprefix(address) for path in paths), f"{draft}/check"]


def first_paint(page) -> float:
    """Milliseconds until something of the form is seen."""
    page.reload()
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    return page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")


def weigh(page, address: str) -> int:
    """The bytes of a page and of all it asks for, on a first visit."""
    answers = {}
    page.on("response", lambda answer: answers.__setitem__(answer.url, len(answer.body())))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert any(url.endswith(".woff2") for url in answers)
    assert any(url.endswith(".css") for url in answers)
    return sum(answers.values())
