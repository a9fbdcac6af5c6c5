"""The formats an answer can have, and when a text keeps to one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from motcua.domain.forms.form_dates import parse_partial_day
from motcua.domain.time.iso_date import parse_iso_date

_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)
_TIME = re.compile(
    r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?", re.ASCII
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+", re.ASCII)


def is_email(value: str) -> bool:
    """One @, a dotted host, no spaces: what a clerk would check; delivery is the real test."""
    name, _, host = value.rpartition("@")
    parts = host.split(".")
    return bool(name) and "@" not in name and not re.search(r"\s", value) and len(parts) > 1 and all(parts)


def is_moment(value: str) -> bool:
    """A day and a time, "2026-06-15T07:30" with or without seconds and zone."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[Tt ].{5,}", value, re.ASCII) or not _TIME.fullmatch(
        value[11:].upper()
    ):
        return False
    try:
        datetime.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": lambda value: parse_iso_date(value) is not None,
    "time": lambda value: _TIME.fullmatch(value) is not None,
    "date-time": is_moment,
    "email": is_email,
    "uri": lambda value: _URI.fullmatch(value) is not None,
    "uuid": lambda value: _UUID.fullmatch(value) is not None,
    "motcua-day": lambda value: parse_partial_day(value) is not None,
    "motcua-file": lambda value: _FILE_ID.fullmatch(value) is not None,
}
