"""What goes on about open dossiers: steps that wait, other waits, pauses, hand-overs and opinions asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from motcua.store.agencies.agency import Agency
from motcua.store.base import Record
from motcua.store.dossier.step import Step
from motcua.store.dossier.wait import Wait
from motcua.store.exchange.consultation import Consultation
from motcua.store.exchange.transfer import Transfer
from motcua.store.time.interval import Interval


@dataclass(frozen=True)
class UnderWay:
    """Of one dossier: rows of `dossier_step` and `dossier_wait` that are open, reasons for which its clock stands.

    `is_sent` is whether it is on its way to an agency that has not taken it in; `asked` are the agencies, with name and
    name_en, whose opinion a waiting step waits for.
    """

    steps: Sequence[Record]
    waits: Sequence[Record]
    pauses: Sequence[str]
    is_sent: bool
    asked: Sequence[Record]


def of_dossiers(connection: Connection, dossier_ids: Collection[int]) -> Mapping[int, UnderWay]:
    """By dossier, in five statements however many there are."""
    steps = select(Step.__table__).where(Step.left_at.is_(None)).order_by(Step.id)
    waits = select(Wait.__table__).where(Wait.left_at.is_(None)).order_by(Wait.id)
    lasting = (Interval.kind == "dossier") & Interval.ended_at.is_(None) & (Interval.reason != "running")
    asked = (
        select(Consultation.dossier_id, Agency.name, Agency.name_en)
        .join(Agency, Agency.id == Consultation.agency_id)
        .join(Step, Step.id == Consultation.step_row_id)
        .where(Consultation.answered_at.is_(None), Step.left_at.is_(None))
        .order_by(Consultation.id)
    )
    found = [
        _by_dossier(connection, statement, column, dossier_ids)
        for statement, column in (
            (steps, Step.dossier_id),
            (waits, Wait.dossier_id),
            (select(Interval.dossier_id, Interval.reason).where(lasting), Interval.dossier_id),
            (select(Transfer.dossier_id).where(Transfer.delivered_at.is_(None)), Transfer.dossier_id),
            (asked, Consultation.dossier_id),
        )
    ]
    return {
        one: UnderWay(
            found[0].get(one, ()),
            found[1].get(one, ()),
            [row.reason for row in found[2].get(one, ())],
            one in found[3],
            found[4].get(one, ()),
        )
        for one in dossier_ids
    }


def _by_dossier(
    connection: Connection, statement: Any, column: Any, dossier_ids: Collection[int]
) -> Mapping[int, Sequence[Record]]:
    found: dict[int, list[Record]] = {}
    for row in connection.execute(statement.where(column.in_(dossier_ids))):
        found.setdefault(row.dossier_id, []).append(row)
    return found
