"""Banks of Viet Nam by their identification number (BIN), as transfers name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank: its BIN of six digits, the name people use ("Agribank") and the full one."""

    bin: str
    short_name: str
    name: str

    @property
    def title(self) -> str:
        """Both names, as lists and papers show them: "Agribank – Ngân hàng Nông nghiệp…"."""
        return f"{self.short_name} – {self.name}"


@dataclass(frozen=True)
class Banks:
    """The catalogue, in order of the short names."""

    banks: tuple[Bank, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read `data/banks.json`, as parsed."""
        return cls(tuple(Bank(*row) for row in data["banks"]))

    @cached_property
    def _by_bin(self) -> Mapping[str, Bank]:
        return {bank.bin: bank for bank in self.banks}

    def find(self, bin_number: str) -> Bank | None:
        return self._by_bin.get(bin_number)
