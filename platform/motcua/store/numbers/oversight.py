"""What is watched over: transfers and notices that came late, papers asked for twice (D-03, D-19, E-25, E-26)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from motcua.store.accounts.account import Account
from motcua.store.base import Record
from motcua.store.dossier.dossier import Dossier
from motcua.store.dossier.step import Step
from motcua.store.intake.supplement import Supplement
from motcua.store.papers.file import File
from motcua.store.time.warning import Warning

_ABOUT = (Dossier.id.label("dossier_id"), Dossier.code, Dossier.agency_id, Dossier.version_id, Dossier.state)


def transferred_late(
    connection: Connection, agency_ids: Collection[int], since: datetime, limit: int, skip: int = 0
) -> Sequence[Record]:
    """Dossiers passed on since then, but later than allowed: with limit_at, accepted_at, passed_at, the newest first."""
    return connection.execute(
        select(*_ABOUT, Dossier.accepted_at, Warning.limit_at, Step.left_at.label("passed_at"))
        .join(Warning, Warning.dossier_id == Dossier.id)
        .join(Step, and_(Step.dossier_id == Dossier.id, Step.task_id == Warning.subject))
        .where(Warning.kind == "transfer_late", Dossier.agency_id.in_(agency_ids), Step.left_at >= since)
        .order_by(Step.left_at.desc(), Dossier.id)
        .limit(limit)
        .offset(skip)
    ).all()


def late_notices(
    connection: Connection, agency_ids: Collection[int], limit: int, skip: int = 0
) -> Sequence[Record]:
    """Notices of open dossiers without a result, the latest of each: limit_at, raised_at, told_at, is_reached.

    `is_reached`: the applicant has an account or agreed to e-mail.
    """
    newest = (
        select(func.max(Warning.id))
        .join(Dossier, Dossier.id == Warning.dossier_id)
        .where(
            Warning.kind == "late_notice",
            Dossier.agency_id.in_(agency_ids),
            Dossier.closed_at.is_(None),
            Dossier.result_at.is_(None),
        )
        .group_by(Warning.dossier_id)
    )
    return connection.execute(
        select(
            *_ABOUT,
            Dossier.appointment_at,
            or_(Dossier.applicant_id.is_not(None), Dossier.tell_by.has_key("email")).label("is_reached"),
            Warning.limit_at,
            Warning.raised_at,
            Warning.told_at,
        )
        .join(Warning, Warning.dossier_id == Dossier.id)
        .where(Warning.id.in_(newest))
        .order_by(Warning.told_at.is_not(None), Warning.limit_at, Dossier.id)
        .limit(limit)
        .offset(skip)
    ).all()


def found_missing(
    connection: Connection, agency_ids: Collection[int], since: datetime, limit: int, skip: int = 0
) -> Sequence[Record]:
    """Papers that a specialised officer found missing since then: arrived_at, asked_at, at which step, by whom."""
    return connection.execute(
        select(
            *_ABOUT,
            Supplement.asked_at,
            Supplement.papers,
            Step.arrived_at,
            Step.name.label("step_name"),
            Step.agency_id.label("step_agency_id"),
            Account.display_name.label("by_name"),
        )
        .join(Supplement, Supplement.dossier_id == Dossier.id)
        .join(Step, and_(Step.dossier_id == Dossier.id, Step.task_id == Supplement.task_id))
        .join(Account, Account.id == Supplement.asked_by)
        .where(_of_agencies(agency_ids), Supplement.asked_at >= since, Step.phase != "receive")
        .order_by(Supplement.asked_at.desc(), Supplement.id)
        .limit(limit)
        .offset(skip)
    ).all()


def asked_again(
    connection: Connection, agency_ids: Collection[int], since: datetime, limit: int, skip: int = 0
) -> Sequence[Record]:
    """Requests since then for papers of which the dossier held a file: `slots` are theirs (D-19)."""
    held = (
        select(func.array_agg(File.slot.distinct()))
        .where(
            File.dossier_id == Dossier.id,
            File.uploaded_at < Supplement.asked_at,
            or_(File.replaced_at.is_(None), File.replaced_at > Supplement.asked_at),
            Supplement.papers.has_key(func.replace(File.slot, "paper:", "")),
            File.slot.startswith("paper:"),
        )
        .correlate(Dossier, Supplement)
        .scalar_subquery()
    )
    left, at = Step.__table__.alias("at_step"), Supplement.task_id
    return connection.execute(
        select(
            *_ABOUT,
            Supplement.asked_at,
            Supplement.reason_sealed,
            held.label("slots"),
            left.c.name.label("step_name"),
            Account.display_name.label("by_name"),
        )
        .join(Supplement, Supplement.dossier_id == Dossier.id)
        .join(Account, Account.id == Supplement.asked_by)
        .outerjoin(left, and_(left.c.dossier_id == Dossier.id, left.c.task_id == at))
        .where(Dossier.agency_id.in_(agency_ids), Supplement.asked_at >= since, held.is_not(None))
        .order_by(Supplement.asked_at.desc(), Supplement.id)
        .limit(limit)
        .offset(skip)
    ).all()


def _of_agencies(agency_ids: Collection[int]) -> Any:
    """Dossiers received by one of the agencies, or at a step of one."""
    return or_(Dossier.agency_id.in_(agency_ids), Step.agency_id.in_(agency_ids))
