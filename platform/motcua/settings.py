"""The settings of one process: a frozen object read from the environment once, at start-up.

Keys are never in the database: they come from the environment or from `var/keys.json`, which
`create_keys` writes on a machine that has neither.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Literal, TypeVar

from motcua.domain.money.online_payment import Gateway
from motcua.domain.people.identity import Provider
from motcua.domain.signing.signature_service import ServiceSetting

Network = IPv4Network | IPv6Network
T = TypeVar("T", Provider, Gateway, ServiceSetting)

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).resolve().parent


class SettingsError(Exception):
    """A setting is missing or unusable; start-up stops with this sentence."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that differs between two installations of the same program.

    `database_url` is empty when the embedded PostgreSQL in `var/pg` serves.
    `operations`: "console" answers the calls of models by doubles, "off" leaves them all to operators.
    `idle_minutes` lock the screen of staff, `session_hours` end any session; 0 is never. `smtp_url` sends the e-mail.
    `clamav`: tcp://host:3310 or unix:/path of ClamAV's daemon, "console" for a double, empty for no virus scanner.
    `time_stamp_url` is where signatures get their time stamps (RFC 3161), empty for none.
    `data_key` (32 bytes) protects personal data; `secret_key` signs sessions.
    `english_hosts` are names under which visitors read English until they choose otherwise (N-10).
    `hosts` are the names it answers to, `proxies` how many stand before it, `staff_networks` where staff may work.
    """

    secret_key: str
    data_key: bytes
    database_url: str
    var: Path
    profile: str
    public_url: str
    https_only: bool
    upload_limit: int
    session_minutes: int
    operations: Literal["console", "off"] = "console"
    hosts: tuple[str, ...] = ()
    proxies: int = 0
    staff_networks: tuple[Network, ...] = ()
    identity_providers: tuple[Provider, ...] = ()
    payment_gateways: tuple[Gateway, ...] = ()
    signature_services: tuple[ServiceSetting, ...] = ()
    time_stamp_url: str = ""
    idle_minutes: int = 0
    session_hours: int = 0
    smtp_url: str = ""
    english_hosts: tuple[str, ...] = ()
    clamav: str = ""

    @property
    def files(self) -> Path:
        return self.var / "files"


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises `SettingsError` naming what is missing and how to give it."""
    var = var_directory(environ)
    keys = _keys(environ, var)
    return Settings(
        secret_key=keys["MOTCUA_SECRET_KEY"],
        data_key=_data_key(keys["MOTCUA_DATA_KEY"]),
        database_url=environ.get("DATABASE_URL", ""),
        var=var,
        profile=environ.get("MOTCUA_PROFILE", "001"),
        public_url=environ.get("MOTCUA_PUBLIC_URL", "").rstrip("/"),
        https_only=environ.get("MOTCUA_HTTPS", "") == "1",
        upload_limit=_integer(environ, "MOTCUA_UPLOAD_MB", 20) * 1024 * 1024,
        session_minutes=_integer(environ, "MOTCUA_SESSION_MINUTES", 600),
        operations=_operations(environ),
        idle_minutes=_integer(environ, "MOTCUA_IDLE_MINUTES", 30, least=0),
        session_hours=_integer(environ, "MOTCUA_SESSION_HOURS", 12, least=0),
        smtp_url=environ.get("SMTP_URL", ""),
        clamav=environ.get("MOTCUA_CLAMAV", ""),
        hosts=tuple(environ.get("MOTCUA_HOSTS", "").replace(",", " ").split()),
        english_hosts=tuple(environ.get("MOTCUA_ENGLISH_HOSTS", "").lower().replace(",", " ").split()),
        proxies=_integer(environ, "MOTCUA_PROXIES", 0),
        staff_networks=_networks(environ),
        identity_providers=_listed(environ, "MOTCUA_IDENTITY_PROVIDERS", Provider.from_dict, "providers"),
        payment_gateways=_listed(environ, "MOTCUA_PAYMENT_GATEWAYS", Gateway.from_dict, "gateways"),
        signature_services=_listed(
            environ, "MOTCUA_SIGNATURE_SERVICES", ServiceSetting.from_dict, "services"
        ),
        time_stamp_url=_web_address(environ, "MOTCUA_TSA_URL"),
    )


def var_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """Where this installation keeps its own files: the embedded database, uploads, keys, logs."""
    default = CHECKOUT / "var" if is_checkout() else Path.cwd() / "var"
    return Path(environ.get("MOTCUA_VAR", default)).resolve()


def is_checkout() -> bool:
    """Whether the program runs from a source checkout rather than an installed wheel."""
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "platform" / "motcua").is_dir()


def content(name: str) -> Path:
    """The folder `bpmn`, `forms` or `migrations`: the checkout's, else the copy inside the wheel."""
    if is_checkout():
        return CHECKOUT / name
    return PACKAGE / "_migrations" if name == "migrations" else PACKAGE / "_content" / name


def create_keys(var: Path) -> bool:
    """Write fresh keys to `var/keys.json` unless the file is there; true when it was written."""
    path = var / "keys.json"
    if path.exists():
        return False
    var.mkdir(parents=True, exist_ok=True)
    keys = {
        "MOTCUA_SECRET_KEY": secrets.token_urlsafe(48),
        "MOTCUA_DATA_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(keys, file, indent=2)
    return True


def _keys(environ: Mapping[str, str], var: Path) -> dict[str, str]:
    path = var / "keys.json"
    stored: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    found = {
        name: environ.get(name) or stored.get(name, "") for name in ("MOTCUA_SECRET_KEY", "MOTCUA_DATA_KEY")
    }
    missing = [name for name, value in found.items() if not value]
    if missing:
        raise SettingsError(
            f"Missing {' and '.join(missing)}. Set them in the environment, or run 'make run' once: "
            f"it writes {path} with fresh keys."
        )
    return found


def _data_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise SettingsError("MOTCUA_DATA_KEY must be 32 bytes in base64, e.g. from: openssl rand -base64 32")
    return key


def _operations(environ: Mapping[str, str]) -> Literal["console", "off"]:
    chosen = environ.get("MOTCUA_OPERATIONS", "console")
    if chosen == "console":
        return "console"
    if chosen == "off":
        return "off"
    raise SettingsError(f"MOTCUA_OPERATIONS must be console or off, not {chosen!r}.")


def _networks(environ: Mapping[str, str]) -> tuple[Network, ...]:
    text = environ.get("MOTCUA_STAFF_NETWORKS", "")
    try:
        return tuple(ip_network(one) for one in text.replace(",", " ").split())
    except ValueError as problem:
        raise SettingsError(
            f"MOTCUA_STAFF_NETWORKS: {problem}. Write networks as 10.20.0.0/16, with commas between."
        ) from None


def _listed(
    environ: Mapping[str, str], name: str, read: Callable[[Mapping[str, Any]], T], what: str
) -> tuple[T, ...]:
    """A JSON list, or the path of a file with one: the file may be readable for the program alone."""
    text = environ.get(name, "").strip()
    if not text:
        return ()
    try:
        listed = json.loads(text if text.startswith("[") else Path(text).read_text(encoding="utf-8"))
        found = tuple(read(one) for one in listed)
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise SettingsError(f"{name} cannot be read: {problem}.") from None
    if len({one.key for one in found}) < len(found):
        raise SettingsError(f"{name}: two {what} have one key.")
    return found


def _web_address(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name, "").strip()
    if text and not text.startswith(("http://", "https://")):
        raise SettingsError(f"{name} must begin with https:// (or http:// on this machine), not {text!r}.")
    return text


def _integer(environ: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or int(text) < least:
        raise SettingsError(f"{name} must be a whole number of at least {least}, not {text!r}.")
    return int(text)
