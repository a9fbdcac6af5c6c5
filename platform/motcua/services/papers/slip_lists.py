"""Papers of many dossiers or of none: the ledger (Mẫu 06), the list of results handed over, the guidance sheet (F-01, F-19)."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Final

from motcua.contrib import slip_pdf, slip_word
from motcua.domain.dossier.dossier import STATE_NAMES
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.papers.slip_paper import MAX_ROWS, slip_paper
from motcua.domain.papers.slip_words import moment_value
from motcua.domain.people.permissions import Actor, lacking, may, may_work, require
from motcua.domain.process.service_manner import RESULT_WAYS
from motcua.domain.text import Text
from motcua.services.agencies.agencies import ZONE
from motcua.services.declaration.declarations import MEDIA_TYPES
from motcua.services.desk import desk
from motcua.services.papers import (
    slip_agency_values,
    slip_drafts,
    slip_procedure_values,
    slip_template_choice,
)
from motcua.services.papers.files import Opened
from motcua.services.papers.slip_prints import Form
from motcua.services.process import procedures
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import step as steps
from motcua.store.papers import slip_list as stored

KEPT_SHEETS: Final = 100
LONGEST: Final = timedelta(days=366)
LISTS: Final = {"ledger": stored.accepted, "result_hand_over": stored.with_result}
YES: Final = Text("Có", "Yes")
NO: Final = Text("Không", "No")


class _Sheets:
    """The guidance sheets asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Opened] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], Opened]) -> Opened:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT_SHEETS:
                self._kept.popitem(last=False)
        return made


_sheets: Final = _Sheets()


def of_period(
    work: Work,
    actor: Actor,
    kind: str,
    period: tuple[date, date],
    form: Form,
    language: str,
    now: datetime,
) -> Opened:
    """A list of the actor's agency from the first day to the last; the printing is recorded. One commit.

    Dossiers of desks that the actor does not serve are left out unless he may see the agency's reports. Raises
    NotAllowedError, ValidationError at "/to".
    """
    require(actor, "staff")
    agency_id = actor.agency_id or 0
    sees_all = may(actor, "report.view", agencies.lineage(work.connection, agency_id))
    if not (sees_all or may_work(actor, "dossier.receive") or may_work(actor, "dossier.return")):
        raise lacking("dossier.receive")
    begins, ends = _instants(*period)
    found = LISTS[kind](work.connection, agency_id, begins, ends, MAX_ROWS + 1)
    if len(found) > MAX_ROWS:
        raise ValidationError([FieldError("/to", "too_many", _TOO_MANY)])
    rows = found if sees_all else _served(work, actor, agency_id, found)
    values = {
        **slip_agency_values.of(work, agency_id, language),
        "made_at": now.isoformat(),
        "made_by": actor.name,
        "period_from": begins.isoformat(),
        "period_to": (ends - timedelta(days=1)).isoformat(),
        **_rows(work, kind, rows, language),
    }
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="slip.print",
        subject=kind,
        detail={"from": period[0].isoformat(), "to": period[1].isoformat(), "count": len(rows)},
    )
    work.commit()
    return _written(
        work, kind, agency_id, values, f"{period[0]:%Y%m%d}-{period[1]:%Y%m%d}", form, language, now
    )


def guidance(work: Work, code: str, form: Form, language: str, now: datetime) -> Opened:
    """How to declare and prepare a dossier of a procedure that is in force (Điều 14.1.a); raises NotFoundError."""
    sheet = procedures.sheet(work, code)
    agency_id = sheet.agencies[0].id if sheet.agencies else 0
    values = slip_procedure_values.of_procedure(work, sheet.version, agency_id, "", now, language)
    day = now.astimezone(ZONE).date()
    # Anybody may ask for it, and on one day it is always the same.
    key = json.dumps({**values, "made_at": day}, default=str) + f"{form} {language}"
    return _sheets.get(key, lambda: _written(work, "guidance", agency_id, values, code, form, language, now))


def _written(
    work: Work,
    kind: str,
    agency_id: int,
    values: Mapping[str, object],
    name: str,
    form: Form,
    language: str,
    now: datetime,
) -> Opened:
    chosen = slip_template_choice.choose(work, kind, work.house.profile.slip_set, agency_id, now)
    paper = slip_paper(chosen.template, values, language=language, at=now)
    content = slip_pdf.write(paper, now) if form == "pdf" else slip_word.write(paper, now)
    return Opened(f"{slip_drafts.file_name(kind, None, name)}.{form}", MEDIA_TYPES[form], content)


def _instants(first: date, last: date) -> tuple[datetime, datetime]:
    """The first instant of the first day, and of the day after the last; raises ValidationError."""
    begins = datetime(first.year, first.month, first.day, tzinfo=ZONE)
    ends = datetime(last.year, last.month, last.day, tzinfo=ZONE) + timedelta(days=1)
    if not timedelta(0) < ends - begins <= LONGEST:
        raise ValidationError([FieldError("/to", "period", _PERIOD)])
    return begins, ends


def _served(work: Work, actor: Actor, agency_id: int, rows: Sequence[Record]) -> list[Record]:
    """Those of the agency's dossiers whose desk the actor serves: asked once for each version of a procedure."""
    versions = [work.house.versions.get(work.connection, one) for one in {row.version_id for row in rows}]
    served = {one.id for one in versions if desk.serves_at(work, actor, one, agency_id)}
    return [row for row in rows if row.version_id in served]


def _rows(work: Work, kind: str, rows: Sequence[Record], language: str) -> dict[str, object]:
    visited = steps.of_dossiers(work.connection, [row.id for row in rows])
    named = agencies.named(work.connection, {one.agency_id for found in visited.values() for one in found})
    if kind == "ledger":
        return {"entries": [_entry(work, row, visited[row.id], named, language) for row in rows]}
    handed = [_handed(work, row, language) for row in rows]
    givers = {named[visited[row.id][-1].agency_id].name for row in rows if visited[row.id]}
    return {
        "giver_agency": ", ".join(sorted(givers)),
        "receiver_agency": rows[0].agency_name if rows else "",
        "handed": handed,
    }


def _entry(
    work: Work, row: Record, visited: Sequence[Record], named: Mapping[int, Record], language: str
) -> dict[str, object]:
    contact = work.cipher.open_json(row.applicant_sealed)
    away = next((one for one in visited if one.agency_id != row.agency_id), None)
    way = RESULT_WAYS.get(row.receive_by)
    return {
        **_common(row, contact),
        "sets": "1",
        "phone": str(contact.get("phone") or ""),
        "agency": named[away.agency_id].name if away is not None else row.agency_name,
        "accepted_at": moment_value(row.accepted_at),
        "appointment_at": moment_value(row.appointment_at),
        "sent_at": moment_value(away.arrived_at) if away is not None else None,
        "result_at": moment_value(row.result_at),
        "returned_at": moment_value(row.returned_at),
        "receiver": row.returned_to or "",
        "way": way.in_(language) if way is not None else "",
        "status": STATE_NAMES[row.state].in_(language),
    }


def _handed(work: Work, row: Record, language: str) -> dict[str, object]:
    version = work.house.versions.get(work.connection, row.version_id)
    ended = STATE_NAMES[row.outcome].in_(language) if row.outcome else ""
    results = "; ".join(
        (one.name_en or one.name) if language == "en" else one.name for one in version.facts.results
    )
    return {
        **_common(row, work.cipher.open_json(row.applicant_sealed)),
        "result": ended or results,
        "by_post": (YES if row.receive_by == "post" else NO).in_(language),
        "at": moment_value(row.result_at),
    }


def _common(row: Record, contact: Mapping[str, object]) -> dict[str, object]:
    return {
        "code": row.code,
        "content": row.procedure_name,
        "owner": row.applicant_name,
        "address": str(contact.get("address") or ""),
    }


_PERIOD: Final = Text(
    "Chọn từ ngày đến ngày, không quá một năm.", "Choose a first and a last day, a year at most."
)
_TOO_MANY: Final = Text(
    f"Quá {MAX_ROWS} hồ sơ trong một sổ. Chọn khoảng thời gian ngắn hơn.",
    f"More than {MAX_ROWS} dossiers in one list. Choose a shorter period.",
)
