"""Catalogues that come with the program: administrative units, lines of business, banks, the palette of forms.

Each is read from `data/` at its first use and kept: a page that needs none of them pays nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from motcua.domain.catalogues.banks import Banks
from motcua.domain.catalogues.business_lines import BusinessLines
from motcua.domain.catalogues.units import Units
from motcua.domain.errors import FieldError
from motcua.domain.forms import FormDefinition
from motcua.domain.forms.form_catalogue import Catalogues, catalogue_errors
from motcua.settings import PACKAGE

_DATA: Final = PACKAGE / "data"


@lru_cache(maxsize=1)
def units() -> Units:
    """The 34 provinces and their communes, in force since 01/7/2025."""
    return Units.from_data(_parsed("units"))


@lru_cache(maxsize=1)
def former_units() -> Units:
    """The 63 provinces, districts and communes as they stood on 30/6/2025."""
    return Units.from_data(_parsed("former_units"))


@lru_cache(maxsize=1)
def business_lines() -> BusinessLines:
    return BusinessLines.from_data(_parsed("business_lines"))


@lru_cache(maxsize=1)
def banks() -> Banks:
    return Banks.from_data(_parsed("banks"))


@lru_cache(maxsize=1)
def form_palette() -> tuple[Mapping[str, Any], ...]:
    """What a form can be built of: `key`, `group`, `icon`, `title` and `help` {vi, en}, `schema` to drop."""
    return tuple(_parsed("form_palette"))


def problems(form: FormDefinition, answers: object) -> list[FieldError]:
    """Codes in answers to be filed that no catalogue holds, or a commune that lies in another province."""
    return catalogue_errors(form, answers, Catalogues(units, former_units, banks))


def _parsed(name: str) -> Any:
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
