"""The composition root: the one place where settings become a running house, for web, worker, commands, tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError

from motcua import settings as settings_module
from motcua.contrib.clamav_scanner import ClamavScanner
from motcua.contrib.console_channel import ConsoleChannel
from motcua.contrib.console_scanner import ConsoleScanner
from motcua.contrib.local_files import LocalFileStore
from motcua.contrib.openid_connect import OpenIdConnect
from motcua.contrib.service_doubles import DOUBLES
from motcua.contrib.signed_gateway import SignedGateway
from motcua.contrib.signing.services import provider as signature_provider
from motcua.contrib.signing.time_stamp import TimeStampAuthority
from motcua.contrib.smtp_channel import SmtpChannel
from motcua.domain.profile import Profile
from motcua.extend.notification import NotificationChannel
from motcua.extend.virus_scanner import VirusScanner
from motcua.services.work import House
from motcua.settings import PACKAGE, Settings, SettingsError
from motcua.store import embedded
from motcua.store.cipher import Cipher
from motcua.store.uow import connect


def build_house(settings: Settings, database_url: str) -> House:
    """Put the house together on a database that is already there."""
    return House(
        engine=_connect(database_url),
        cipher=Cipher(settings.data_key),
        files=LocalFileStore(settings.files),
        profile=load_profile(settings.profile),
        upload_limit=settings.upload_limit,
        channels=(_mail(settings),),
        public_url=settings.public_url,
        operations={double.key: double for double in DOUBLES} if settings.operations == "console" else {},
        scanner=_scanner(settings),
        identity_providers={one.key: OpenIdConnect(one) for one in settings.identity_providers},
        payment_gateways={one.key: SignedGateway(one) for one in settings.payment_gateways},
        signature_services={one.key: signature_provider(one) for one in settings.signature_services},
        time_stamper=TimeStampAuthority(settings.time_stamp_url) if settings.time_stamp_url else None,
    )


def _mail(settings: Settings) -> NotificationChannel:
    """E-mail by the server of the settings; without one, letters are files of this machine."""
    if not settings.smtp_url:
        return ConsoleChannel(settings.var / "mail")
    try:
        return SmtpChannel(settings.smtp_url)
    except ValueError as problem:
        raise SettingsError(f"{problem}.") from None


def _scanner(settings: Settings) -> VirusScanner | None:
    if settings.clamav in {"", "console"}:
        return ConsoleScanner() if settings.clamav else None
    try:
        return ClamavScanner(settings.clamav)
    except ValueError as problem:
        raise SettingsError(f"MOTCUA_CLAMAV: {problem}.") from None


def _connect(database_url: str) -> Engine:
    try:
        return connect(embedded.sqlalchemy_url(database_url))
    except ArgumentError:
        raise SettingsError(
            "DATABASE_URL is no address of a PostgreSQL. Write it as postgresql://user:password@host/name."
        ) from None


def load_profile(code: str) -> Profile:
    """The configuration profile of that code; raises SettingsError when there is none."""
    path = PACKAGE / "data" / "profiles" / f"{code}.json"
    if not code.isalnum() or not path.is_file():
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.json")))
        raise SettingsError(f"MOTCUA_PROFILE={code}: there is no such profile. Known: {known}.")
    return Profile.from_dict(json.loads(path.read_text(encoding="utf-8")))


@contextmanager
def opened_house(settings: Settings | None = None) -> Iterator[House]:
    """A house for as long as the block runs, with the embedded PostgreSQL when no `DATABASE_URL` is set."""
    if settings is None:
        settings_module.create_keys(settings_module.var_directory())
        settings = settings_module.load()
    server = None if settings.database_url else embedded.start(settings.var / "pg")
    house = build_house(settings, settings.database_url or (server.url if server else ""))
    try:
        yield house
    finally:
        house.engine.dispose()
        if server is not None:
            server.stop()
