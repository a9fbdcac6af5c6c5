"""Payment gateways as an installation names them (I-03)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from motcua.domain.text import Text

GOOD_FOR: Final = timedelta(minutes=30)
"""How long the applicant may take at the gateway."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,30}")
MIN_SECRET = 16


@dataclass(frozen=True, slots=True)
class Gateway:
    """One payment gateway: where it answers, who we are there, and the secret that both sides sign with."""

    key: str
    title: str
    title_en: str
    address: str
    merchant: str
    secret: str

    @property
    def words(self) -> Text:
        return Text(self.title, self.title_en)

    @property
    def origin(self) -> str:
        """Scheme and host, to which a payment form of ours may lead."""
        found = urlsplit(self.address)
        return f"{found.scheme}://{found.netloc}"

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Gateway:
        """Read one gateway; raises ValueError naming what is missing or wrong, for whoever sets the system up."""
        known = {one.name for one in fields(cls)}
        if unknown := sorted(set(data) - known):
            raise ValueError(f"unknown keys: {', '.join(unknown)}")
        given = {"title_en": data.get("title", ""), **data}
        if missing := [
            name for name in sorted(known) if not isinstance(given.get(name), str) or not given[name]
        ]:
            raise ValueError(f"missing: {', '.join(missing)}")
        if not _KEY.fullmatch(given["key"]):
            raise ValueError("key must be a letter a-z, then letters, digits and _")
        address = urlsplit(given["address"])
        if address.scheme not in ("http", "https") or not address.netloc:
            raise ValueError("address must begin with https:// (or http:// on this machine)")
        if len(given["secret"]) < MIN_SECRET:
            raise ValueError(f"secret must have at least {MIN_SECRET} characters")
        return cls(**{**given, "address": given["address"].rstrip("/")})
