"""Filling in a form by the keyboard alone: what has the focus is asked of the page, what to answer of its name."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

FOCUSED = """() => {
  const part = document.activeElement;
  const select = part.closest('.search-select')?.querySelector('select');
  const name = (select ?? part).name ?? '';
  const text = (value) => [...(select?.options ?? [])].find((one) => one.value === value)?.text;
  const choices = Object.fromEntries([...(select?.options ?? [])].map((one) => [one.value, one.text]));
  return { tag: part.localName, type: part.type, name, value: part.value, checked: part.checked, choices,
    text: part.textContent.trim(), isAdding: part.hasAttribute('data-add-row'),
    rows: part.closest('[data-kind=rows]')?.dataset.key ?? '' };
}"""


def fill_by_keyboard(page: Page, answers: dict[str, str]) -> None:
    """Tab through a part and answer what is asked, up to the button that leads on."""
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        while at["isAdding"] and f"{at['rows']}-{len(row_numbers(page, at['rows']))}-ma" in answers:
            page.keyboard.press("Enter")
            answer_by_keyboard(page, page.evaluate(FOCUSED), answers)
            at = {"isAdding": False, **page.evaluate(FOCUSED)}
        if at["text"] == "Lưu và tiếp tục":
            page.keyboard.press("Enter")
            return
        answer_by_keyboard(page, at, answers)
    raise AssertionError("the button was not reached")


def row_numbers(page: Page, key: str) -> list[str]:
    return page.locator(f"[data-key={key}] [data-row]").evaluate_all(
        "rows => rows.map((row) => row.dataset.row)"
    )


def answer_by_keyboard(page: Page, at: dict[str, Any], answers: dict[str, str]) -> None:
    wanted = answers.get(at["name"])
    if wanted is None:
        return
    if at["type"] == "radio":
        for _ in range(12):
            if page.evaluate(FOCUSED)["value"] == wanted:
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    elif at["type"] == "checkbox":
        if at["checked"] != (wanted == "true"):
            page.keyboard.press("Space")
    elif at["choices"]:
        expect(page.locator(f"select[name='{at['name']}'] option[value='{wanted}']")).to_be_attached()
        page.keyboard.type(page.evaluate(FOCUSED)["choices"][wanted])
        page.keyboard.press("Enter")
    elif at["tag"] == "select":
        page.keyboard.type(wanted)
    elif at["tag"] in ("input", "textarea"):
        page.keyboard.press("Control+a")
        page.keyboard.type(wanted)
        page.keyboard.press("Escape")


def press_by_keyboard(page: Page, what: str, key: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if what in (at["name"], at["text"]):
            page.keyboard.press(key)
            return
    raise AssertionError(f"{what} was not reached")
