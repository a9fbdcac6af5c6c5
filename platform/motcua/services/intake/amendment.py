"""The applicant amends what he sent, until the dossier is accepted (D-09): on a draft, then in place of what stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from motcua.domain.dossier.case_limits import limit_text_of
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.engine import Progress, start
from motcua.services.dossier import applicant, stepping, waits
from motcua.services.dossier.applicant import Own
from motcua.services.intake import carried_files, drafts, intake_limit
from motcua.services.messages import officers_told
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import move as moves
from motcua.store.dossier.move import Move, Standing
from motcua.store.intake import amendment as amendments
from motcua.store.intake import draft as stored_drafts
from motcua.store.papers import file as files


def begin(work: Work, actor: Actor, code: str, now: datetime) -> UUID:
    """A draft with everything that was sent, to be changed and sent again; the one begun before, if any. One commit.

    Raises NotFoundError for somebody else's dossier, ConflictError once it is accepted.
    """
    own = applicant.opened(work, actor, code, "amend", now)
    begun = stored_drafts.amending(work.connection, own.place.dossier_id)
    if begun is not None:
        return begun
    dossier = dossiers.by_id(work.connection, own.place.dossier_id)
    assert dossier is not None
    data = work.cipher.open_json(dossier.data_sealed)
    draft_id = drafts.empty(work, actor, dossier.version_id, dossier.agency_id, now, amends_id=dossier.id)
    lent = carried_files.lend(work, dossier.id, draft_id, data)
    done = [section.key for section in own.place.version.form.sections]
    drafts.touch(work, draft_id, now, data_sealed=work.cipher.seal_json(dict(lent)), done_sections=done)
    work.commit()
    return draft_id


def apply(
    work: Work, actor: Actor, draft_id: UUID, code: str, data: Mapping[str, object], now: datetime
) -> None:
    """Put the draft's answers and files in place of those sent; the earlier ones are kept. Does not commit.

    The process begins anew with the answers as they are now, and the desk's limit with it: nothing has been accepted.
    Raises ConflictError when it was accepted meanwhile.
    """
    own = applicant.opened(work, actor, code, "amend", now)
    dossier = dossiers.by_id(work.connection, own.place.dossier_id)
    assert dossier is not None
    _keep_before(work, actor, dossier, now)
    data = _exchange_files(work, draft_id, dossier.id, data, now)
    progress = start(own.place.version.spec, data)
    _begin_anew(work, own, progress, {**data, **progress.values})
    dossiers.change(
        work.connection,
        dossier.id,
        data_sealed=work.cipher.seal_json(dict(data)),
        step_values_sealed=work.cipher.seal_json(dict(progress.values)) if progress.values else None,
        limit_text=limit_text_of(own.place.version.facts, dossier.channel, data),
        **intake_limit.anew(work, own.place),
    )


def _keep_before(work: Work, actor: Actor, dossier: Record, now: datetime) -> None:
    amendments.add(
        work.connection,
        dossier_id=dossier.id,
        at=now,
        by=account_id(actor),
        data_sealed=dossier.data_sealed,
    )


def _exchange_files(
    work: Work, draft_id: UUID, dossier_id: int, data: Mapping[str, object], now: datetime
) -> Mapping[str, object]:
    """The draft's files become the dossier's newest; a file that did not change stays the one it was."""
    before = carried_files.current(files.of_dossier(work.connection, dossier_id))
    lent = files.of_draft(work.connection, draft_id)
    same = {_likeness(row): row.id for row in before}
    unchanged = {row.id: same[_likeness(row)] for row in lent if _likeness(row) in same}
    for row in lent:
        if row.id in unchanged:
            files.remove_from_draft(work.connection, draft_id, row.id)
    replaced = [row.id for row in before if row.id not in unchanged.values()]
    files.replace_some(work.connection, replaced, now)
    files.move_to_dossier(work.connection, draft_id, dossier_id)
    return carried_files.renamed(data, lent, unchanged)


def _likeness(row: Record) -> tuple[str, str, str]:
    return row.slot, row.sha256, row.name


def _begin_anew(work: Work, own: Own, progress: Progress, data: Mapping[str, object]) -> None:
    """The steps and waits of the first start make room for those of the second: nobody has worked at them."""
    place = replace(own.place, data=data)
    amendments.forget_waiting(work.connection, place.dossier_id)
    rows = stepping.opening(work, place, progress.opened, is_running=False)
    move = Move(
        dossier_id=place.dossier_id,
        at=place.at,
        counted_at=stepping.counted(work, place, place.agency_id),
        actor_id=own.actor.id,
        actor_name=own.actor.name,
        action="amend",
        standing=Standing("sent", progress.state, progress.ended),
        opened=rows,
    )
    moves.write(work.connection, move)
    waits.opened_before_acceptance(work, place, progress.opened)
    words = Text(
        f"Người nộp đã sửa hồ sơ {own.row.code}. Hãy kiểm tra lại từ đầu.",
        f"The applicant has amended dossier {own.row.code}. Check it again from the beginning.",
    )
    officers_told.of_desk(work, own.row, place.version, words, f"amended:{place.at:%Y%m%d%H%M%S}", place.at)
