"""What holds on every page, whoever looks at it: axe has no objection, nothing scrolls sideways.

With MOTCUA_SHOTS=1 a picture of each screen is kept in `var/shots/`, at 1280 and at 360 pixels, to be looked at.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SHOTS = ROOT / "var" / "shots"
ARE_KEPT = os.environ.get("MOTCUA_SHOTS") == "1"
PHONE = 360
SERIOUS = {"serious", "critical"}
# Two thirds of axe's time go into the contrast of colours, which hangs on the style sheets and on the tags, classes
# and states from the root down. So a text of a kind whose contrast was proven good on an earlier page is not measured
# again; everything else always is.
AUDIT = """async (proven) => {
  const known = new Set(proven);
  const sheets = [...document.styleSheets].map((sheet) => sheet.href).join();
  const states = ['style', 'type', 'disabled', 'aria-current', 'aria-disabled', 'aria-selected', 'open'];
  const kind = (part) => [part.localName, ...part.classList, part.matches(':checked, :focus, :first-child, :last-child'),
    ...states.map((name) => part.getAttribute(name))].join('.');
  const paths = new Map([[document.documentElement, sheets]]);
  const path = (part) => {
    if (!paths.has(part)) paths.set(part, path(part.parentElement) + '>' + kind(part));
    return paths.get(part);
  };
  const hash = (words) => [...words].reduce((sum, letter) => (sum * 33 + letter.codePointAt(0)) % 9007199254740, 7);
  const speaks = (part) => part.matches('input, select, textarea') ||
    [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const fresh = [...document.body.querySelectorAll('*')].filter((part) =>
    part.checkVisibility() && speaks(part) && !known.has(hash(path(part))));
  const options = { resultTypes: ['violations'], preload: false };
  const found = await axe.run({ ...options, rules: { 'color-contrast': { enabled: false } } });
  const pale = fresh.length
    ? await axe.run(fresh, { resultTypes: ['violations', 'passes'], runOnly: ['color-contrast'], elementRef: true })
    : { violations: [], passes: [] };
  const good = pale.passes.flatMap(({ nodes }) => nodes.map(({ element }) => hash(path(element))));
  const told = [...found.violations, ...pale.violations].map(({ id, impact, nodes }) =>
    ({ id, impact, nodes: nodes.map(({ html }) => html) }));
  return [told, good];
}"""
_good: set[int] = set()


def look(page: Page, name: str, *, keep: bool = True) -> None:
    """Check the page as it stands, at its own width and at a phone's; `name` names it, and its pictures."""
    page.wait_for_load_state()
    page.evaluate("() => document.fonts.ready.then(() => true)")
    size = page.viewport_size
    assert size is not None
    assert objections(page) == [], name
    session = page.context.new_cdp_session(page) if keep and ARE_KEPT else None
    _measure(page, name, session)
    page.set_viewport_size({"width": PHONE, "height": size["height"]})
    _measure(page, name, session)
    page.set_viewport_size(size)
    if session is not None:
        session.detach()


def objections(page: Page) -> list[tuple[str, list[str]]]:
    """The serious and critical findings of axe: rule and elements."""
    page.evaluate(AXE)
    violations: list[dict[str, Any]]
    violations, good = page.evaluate(AUDIT, list(_good))
    serious = [found for found in violations if found["impact"] in SERIOUS]
    if not serious:
        _good.update(good)
    return [(found["id"], found["nodes"]) for found in serious]


def _measure(page: Page, name: str, session: CDPSession | None) -> None:
    size = page.viewport_size
    assert size is not None
    beyond = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert beyond <= 0, f"{name} scrolls sideways by {beyond} at {size['width']} pixels"
    if session is not None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        (SHOTS / f"{name}-{size['width']}.png").write_bytes(_picture(session))


def _picture(session: CDPSession) -> bytes:
    """The whole page, compressed for speed: half the time of Playwright's own picture, which resizes the window."""
    whole = session.send("Page.getLayoutMetrics")["cssContentSize"]
    taken = session.send(
        "Page.captureScreenshot",
        {
            "format": "png",
            "optimizeForSpeed": True,
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": whole["width"], "height": whole["height"], "scale": 1},
        },
    )
    return base64.b64decode(taken["data"])
