"""A sentence for people in the two languages of every installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, Vietnamese first; both languages are complete sentences."""

    vi: str
    en: str

    def in_(self, language: str) -> str:
        """The sentence in `language`; any language but English reads Vietnamese."""
        return self.en if language == "en" else self.vi

    def format(self, **data: object) -> Text:
        """Both sentences with `{names}` filled in from `data`."""
        return Text(self.vi.format(**data), self.en.format(**data))
