"""Administrative units: provinces and communes in force, and the former ones with districts of before 01/7/2025.

An address holds codes; names are shown. A former address stays as the old paper has it: nothing is converted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self

from motcua.domain.text import Text

_KINDS: Final = {
    "Thành phố": "City",
    "Đặc khu": "Special Zone",
    "Thị trấn": "Township",
    "Thị xã": "Town",
    "Tỉnh": "Province",
    "Huyện": "District",
    "Quận": "Urban District",
    "Phường": "Ward",
    "Xã": "Commune",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A province, district or commune; `name` says its kind: "Phường Nam Đông Hà". `inside` are the units below."""

    code: str
    name: str
    inside: tuple[Unit, ...] = ()

    @property
    def text(self) -> Text:
        """The name in both languages: "Phường Nam Đông Hà", "Nam Đông Hà Ward"."""
        for kind, english in _KINDS.items():
            if self.name.startswith(f"{kind} "):
                own = self.name.removeprefix(f"{kind} ")
                return Text(self.name, f"{english} {own}" if own.isdecimal() else f"{own} {english}")
        return Text(self.name, self.name)


@dataclass(frozen=True)
class Units:
    """One catalogue: two levels (province, commune) or, for the former units, three (with districts between).

    Codes are unique in a level: provinces have 2 digits, districts 3, communes 5. `as_of` is the day (ISO) that
    the catalogue stands for.
    """

    provinces: tuple[Unit, ...]
    as_of: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read `data/units.json` or `data/former_units.json`, as parsed."""
        return cls(tuple(_units(data["provinces"])), str(data.get("as_of", "")))

    @cached_property
    def _by_code(self) -> Mapping[tuple[int, str], tuple[Unit, tuple[str, ...]]]:
        return {(len(codes), unit.code): (unit, codes) for unit, codes in _walk(self.provinces, ())}

    def find(self, *codes: str) -> Unit | None:
        """The unit that codes lead to from the province down; None when one does not lie in the one before."""
        found = self._by_code.get((len(codes), codes[-1])) if codes else None
        return found[0] if found is not None and found[1] == codes else None

    def below(self, *codes: str) -> tuple[Unit, ...]:
        """The units inside: all provinces without a code, none for an unknown code."""
        if not codes:
            return self.provinces
        unit = self.find(*codes)
        return unit.inside if unit is not None else ()


def _units(rows: Sequence[Sequence[Any]]) -> Iterator[Unit]:
    for row in rows:
        yield Unit(row[0], row[1], tuple(_units(row[2])) if len(row) > 2 else ())


def _walk(units: tuple[Unit, ...], above: tuple[str, ...]) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    for unit in units:
        codes = (*above, unit.code)
        yield unit, codes
        yield from _walk(unit.inside, codes)
