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
        first.url.removeprefix(site.address),
    ]
    weights = {path: weigh(open_page(storage_state=signed_in), site.address + path) for path in paths}
    assert {path: weight for path, weight in weights.items() if weight > BUDGET} == {}


def weigh(page, address: str) -> int:
    """The bytes of a page and of all it asks for, on a first visit."""
    answers = {}
    page.on("response", lambda answer: answers.__setitem__(answer.url, len(answer.body())))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert any(url.endswith(".woff2") for url in answers)
    assert any(url.endswith(".css") for url in answers)
    return sum(answers.values())
