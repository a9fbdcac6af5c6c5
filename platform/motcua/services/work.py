"""What every use case works with: the unit of work, and the house it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine

from motcua.domain.profile import Profile
from motcua.extend.file_store import FileStore
from motcua.extend.identity_provider import IdentityProvider
from motcua.extend.notification import NotificationChannel
from motcua.extend.payment_gateway import PaymentGateway
from motcua.extend.service_task import ServiceTask
from motcua.extend.signature_provider import SignatureProvider, TimeStamper
from motcua.extend.virus_scanner import VirusScanner
from motcua.services.time.calendars import Calendars
from motcua.services.version.versions import Versions
from motcua.store.cipher import Cipher
from motcua.store.uow import UnitOfWork


@dataclass(frozen=True)
class House:
    """What lives as long as the process: pools, keys, caches of things that never change in place.

    `public_url` is the address under which people outside know the portal, empty where there is none yet. Where a
    `scanner` is set, files wait for its verdict.
    """

    engine: Engine
    cipher: Cipher
    files: FileStore
    profile: Profile
    upload_limit: int
    channels: Sequence[NotificationChannel] = ()
    public_url: str = ""
    operations: Mapping[str, ServiceTask] = field(default_factory=dict)
    identity_providers: Mapping[str, IdentityProvider] = field(default_factory=dict)
    payment_gateways: Mapping[str, PaymentGateway] = field(default_factory=dict)
    signature_services: Mapping[str, SignatureProvider] = field(default_factory=dict)
    time_stamper: TimeStamper | None = None
    scanner: VirusScanner | None = None
    versions: Versions = field(default_factory=Versions)
    calendars: Calendars = field(default_factory=Calendars)

    def work(self) -> Work:
        """A new unit of work, to be opened with `with`."""
        return Work(self)


class Work(UnitOfWork):
    """A unit of work that knows its house."""

    def __init__(self, house: House) -> None:
        super().__init__(house.engine, house.cipher)
        self.house = house
