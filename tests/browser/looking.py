"""What holds on every page, whoever looks at it: axe has no objection, nothing scrolls sideways, a picture is kept.

The pictures go to `var/shots/`, one of each screen at 1280 and at 360 pixels, to be looked at by people.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SHOTS = ROOT / "var" / "shots"
PHONE = 360
SERIOUS = {"serious", "critical"}


def look(page: Page, name: str, *, keep: bool = True) -> None:
    """Check the page as it stands, at its own width and at a phone's; `name` names the pictures that it keeps."""
    page.wait_for_load_state()
    page.evaluate("() => document.fonts.ready.then(() => true)")
    size = page.viewport_size
    assert size is not None
    assert objections(page) == [], name
    _measure(page, name, keep=keep)
    page.set_viewport_size({"width": PHONE, "height": size["height"]})
    _measure(page, name, keep=keep)
    page.set_viewport_size(size)


def objections(page: Page) -> list[tuple[str, list[str]]]:
    """The serious and critical findings of axe: rule and elements."""
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate("() => axe.run({ resultTypes: ['violations'] })")
    return [
        (found["id"], [node["html"] for node in found["nodes"]])
        for found in result["violations"]
        if found["impact"] in SERIOUS
    ]


def _measure(page: Page, name: str, *, keep: bool) -> None:
    size = page.viewport_size
    assert size is not None
    beyond = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert beyond <= 0, f"{name} scrolls sideways by {beyond} at {size['width']} pixels"
    if keep:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}-{size['width']}.png", full_page=True)
