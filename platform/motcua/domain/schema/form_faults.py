"""What is wrong with a form, gathered or told at once: a reader of schemas reports here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from motcua.domain.forms.form_errors import SchemaError
from motcua.domain.text import Text

Mode = Literal["strict", "lenient", "review"]


@dataclass
class Faults:
    """`fault`: the form can be drawn but must not be published so; `refuse`: it cannot be drawn.

    "strict" raises `SchemaError` for both, "lenient" for what cannot be drawn, "review" gathers everything.
    """

    mode: Mode = "strict"
    found: list[SchemaError] = field(default_factory=list)

    def fault(self, place: str, code: str, vi: str, en: str) -> None:
        problem = SchemaError(place, Text(vi, en), fault=code)
        if self.mode == "strict":
            raise problem
        self.found.append(problem)

    @contextmanager
    def one(self) -> Iterator[None]:
        """One question or rule: in a review, what cannot be drawn is noted and the next one is read.

        What is too large ("too_much") ends the reading of the whole form.
        """
        try:
            yield
        except SchemaError as problem:
            if self.mode != "review" or problem.fault == "too_much":
                raise
            self.found.append(problem)
