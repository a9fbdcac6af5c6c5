"""Results as they are issued: numbered, with a code for any holder, and kept in the applicant's account (F-16, D-14).

What the desk confirms becomes an issued result (002, Điều 19.4): the file of each result of the procedure, or a record of
the result on paper where the dossier has no file of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.domain.errors import NotFoundError
from motcua.domain.papers import issued_result, public_code
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.process.process import ProcedureFacts
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.services.agencies.agencies import ZONE
from motcua.services.papers import files
from motcua.services.papers.files import As, Opened
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.papers import file as stored_files
from motcua.store.papers import issued_result as stored


@dataclass(frozen=True, slots=True)
class New:
    """A result to be issued; without a `file` it is on paper."""

    key: str
    title: Text
    file: Record | None


def issue(work: Work, actor: Actor, dossier_id: int, version: Version, now: datetime) -> list[int]:
    """Issue the results of a dossier that has just been confirmed; the ids of the new ones. Does not commit.

    A dossier that was taken up again issues only what has changed; that takes the place of what was issued before.
    """
    dossier = dossiers.by_id(work.connection, dossier_id)
    assert dossier is not None
    attached = stored_files.of_dossier(work.connection, dossier_id)
    before = [one for one in stored.of_dossier(work.connection, dossier_id) if one.state == "issued"]
    told = {(one.result_key, one.sha256) for one in before}
    new = [
        one
        for one in found(version.facts, attached)
        if (one.key, one.file.sha256 if one.file is not None else None) not in told
    ]
    ids = add(work, actor, dossier, new, now)
    for one, result_id in zip(new, ids, strict=True):
        for old in (row for row in before if row.result_key == one.key):
            replaced = {"state": "replaced", "ended_at": now, "replaced_by_id": result_id}
            stored.change(work.connection, old.id, **replaced, ended_by=actor.id, ended_name=actor.name)
    return ids


def found(facts: ProcedureFacts, attached: Sequence[Record]) -> list[New]:
    """The results that files of the dossier are, the newest of each; else one on paper."""
    newest: dict[str, Record] = {
        key: one for one in attached if one.replaced_at is None and (key := issued_result.key_of(one.slot))
    }
    listed = [
        New(one.key, Text(one.name, one.name_en or one.name), newest[one.key])
        for one in facts.results
        if one.key in newest
    ]
    return listed or [_on_paper(facts)]


def add(
    work: Work, actor: Actor, dossier: Record, new: Sequence[New], now: datetime, **values: Any
) -> list[int]:
    """Write the results of a dossier with the next numbers of its agency; their ids. Does not commit."""
    if not new:
        return []
    year = now.astimezone(ZONE).year
    first = stored.next_number(work.connection, dossier.agency_id, year, len(new))
    return [
        stored.add(
            work.connection,
            **_row(dossier, one, public_code.new_code(), (year, first + place)),
            issued_at=now,
            issued_by=actor.id,
            issued_name=actor.name,
            **values,
        )
        for place, one in enumerate(new)
    ]


def of_dossier(work: Work, dossier_id: int) -> Sequence[Record]:
    """The results that were issued in a dossier, oldest first, those that have ended too."""
    return stored.of_dossier(work.connection, dossier_id)


def mine(work: Work, actor: Actor) -> Sequence[Record]:
    """The results of the actor's own dossiers, newest first."""
    require(actor, "citizen")
    return stored.of_holder(work.connection, account_id(actor))


def own_file(work: Work, actor: Actor, result_id: int, now: datetime, form: As = "original") -> Opened:
    """The file of one of the actor's own results, which he has then fetched: the history says so. One commit.

    Raises NotFoundError for anybody else's, and for one that is on paper.
    """
    row = next((one for one in mine(work, actor) if one.id == result_id and one.file_id is not None), None)
    if row is None:
        raise unknown()
    opened = files.opened(work, file_of(work, row), form)
    if form != "thumb":
        record(work, actor, "result.fetch", row, {}, now)
        work.commit()
    return opened


def file_of(work: Work, row: Record) -> Record:
    """The file of a result that has one."""
    attached = stored_files.of_dossier(work.connection, row.dossier_id)
    return next(one for one in attached if one.id == row.file_id)


def record(
    work: Work, actor: Actor, action: str, row: Record, detail: Mapping[str, object], now: datetime
) -> None:
    """A line in the history of the result's dossier. Does not commit."""
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        dossier_id=row.dossier_id,
        subject=issued_result.number_words(row.year, row.number),
        detail={"result": row.id, **detail},
    )


def unknown() -> NotFoundError:
    return NotFoundError(Text("Không có kết quả này.", "There is no such result."))


def _row(dossier: Record, one: New, code: str, number: tuple[int, int]) -> dict[str, Any]:
    return {
        "code": code,
        "dossier_id": dossier.id,
        "agency_id": dossier.agency_id,
        "procedure_id": dossier.procedure_id,
        "year": number[0],
        "number": number[1],
        "result_key": one.key,
        "title": one.title.vi,
        "title_en": one.title.en,
        "file_id": one.file.id if one.file is not None else None,
        "sha256": one.file.sha256 if one.file is not None else None,
        "state": "issued",
        "folded": " ".join(_words(dossier, one, code, number)),
    }


def _words(dossier: Record, one: New, code: str, number: tuple[int, int]) -> Iterator[str]:
    """What a result is found by: its holder, codes, number, its own and the procedure's name."""
    yield dossier.applicant_folded
    yield issued_result.number_words(*number)
    texts = (dossier.code, code, one.title.vi, one.title.en)
    yield from map(fold, (*texts, dossier.procedure_name, dossier.procedure_name_en, dossier.procedure_code))


def _on_paper(facts: ProcedureFacts) -> New:
    """The only result of the procedure, or one of several of which the system does not know which it was."""
    if len(facts.results) == 1:
        only = facts.results[0]
        return New(only.key, Text(only.name, only.name_en or only.name), None)
    english = facts.name_en or facts.name
    return New("", Text(f"Kết quả thủ tục {facts.name}", f"Result of {english}"), None)
