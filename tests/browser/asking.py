"""Filling in forms the way people do: by the words that stand at each question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Locator, Page, expect

OPTIONAL = r"( \(không bắt buộc\))?"
Scope = Page | Locator


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: typed into a field, searched for there, picked from a list, or chosen among buttons.

    `group` holds the question.
    """

    question: str
    value: str
    how: Literal["type", "search", "pick", "choose"] = "type"
    group: str = ""


def answer_all(page: Page, answers: Sequence[Answer]) -> None:
    """Fill in a page of a form."""
    for one in answers:
        scope = group(page, one.group) if one.group else page
        if one.how == "type":
            field(scope, one.question).fill(one.value)
        elif one.how == "search":
            field(scope, one.question).press_sequentially(one.value)
            field(scope, one.question).press("Enter")
            expect(field(scope, one.question)).to_have_value(one.value)
        elif one.how == "pick":
            pick(field(scope, one.question), one.value)
        else:
            group(scope, one.question).get_by_label(one.value, exact=True).check()


def pick(chosen: Locator, words: str) -> None:
    """Choose from a list; a long one is, with scripts, an input that is typed into."""
    if chosen.get_attribute("role") == "combobox":
        chosen.fill(words)
        chosen.page.get_by_role("option", name=words, exact=True).click()
    else:
        chosen.select_option(label=words)


def field(scope: Scope, question: str) -> Locator:
    """The field of a question, optional or not."""
    return scope.get_by_label(re.compile(f"^{re.escape(question)}{OPTIONAL}$"))


def group(scope: Scope, question: str) -> Locator:
    """The frame around the buttons or the fields that belong to one question."""
    return scope.get_by_role("group", name=re.compile(f"^{re.escape(question)}{OPTIONAL}$"))


def press(scope: Scope, words: str) -> None:
    """Press the button with these words."""
    scope.get_by_role("button", name=words, exact=True).click()


def expect_said(page: Page, words: str) -> None:
    """The page tells what has just been done, or found."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def expect_errors(page: Page, *sentences: str) -> None:
    """The summary has the focus and names exactly these, and the title says that something is wrong."""
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_text(list(sentences))
    expect(page).to_have_title(re.compile("^Lỗi: "))
