"""Answers chosen from the catalogues: provinces, districts and communes, and banks; the code is stored, the name shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms.form import BaseForm

from motcua.domain.catalogues.units import Unit, Units
from motcua.domain.forms.form_definition import Field
from motcua.services.forms import catalogues
from motcua.web.forms.fields import TextAnswer

CURRENT, FORMER = "current", "former"
"""The editions of the catalogue of units, as the scripts name them."""


class UnitAnswer(TextAnswer):
    """The code of an administrative unit."""

    def shown(self, value: object) -> str:
        return str(value)


class BankAnswer(TextAnswer):
    """The number of a bank (BIN)."""

    def shown(self, value: object) -> str:
        return str(value)


def kind_of(group: Field, inner: Field) -> type[TextAnswer] | None:
    """The field of a question that a catalogue answers; None for any other."""
    is_open = inner.kind == "text" and not inner.choices
    if is_unit(group, inner):
        return UnitAnswer
    if is_open and group.widget == "bank_account" and inner.key == "ngan_hang":
        return BankAnswer
    return None


def is_unit(group: Field, inner: Field) -> bool:
    """Whether a question of an address is answered from the catalogue of units; older forms list their own."""
    levels = [one for one in group.fields if one.key in group.unit_levels]
    is_open = all(one.kind == "text" and not one.choices for one in levels)
    return inner.key in group.unit_levels and is_open


def units_of(group: Field) -> Units:
    return catalogues.former_units() if group.is_former else catalogues.units()


def unit_options(group: Field, form: BaseForm, key: str, language: str) -> list[tuple[str, str]]:
    """The units to choose from at one level, below those chosen above it; none until those are chosen."""
    above = _codes(form._fields, group.unit_levels[: group.unit_levels.index(key)])
    if "" in above:
        return []
    return [(unit.code, unit.text.in_(language)) for unit in units_of(group).below(*above)]


def bank_options() -> list[tuple[str, str]]:
    return [(bank.bin, bank.title) for bank in catalogues.banks().banks]


def unit_name(group: Field, key: str, data: Mapping[str, object], language: str) -> str:
    """The name of the unit that an address holds at one level; what is held itself when the catalogue has no such."""
    levels = group.unit_levels
    codes = [str(data.get(level, "")) for level in levels[: levels.index(key) + 1]]
    found = units_of(group).find(*codes)
    return found.text.in_(language) if found is not None else codes[-1]


def bank_name(code: str) -> str:
    bank = catalogues.banks().find(code)
    return bank.title if bank is not None else code


def listed(units: Sequence[Unit], language: str) -> list[list[Any]]:
    """Units with those inside, for the script: `[code, name, [[code, name], …]]`."""
    return [
        [unit.code, unit.text.in_(language), *([listed(unit.inside, language)] if unit.inside else [])]
        for unit in units
    ]


def _codes(fields: Mapping[str, Any], levels: Sequence[str]) -> list[str]:
    return [str(fields[level].data or "") for level in levels]
