"""How the applicant wants the result: chosen at filing, with an address where it comes by post (C-11; Điều 15.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from motcua.domain.errors import FieldError
from motcua.domain.text import Text
from motcua.services.dossier import results
from motcua.services.version.versions import Version

USUAL: Final = "desk"
LEAST, MOST = 10, 300
ADDRESS: Final = "result_address"
"""The word under which the dossier's sealed contact holds the address."""


@dataclass(frozen=True, slots=True)
class Receiving:
    """`method` is one of the procedure's ways; the address counts for "post" alone."""

    method: str
    address: str = ""


def usual(version: Version) -> Receiving:
    """What stands there before anybody has chosen: the desk, or the first way where it is none."""
    ways = results.methods_of(version)
    return Receiving(USUAL if USUAL in ways or not ways else next(iter(ways)))


def problems(version: Version, given: Receiving) -> list[FieldError]:
    """What is missing or wrong, at "/_receive_by" and "/_receive_address"."""
    ways = results.methods_of(version)
    if ways and given.method not in ways:
        words = Text("Chọn cách nhận kết quả.", "Choose how you want to receive the result.")
        return [FieldError("/_receive_by", "receive_by", words)]
    if given.method == "post" and not LEAST <= len(given.address.strip()) <= MOST:
        words = Text(
            f"Nhập địa chỉ nhận kết quả qua bưu chính, từ {LEAST} đến {MOST} ký tự.",
            f"Enter the address to which the result is posted, {LEAST} to {MOST} characters.",
        )
        return [FieldError("/_receive_address", "receive_address", words)]
    return []


def contact(given: Receiving) -> dict[str, Any]:
    """What goes to the dossier's sealed contact."""
    return {ADDRESS: " ".join(given.address.split())} if given.method == "post" else {}
