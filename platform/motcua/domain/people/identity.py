"""Who another system says a person is: providers of identities, and what their claims mean here (J-03…J-05)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from motcua.domain.errors import InputError
from motcua.domain.text import Text

Kind = Literal["provincial", "national_portal", "police"]
CLAIMS = {
    "login": "preferred_username",
    "identity": "identity_number",
    "name": "name",
    "email": "email",
    "phone": "phone_number",
    "level": "acr",
}
_KEY = re.compile(r"[a-z][a-z0-9_]{0,30}")
_IDENTITY = re.compile(r"[0-9]{12}")


class ClaimsError(InputError):
    """The provider says too little of the person, or says it in a way that cannot be read."""

    code = "identity_claims"


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider of identities by OpenID Connect, as the installation names it.

    `kind` "provincial" is for staff, who are found by the account's `match` ("login" or "email"); the other two are
    for citizens. `claims` says under which name the provider sends what we ask for; `levels` turns what it says of
    the assurance into 0 (unknown) to 3. `acr_values` asks the provider for a level.
    """

    key: str
    kind: Kind
    title: str
    title_en: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid profile email"
    match: Literal["login", "email"] = "login"
    claims: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    acr_values: str = ""

    @property
    def is_for_staff(self) -> bool:
        return self.kind == "provincial"

    @property
    def words(self) -> Text:
        return Text(self.title, self.title_en)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Provider:
        """Read one provider; raises ValueError naming what is missing or unknown, for whoever sets the system up."""
        known = {one.name for one in fields(cls)}
        if unknown := sorted(set(data) - known):
            raise ValueError(f"unknown keys: {', '.join(unknown)}")
        needed = ("key", "kind", "title", "issuer", "client_id", "client_secret")
        if missing := [name for name in needed if not data.get(name)]:
            raise ValueError(f"missing: {', '.join(missing)}")
        if data["kind"] not in get_args(Kind):
            raise ValueError(f"kind must be one of {', '.join(get_args(Kind))}")
        if not _KEY.fullmatch(data["key"]):
            raise ValueError("key: a lower-case letter, then letters, digits and _")
        if data.get("match", "login") not in ("login", "email"):
            raise ValueError("match must be login or email")
        return cls(**{"title_en": data["title"], **data, "claims": {**CLAIMS, **data.get("claims", {})}})


@dataclass(frozen=True, slots=True)
class Identity:
    """What a provider said: `subject` is its own name for the person, `level` 0 to 3; the rest may be empty."""

    subject: str
    login: str
    identity: str
    name: str
    email: str
    phone: str
    level: int


def read_claims(provider: Provider, claims: Mapping[str, Any]) -> Identity:
    """The person behind the claims; raises ClaimsError when a citizen comes without a readable identity number."""
    said = {name: _words(claims.get(claim)) for name, claim in provider.claims.items()}
    subject = _words(claims.get("sub"))
    if not subject:
        raise _unreadable(provider, Text("mã người dùng", "the subject"))
    identity = "".join(said["identity"].split())
    if not provider.is_for_staff and not _IDENTITY.fullmatch(identity):
        raise _unreadable(
            provider, Text("số định danh cá nhân 12 chữ số", "an identification number of 12 digits")
        )
    email = "" if claims.get("email_verified") is False else said["email"].lower()
    return Identity(
        subject=subject,
        login=said["login"].lower(),
        identity=identity,
        name=" ".join(said["name"].split()),
        email=email,
        phone=said["phone"],
        level=_level(provider, said["level"]),
    )


def _words(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _level(provider: Provider, said: str) -> int:
    """A level the provider was not set up to say is none: nobody gains by an unknown word."""
    found = provider.levels.get(said)
    if found is None and not provider.levels and said.isascii() and said.isdecimal():
        found = int(said)
    return min(found or 0, 3)


def _unreadable(provider: Provider, what: Text) -> ClaimsError:
    return ClaimsError(
        Text(
            f"{provider.title} không cho biết {what.vi}. Hãy thử lại, hoặc đăng nhập bằng mật khẩu.",
            f"{provider.title_en} did not say {what.en}. Try again, or sign in with a password.",
        )
    )
