"""A person at a page whose every click and key beyond text is counted, as the worst hand would need them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from re import Pattern
from typing import Final

from playwright.sync_api import Locator, Page

# Keystroke-level model of Card, Moran and Newell: seconds for pointing, pressing, a hand between mouse and keys,
# a thought before each deed, a key of somebody who types 40 words a minute; and until a page has answered.
POINT: Final = 1.1
PRESS: Final = 0.2
HAND: Final = 0.4
THINK: Final = 1.35
KEY: Final = 0.28
ANSWER: Final = 1.0


@dataclass
class Hand:
    """What one person did: `deeds` are clicks and keys beyond text, `letters` the text, `pages` answers waited for."""

    deeds: int = 0
    letters: int = 0
    thoughts: int = 0
    turns: int = 0
    pages: int = 0

    @property
    def seconds(self) -> float:
        """The time that the model gives an experienced person who makes no mistake."""
        pointing = self.deeds * (POINT + PRESS)
        writing = self.letters * KEY + self.turns * HAND
        return pointing + writing + self.thoughts * THINK + self.pages * ANSWER


@dataclass
class Person:
    """Somebody at a page."""

    page: Page
    hand: Hand = field(default_factory=Hand)

    def press(self, words: str, *, within: Page | Locator | None = None) -> None:
        """One click on a button whose page answers."""
        self._deed(1, pages=1)
        (within or self.page).get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str | Pattern[str]) -> None:
        """One click on a link."""
        self._deed(1, pages=1)
        self.page.get_by_role("link", name=words, exact=True).locator("visible=true").first.click()

    def tick(self, place: Locator) -> None:
        self._deed(1)
        place.check()

    def choose(self, words: str, label: str) -> None:
        """Two clicks: the list opens, an entry is taken."""
        self._deed(2)
        self.page.get_by_label(words, exact=True).select_option(label=label)

    def write(self, words: str, text: str) -> None:
        """One click into the field, then text, the hands going there and back."""
        self._deed(1)
        self.hand.turns += 2
        self.hand.letters += len(text)
        self.place(words).fill(text)

    def place(self, words: str) -> Locator:
        """The field with this label; rows around it may bear the same words."""
        return self.page.get_by_label(words, exact=True).and_(self.page.locator("input, textarea"))

    def attach(self, place: Locator, content: Path) -> None:
        """Three clicks: the field's button, the file in the system's window, its button to open."""
        self._deed(3)
        place.set_input_files(content)

    def _deed(self, clicks: int, pages: int = 0) -> None:
        self.hand.deeds += clicks
        self.hand.thoughts += 1
        self.hand.pages += pages


def together(*people: Person) -> Hand:
    """What several people did one after the other."""
    hands = [person.hand for person in people]
    return Hand(
        deeds=sum(one.deeds for one in hands),
        letters=sum(one.letters for one in hands),
        thoughts=sum(one.thoughts for one in hands),
        turns=sum(one.turns for one in hands),
        pages=sum(one.pages for one in hands),
    )
