"""Codes of catalogues in answers: units of an address that lie in each other, banks that exist.

Judged when answers are filed, not while they are stored: a dossier keeps codes that a later catalogue drops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from motcua.domain.catalogues.banks import Banks
from motcua.domain.catalogues.units import Units
from motcua.domain.errors import FieldError
from motcua.domain.forms.form_checks import answers
from motcua.domain.forms.form_definition import Field, FormDefinition
from motcua.domain.forms.form_errors import child
from motcua.domain.forms.form_messages import Place, not_in_list
from motcua.domain.forms.form_normalise import normalise


@dataclass(frozen=True, slots=True)
class Catalogues:
    """The catalogues in force, each read when an answer first needs it."""

    units: Callable[[], Units]
    former_units: Callable[[], Units]
    banks: Callable[[], Banks]


def catalogue_errors(definition: FormDefinition, data: object, catalogues: Catalogues) -> list[FieldError]:
    """Answers whose codes no catalogue holds, at the code to blame; choices of the form's own are its own affair."""
    found = []
    for parts, place, value, _, _ in answers(definition.fields, normalise(definition, data)):
        key = _unknown(place.field, value, catalogues)
        inner = next((one for one in place.field.fields if one.key == key), None)
        if inner is not None:
            pointer = ""
            for part in (*parts, inner.key):
                pointer = child(pointer, part)
            words = inner.error or not_in_list(Place(inner, place.as_group()))
            found.append(FieldError(pointer, "choice", words))
    return found


def _unknown(field: Field, value: object, catalogues: Catalogues) -> str:
    """The key of the first code that is unknown; "" when all are known or there are none."""
    if not isinstance(value, Mapping):
        return ""
    if field.widget == "bank_account":
        bank = value.get("ngan_hang")
        return (
            "ngan_hang"
            if _is_code(field, "ngan_hang", bank) and catalogues.banks().find(str(bank)) is None
            else ""
        )
    if field.widget != "address":
        return ""
    units = catalogues.former_units() if field.is_former else catalogues.units()
    return next(_astray(field, value, units), "")


def _astray(field: Field, value: Mapping[str, object], units: Units) -> Iterator[str]:
    codes: list[str] = []
    for key in field.unit_levels:
        code = value.get(key)
        if not _is_code(field, key, code):
            return
        codes.append(str(code))
        if units.find(*codes) is None:
            yield key


def _is_code(field: Field, key: str, value: object) -> bool:
    """Whether the answer is a code of a catalogue: figures, and no choice that the form itself lists."""
    inner = next((one for one in field.fields if one.key == key), None)
    return inner is not None and not inner.choices and isinstance(value, str) and value.isdecimal()
