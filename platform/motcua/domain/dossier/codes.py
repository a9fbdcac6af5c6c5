"""Codes of dossiers, agencies and procedures, kept exactly as issued.

Dossier: agency code, date of receipt and running number of the day (Nghị định 61/2018, Điều 26.2;
Quảng Trị 29/2020, Điều 13): `H50.16-261120-0012`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from motcua.domain.errors import InputError
from motcua.domain.text import Text

_DOSSIER = re.compile(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*-(?:[0-9]{6}|[0-9]{8})-[0-9]{4,7}")


class CodeError(InputError):
    """A code that no agency could have issued."""

    code = "bad_code"


def dossier_code(agency_code: str, day: date, number: int) -> str:
    """The code of the `number`-th dossier (from 1) of an agency on a day; five digits beyond 9999."""
    return f"{agency_code}-{day:%y%m%d}-{number:04d}"


def read_dossier_code(text: str) -> str:
    """The code a person typed, in capitals and without stray spaces.

    Raises CodeError when it cannot be a dossier code; old and ministry forms are accepted.
    """
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    code = re.sub(r"\s+", "", visible).upper().replace("–", "-").replace("—", "-")
    if len(code) > 60 or not _DOSSIER.fullmatch(code):
        raise CodeError(
            Text(
                "Mã hồ sơ chưa đúng. Mã gồm mã cơ quan, ngày và số thứ tự, ví dụ H50.16-261120-0012.",
                "This is not a dossier code. A code has the agency, the date and a number, "
                "such as H50.16-261120-0012.",
            )
        )
    return code
