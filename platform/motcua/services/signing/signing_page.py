"""What the pages of signing show: one document with the keys for it, or many that one key can sign together (F-13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motcua.domain.errors import MotcuaError
from motcua.domain.people.permissions import Actor
from motcua.domain.signing.signature_service import SignatureService
from motcua.domain.text import Text
from motcua.services.signing import authority, signing
from motcua.services.signing.signing import Task
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.signing import signature_order as orders

OUTSIDE: Final = "browser"


@dataclass(frozen=True)
class SigningPage:
    """What the page of signing at a step shows; `services` by key say what unlocks a key. `last` is the newest order."""

    task: Task
    keys: Sequence[Record]
    services: Mapping[str, SignatureService]
    may_sign: bool
    last: Record | None

    @property
    def keys_here(self) -> list[Record]:
        """Keys that sign through a service that is there."""
        return [one for one in self.keys if one.service in self.services and not self.is_outside(one)]

    @property
    def keys_outside(self) -> list[Record]:
        return [one for one in self.keys if one.service in self.services and self.is_outside(one)]

    def is_outside(self, key: Record) -> bool:
        return self.services[key.service].kind == OUTSIDE


@dataclass(frozen=True)
class Many:
    """What can be signed together: `tasks`, the keys that suit all of them, and codes with why the others cannot."""

    tasks: Sequence[Task]
    keys: Sequence[Record]
    services: Mapping[str, SignatureService]
    refused: Sequence[tuple[str, Text]]


def page(work: Work, actor: Actor, code: str, task_id: str, now: datetime) -> SigningPage:
    """What there is to sign at a step and with which keys."""
    task = signing.task_of(work, actor, code, task_id)
    signer, agency_id = task.wanted.signer, task.row.step_agency_id
    return SigningPage(
        task,
        authority.choices(work, actor, signer, agency_id, now),
        _services(work),
        signer != "leader" or authority.leads(work, actor, agency_id),
        orders.last_of_step(work.connection, task.row.id, task_id),
    )


def many(work: Work, actor: Actor, items: Sequence[tuple[str, str]], now: datetime) -> Many:
    """What of these (code, task id) the actor can sign with one key that is here."""
    tasks: list[Task] = []
    refused: list[tuple[str, Text]] = []
    for code, task_id in sorted(set(items)):
        try:
            task = signing.task_of(work, actor, code, task_id)
            if task.file is not None:
                tasks.append(task)
        except MotcuaError as error:
            refused.append((code, error.message))
    services = _services(work)
    common: dict[int, Record] | None = None
    for signer, agency_id in {(one.wanted.signer, one.row.step_agency_id) for one in tasks}:
        found = {one.id: one for one in authority.choices(work, actor, signer, agency_id, now)}
        common = found if common is None else {key: one for key, one in common.items() if key in found}
    here = [
        one
        for one in (common or {}).values()
        if one.service in services and services[one.service].kind != OUTSIDE
    ]
    return Many(tasks, here, services, refused)


def _services(work: Work) -> dict[str, SignatureService]:
    return {key: one.about for key, one in work.house.signature_services.items()}
