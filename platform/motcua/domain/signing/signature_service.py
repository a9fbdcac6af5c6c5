"""Services that hold keys to sign with, as an installation names them (F-13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from motcua.domain.text import Text

ServiceKind = Literal["server", "token", "remote", "browser"]
"""Where the key is: in a file of the server, in a token or HSM, at a service, with the person's own computer."""

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "pkcs12": ("folder",),
    "pkcs11": ("module", "token"),
    "csc": ("address",),
    "browser": (),
}
MAY_HAVE: Final[Mapping[str, tuple[str, ...]]] = {
    "pkcs12": (),
    "pkcs11": ("seconds",),
    "csc": ("access_token", "seconds"),
    "browser": (),
}
MOST_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class SignatureService:
    """One service, for people: `asks_secret` names what unlocks its keys (passphrase, PIN), None where nothing does."""

    key: str
    title: Text
    kind: ServiceKind
    asks_secret: Text | None


@dataclass(frozen=True, slots=True)
class ServiceSetting:
    """One service of the installation's settings; `options` are those of its kind, see `NEEDED` and `MAY_HAVE`."""

    key: str
    title: Text
    kind: Literal["pkcs12", "pkcs11", "csc", "browser"]
    options: Mapping[str, str]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ServiceSetting:
        """Read one service; raises ValueError naming what is missing or wrong, for whoever sets the system up."""
        key, kind, title = data.get("key"), data.get("kind"), data.get("title")
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise ValueError("key must be a letter a-z, then letters, digits and _")
        if kind not in ("pkcs12", "pkcs11", "csc", "browser"):
            raise ValueError(f"{key}: kind must be one of {', '.join(NEEDED)}")
        if not isinstance(title, str) or not title.strip():
            raise ValueError(f"{key}: missing: title")
        options = {
            name: value for name, value in data.items() if name not in ("key", "kind", "title", "title_en")
        }
        _check_options(key, kind, options)
        words = Text(title.strip(), str(data.get("title_en") or title).strip())
        return cls(key, words, kind, {name: str(value) for name, value in options.items()})


def _check_options(key: str, kind: str, options: Mapping[str, Any]) -> None:
    if unknown := sorted(set(options) - {*NEEDED[kind], *MAY_HAVE[kind]}):
        raise ValueError(f"{key}: unknown keys: {', '.join(unknown)}")
    if missing := [name for name in NEEDED[kind] if not str(options.get(name) or "").strip()]:
        raise ValueError(f"{key}: missing: {', '.join(missing)}")
    if "address" in options and not str(options["address"]).startswith(("http://", "https://")):
        raise ValueError(f"{key}: address must begin with https:// (or http:// on this machine)")
    seconds = str(options.get("seconds", 1))
    if not (seconds.isascii() and seconds.isdecimal()) or not 1 <= int(seconds) <= MOST_SECONDS:
        raise ValueError(f"{key}: seconds must be a whole number from 1 to {MOST_SECONDS}")
