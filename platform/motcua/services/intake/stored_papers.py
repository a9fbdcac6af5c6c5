"""A person's store of papers: what came with his dossiers and may be used again, seen and deleted by him alone (B-07)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from motcua import settings
from motcua.domain.errors import NotFoundError
from motcua.domain.forms.form_dates import shifted
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.papers import file as files
from motcua.store.papers import stored_paper as stored

PAPER_SLOT: Final = "paper:"


@dataclass(frozen=True, slots=True)
class Kind:
    """A paper that stays the person's own beyond one dossier; `valid_months` None is for good."""

    name: Text
    valid_months: int | None

    def good_until(self, today: date) -> date | None:
        """The last day a paper stored today is good for; a month that lacks the day ends on its own last one."""
        return None if self.valid_months is None else shifted(today, self.valid_months, "m")


def mine(work: Work, actor: Actor) -> Sequence[Record]:
    """The actor's papers, newest first, each with the code of the dossier it came with."""
    require(actor, "citizen")
    return stored.of_account(work.connection, account_id(actor))


def valid(work: Work, person: int, today: date) -> Mapping[str, Record]:
    """By kind the newest paper of an account that is still valid."""
    found: dict[str, Record] = {}
    for row in stored.valid(work.connection, person, list(kinds()), today):
        found.setdefault(row.kind, row)
    return found


def get(work: Work, actor: Actor, paper_id: int) -> Record:
    """The actor's own paper, with name, media_type and sha256 as a file has; raises NotFoundError for anybody else's."""
    require(actor, "citizen")
    row = stored.by_id(work.connection, account_id(actor), paper_id)
    if row is None:
        raise _unknown()
    return row


def remove(work: Work, actor: Actor, paper_id: int, now: datetime) -> None:
    """Forget the actor's own paper; the dossier it came with keeps its file. One commit."""
    row = get(work, actor, paper_id)
    stored.remove(work.connection, account_id(actor), paper_id)
    detail = {"kind": row.kind}
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action="stored_paper.remove", detail=detail)
    work.commit()


def keep(work: Work, person: int, code: str, now: datetime, today: date) -> None:
    """Put the papers of a dossier just sent that stay the person's own into his store. Does not commit."""
    dossier = dossiers.by_code(work.connection, code)
    assert dossier is not None
    for file in files.of_dossier(work.connection, dossier.id):
        kind = kinds().get(file.slot.removeprefix(PAPER_SLOT)) if file.slot.startswith(PAPER_SLOT) else None
        if kind is None or file.replaced_at is not None:
            continue
        stored.add(
            work.connection,
            account_id=person,
            kind=file.slot.removeprefix(PAPER_SLOT),
            title=kind.name.vi,
            title_en=kind.name.en,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            dossier_id=dossier.id,
            stored_at=now,
            valid_until=kind.good_until(today),
        )


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds by the key that procedures give to the paper."""
    data = json.loads((settings.PACKAGE / "data" / "stored_papers.json").read_text(encoding="utf-8"))
    return {key: Kind(Text(one["vi"], one["en"]), one["valid_months"]) for key, one in data.items()}


def _unknown() -> NotFoundError:
    return NotFoundError(
        Text("Không có giấy tờ này trong kho của bạn.", "There is no such paper in your store.")
    )
